"""Remedies for a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.report import remedy_words as words
from sentir.report.remedy_advice import next_lines
from sentir.report.remedy_sentences import paragraph
from sentir.report.rich_text import WIDTH, led, plain_table, printable, rendered

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from sentir.report.language import Language
    from sentir.report.remedy_words import Remedies

_LONG_WORD = len("aprendizaje")
"""Of the names of remedies; a narrower column would break words."""
_STYLES = {"helped": "green", "hurt": "red", "mixed": "yellow", "not_compared": "red"}


def remedy_text(found: Remedies, language: Language, *, is_terminal: bool = False) -> str:
    """Return the table, a paragraph per remedy, and what to do next."""
    from rich.text import Text

    pieces: list[RenderableType] = [Text(printable(words.title(found, language)), style="bold")]
    pieces += [words.lead(found, language), "", _table(found, language), ""]
    for tried in found["remedies"]:
        head, said = paragraph(tried, language)
        pieces += [led(head, printable(" ".join(said))), ""]
    said, command = next_lines(found, language)
    pieces += [Text(sentence, style="bold") for sentence in said]
    text = rendered(pieces, width=WIDTH, is_terminal=is_terminal)
    beside = rendered(words.caveats(found, language), width=WIDTH, is_terminal=is_terminal)
    # a command is for copying: it is never broken
    return "\n".join([text, *([printable(command)] if command else []), "", beside, ""])


def _table(found: Remedies, language: Language) -> Table:
    table = plain_table()
    table.padding = 0  # every blank counts in 80 columns
    first, score, loss, outcome, steadier = words.headings(language)
    table.add_column(first, overflow="fold", min_width=_LONG_WORD)
    table.add_column(score, justify="right", no_wrap=True)
    table.add_column(loss, justify="right", no_wrap=True)
    table.add_column(outcome)
    table.add_column(steadier)
    for tried in found["remedies"]:
        row = words.cells(tried, language)
        table.add_row(*row, style=_STYLES.get(tried["outcome"], ""))
    return table
