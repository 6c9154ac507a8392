"""An ablation for a terminal: a table and some sentences per factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.report.ablation_sentences import factor_sentences
from sentir.report.ablation_words import (
    caveats,
    cells,
    factor_question,
    factor_title,
    headings,
    reading_lines,
    result,
)
from sentir.report.rich_text import WIDTH, plain_table, printable, rendered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from rich.console import RenderableType
    from rich.table import Table

    from sentir.report.ablation_words import Comparison
    from sentir.report.language import Language

_STYLES = {"better": "green", "worse": "red", "failed": "red"}


def ablation_text(
    found: Comparison, language: Language, *, width: int = WIDTH, is_terminal: bool = False
) -> str:
    """Return all of it as text; colours and bold only for a terminal."""
    from rich.text import Text

    title = printable(language.recipe_title(found["title"]))
    pieces: list[RenderableType] = [Text(title, style="bold"), ""]
    for factor in found["factors"]:
        pieces.append(Text(printable(factor_title(factor, language)), style="bold"))
        if question := factor_question(factor, language):
            pieces.append(printable(question))
        pieces.append(_table(found, factor, language))
        pieces += [*factor_sentences(found, factor, language), ""]
    for reading in found["readings"]:
        name, *lines = map(printable, reading_lines(reading, language))
        pieces += [Text(name, style="bold"), *lines, ""]
    pieces += caveats(found, language)
    return rendered(pieces, width=width, is_terminal=is_terminal) + "\n"


def _table(found: Comparison, factor: Mapping[str, Any], language: Language) -> Table:
    table = plain_table()
    table.padding = (0, 1, 0, 0)  # every blank counts in 80 columns
    table.add_column(language.say("value"), overflow="fold")
    first, *others = headings(language)
    table.add_column(first, no_wrap=True)
    for heading in others:
        table.add_column(heading, justify="right", no_wrap=True)
    for value in factor["values"]:
        style = _STYLES.get(result(found, value), "")
        table.add_row(value["shown"], *cells(found, value, language), style=style)
    return table
