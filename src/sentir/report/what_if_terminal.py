"""A what-if for a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report import row_change_words as change_words
from sentir.report import what_if_answers as answers
from sentir.report import what_if_words as words
from sentir.report.rich_text import WIDTH, plain_table, printable, rendered

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from sentir.report.language import Language
    from sentir.report.what_if_words import WhatIf

_STYLES = {"rises": "green", "falls": "yellow"}


def what_if_text(found: WhatIf, language: Language, *, is_terminal: bool = False) -> str:
    """Return the answers with and without the change, then the score."""
    from rich.text import Text

    heading = printable(change_words.title(found, language))
    pieces: list[RenderableType] = [Text(heading, style="bold")]
    pieces += [*change_words.change_lines(found["change"], language), ""]
    for asked in found["asked"]:
        pieces += [
            Text(printable(answers.asked_text(asked)), style="bold"),
            _table(asked, language),
            "",
        ]
        pieces += [*answers.answer_sentences(asked, language), ""]
    pieces += [*words.score_sentences(found, language), "", *words.caveats(found, language)]
    return rendered(pieces, width=WIDTH, is_terminal=is_terminal) + "\n"


def _table(asked: dict[str, Any], language: Language) -> Table:
    table = plain_table()
    first, *others = answers.headings(language)
    table.add_column(first, overflow="fold")
    for heading in others:
        table.add_column(heading, justify="right", no_wrap=True)
    for way, cells in answers.answer_rows(asked, language):
        table.add_row(*map(printable, cells), style=_STYLES.get(way, ""))
    return table
