"""Tables and paragraphs for a terminal: what stands together stays together."""

from __future__ import annotations

import pytest
from rich.text import Text

from sentir.report.rich_text import led, plain_table, printable, rendered

SHARE = "10\u00a0%"


@pytest.mark.parametrize("piece", [f"so much as {SHARE}", Text(f"so much as {SHARE}")], ids=type)
def test_a_line_does_not_break_between_a_number_and_its_sign(piece: str | Text) -> None:
    assert rendered([piece], width=13).splitlines() == ["so much as", SHARE]


def test_what_is_printed_in_bold_is_left_as_it_was() -> None:
    piece = led("Lead", SHARE)
    rendered([piece])
    assert piece.plain == f"Lead: {SHARE}"


def test_a_cell_keeps_the_space_before_its_sign() -> None:
    table = plain_table()
    table.add_column("share")
    table.add_row(printable(f"\x1b[31m{SHARE}"))
    assert SHARE in rendered([table])
