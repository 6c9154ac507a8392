"""A comparison of runs for a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report import compared_words as words
from sentir.report.bound_words import accuracy_of
from sentir.report.compared_view import legend, mean_of, p_value, pair_range
from sentir.report.reach_words import reach_sentences
from sentir.report.rich_text import WIDTH, plain_table, printable, rendered

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from sentir.report.compared_shape import Compared
    from sentir.report.language import Language

_STYLES = {"better": "green", "worse": "yellow", "tied": ""}


def compared_text(compared: Compared, language: Language, *, is_terminal: bool = False) -> str:
    """Return the sides, the pairs, what they differ in and what is claimed."""
    from rich.text import Text

    pieces: list[RenderableType] = [Text(words.heading(compared, language), style="bold")]
    pieces += [*words.grouping_sentences(compared, language), "", _sides(compared, language), ""]
    if compared["differing"]:
        pieces += [_settings(compared, language), ""]
    pieces += [_pairs(compared, language), ""]
    pieces += words.claim_sentences(compared, language)
    for pair in words.pairs_in_words(compared):
        pieces += ["", words.outcome_sentence(pair, language)]
        pieces.append(words.deciding_sentence(pair, language))
        pieces += reach_sentences(pair, language)
    if not words.pairs_in_words(compared):
        pieces += ["", legend(language)]
    if look := words.looks_sentence(compared, language):
        pieces += ["", look]
    return rendered(pieces, width=WIDTH, is_terminal=is_terminal)


def _sides(compared: Compared, language: Language) -> Table:
    table = plain_table()
    table.add_column("")
    table.add_column(language.say("run"), ratio=1, overflow="fold")
    table.add_column(words.score_heading(compared, language), justify="right", no_wrap=True)
    table.add_column(language.say("kept epoch"), justify="right")
    table.add_column(language.say("seconds"), justify="right")
    for side in compared["sides"]:
        table.add_row(
            side["name"],
            printable(words.side_title(side, language)),
            accuracy_of(side, language),
            mean_of(side, "kept_epoch", language),
            mean_of(side, "seconds", language),
        )
    return table


def _settings(compared: Compared, language: Language) -> Table:
    table = plain_table()
    table.add_column(language.say("setting"), overflow="fold")
    for side in compared["sides"]:
        table.add_column(side["name"], overflow="fold")
    for row in compared["differing"]:
        values = (printable(words.setting_value(each, language)) for each in row["values"])
        table.add_row(row["setting"], *values)
    return table


def _pairs(compared: Compared, language: Language) -> Table:
    table = plain_table()
    table.add_column(language.say("pair"), no_wrap=True)
    table.add_column(language.say("points"), justify="right", no_wrap=True)
    table.add_column("p", justify="right", no_wrap=True)
    table.add_column(language.say("outcome"), no_wrap=True)
    table.add_column(language.say("found from"), justify="right")
    table.add_column(language.say("would decide"))
    for pair in compared["comparisons"]:
        table.add_row(*_pair(pair, language), style=_STYLES[pair["outcome"]])
    return table


def _pair(pair: dict[str, Any], language: Language) -> list[str]:
    return [
        f"{pair['name']} - {pair['against']}",
        f"{words.signed_points(pair['effect'], language)} {pair_range(pair, language)}",
        p_value(pair["adjusted_p"], language),
        language.say(words.OUTCOME_NAMES[pair["outcome"]]),
        words.points(pair["minimum_detectable_difference"], language),
        words.deciders(pair, language),
    ]
