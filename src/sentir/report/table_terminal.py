"""A report's table beside ours, for a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report import table_words as words
from sentir.report.rich_text import WIDTH, plain_table, printable, rendered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType
    from rich.table import Table

    from sentir.report.language import Language

_STYLES = {"reproduced": "green", "near": "yellow", "differs": "red"}
_WIDTHS = (9, 6, 6, 6, 16, 14, 6)


def table_text(table: Mapping[str, Any], language: Language, *, is_terminal: bool = False) -> str:
    """Return every row with its figures and readings, and what the comparison rests on."""
    from rich.text import Text

    pieces: list[RenderableType] = [
        Text(printable(language.recipe_title(table["title"])), style="bold"),
        words.heading(table, language),
    ]
    if changed := words.changed_sentence(table, language):
        pieces.append(changed)
    for row in table["rows"]:
        pieces += ["", Text(printable(words.title_of(row, language)), style="bold")]
        pieces += [_figures(row, language), *words.row_sentences(row, table, language)]
    pieces += ["", *words.meaning_sentences(table, language)]
    pieces += words.reason_sentences(table, language)
    if ours := words.ours_sentence(table, language):
        pieces += ["", ours]
    return rendered(pieces, width=WIDTH, is_terminal=is_terminal)


def _figures(row: Mapping[str, Any], language: Language) -> Table:
    table = plain_table()
    table.padding = (0, 1, 0, 0)  # seven columns fit 80 characters only so
    headings = (
        "",
        language.say("report"),
        language.say("here"),
        language.say("sd"),
        language.say("one new run"),
        language.say("outcome"),
        language.say("lies"),
    )
    for place, (name, width) in enumerate(zip(headings, _WIDTHS, strict=True)):
        justify = "right" if 0 < place < 4 else "left"
        table.add_column(name, justify=justify, min_width=width, no_wrap=True)  # type: ignore[arg-type]  # one of rich's words
    for name, figure in row["figures"].items():
        *cells, outcome, lies = words.figure_cells(name, figure, language)
        style = _STYLES.get(figure["outcome"], "") if outcome else ""
        table.add_row(language.say(words.FIGURES[name]), *cells, outcome, lies, style=style)
    return table
