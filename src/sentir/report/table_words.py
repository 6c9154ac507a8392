"""A report's table in words: what its figures and ours are called, and why they may not compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.config.table_recipe import in_language
from sentir.report.bound_words import bounds_nothing, few_seeds_sentence
from sentir.report.compared_words import setting_value
from sentir.report.language import NO_VALUE, mark, mark_many
from sentir.report.reading_words import difference_words, reading_sentence, verdict_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

FIGURES = {
    "accuracy": mark("accuracy"),
    "log_loss": mark("loss"),
    "kept_epoch": mark("epoch"),
}
OUTCOMES = {
    "reproduced": mark("reproduced"),
    "near": mark("near"),
    "differs": mark("differs"),
    "not_comparable": mark("not comparable"),
}
PLACES = {"inside": mark("inside"), "above": mark("above"), "below": mark("below")}
_DIGITS = {"accuracy": 4, "log_loss": 4, "kept_epoch": 1}
_REASONS = {
    "other_rows": mark(
        "The figures of {report} cannot be compared with ours, because its rows are others: {why}. "
        "Where they lie to the interval of a new run is shown all the same."
    ),
    "rows_unknown": mark(
        "How many test rows {report} has is not stated: our interval is for {rows}."
    ),
    "one_seed": mark(
        "One seed shows no spread, so there is no interval, and better or worse is said of these "
        "models, not of their recipes. Train 3 or more with --seeds."
    ),
}
_ROWS = mark_many("{n} test row", "{n} test rows")
_SEEDS = mark_many("{n} seed", "{n} seeds")
_INTERVALS = {
    "same": mark(
        "One new run: where another seed on the very same rows would lie, with 95 %; the spread of "
        "the seeds is counted."
    ),
    "drawn": mark(
        "One new run: where another seed on {rows} drawn anew would lie, with 95 %; the spread of "
        "the seeds and of the rows is counted."
    ),
}
_MEANINGS = mark(
    "Reproduced: the report's figure lies inside; near: within twice that width; else it differs."
)
_BESIDE = {
    "better": mark("Beside {other}: better, {numbers}."),
    "worse": mark("Beside {other}: worse, {numbers}."),
    "tied": mark("Beside {other}: tied, {numbers}."),
    "mixed": mark("Beside {other}: accuracy and loss point different ways, {numbers}."),
}


def heading(table: Mapping[str, Any], language: Language) -> str:
    """Return how many seeds and test rows the table rests on."""
    return language.say(
        "{report} beside sentir: {seeds} of each row, {rows} scored once by each run.",
        report=table["report"]["name"],
        seeds=language.say_many(*_SEEDS, len(table["seeds"])),
        rows=language.say_many(*_ROWS, table["test_rows"]),
    )


def title_of(row: Mapping[str, Any], language: Language) -> str:
    """Return what a row is called."""
    return in_language(row["title"], language.code)


def titles(table: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Return what each recipe's row is called."""
    return {row["recipe"]: title_of(row, language) for row in table["rows"]}


def figure_cells(name: str, figure: Mapping[str, Any], language: Language) -> list[str]:
    """Return the cells of a figure: the report's, our mean, sd, interval, outcome, place."""
    digits = _DIGITS[name]
    low, high = (language.number(figure[end], digits) for end in ("low", "high"))
    is_bounded = not _bounds_nothing(name, figure)
    has_interval = figure["low"] is not None and is_bounded
    stated = figure.get("report")
    is_held = stated is not None and is_bounded
    return [
        language.number(stated, 0 if name == "kept_epoch" else digits),
        language.number(figure["mean"], digits),
        language.number(figure["sd"], digits),
        language.say("{low} to {high}", low=low, high=high) if has_interval else NO_VALUE,
        language.say(OUTCOMES[figure["outcome"]]) if is_held else "",
        language.say(PLACES[figure["place"]]) if is_held and figure["place"] else "",
    ]


def _bounds_nothing(name: str, figure: Mapping[str, Any]) -> bool:
    return bounds_nothing(name, figure, seeds=len(figure["values"]))


def row_sentences(
    row: Mapping[str, Any], table: Mapping[str, Any], language: Language
) -> list[str]:
    """Return our verdict on a row, the author's reading, and whether they agree."""
    named, lines = titles(table, language), [verdict_line(row, language)]
    other = named.get(row["against"]["recipe"], "") if row["against"] else ""
    if said := in_language(row["said"], language.code):
        report = table["report"]["name"]
        lines.append(language.say("{report} says: {said}.", report=report, said=said))
    lines += [
        reading_sentence(each, row["verdict"], language, titles=named, other=other)
        for each in row["agreements"]
    ]
    if row["against"] and not {"better", "no_better"} & {a["reading"] for a in row["agreements"]}:
        lines.append(_beside(row["against"], other, language))
    return lines


def reason_sentences(table: Mapping[str, Any], language: Language) -> list[str]:
    """Return why figures cannot be compared, each reason once."""
    report = table["report"]
    found = dict.fromkeys(
        reason
        for row in table["rows"]
        for figure in row["figures"].values()
        for reason in figure.get("reasons", ())
    )
    rows = language.say_many(*_ROWS, table["test_rows"])
    why = in_language(report["why"], language.code) or NO_VALUE
    said = [
        language.say(_REASONS[reason], report=report["name"], why=why, rows=rows)
        for reason in found
    ]
    figures = [figure for row in table["rows"] for figure in row["figures"].items()]
    few = any(_bounds_nothing(name, figure) for name, figure in figures)
    return [*said, few_seeds_sentence(language)] if few else said


def meaning_sentences(table: Mapping[str, Any], language: Language) -> list[str]:
    """Return what the interval and the outcomes are; nothing where one seed shows none."""
    is_same, first = table["report"]["rows"] == "same", table["rows"][0]["figures"]["accuracy"]
    if first["low"] is None:
        return []
    interval = _INTERVALS["same" if is_same else "drawn"]
    return [
        language.say(interval, rows=language.say_many(*_ROWS, first["rows"])),
        language.say(_MEANINGS),
    ]


def ours_sentence(table: Mapping[str, Any], language: Language) -> str:
    """Return the settings that the report does not state, with the values they have here."""
    if not table["ours"]:
        return ""
    first = table["rows"][0]["recipe"]
    named = [
        f"{each['setting']} = {setting_value(each['value'], language)}"
        + (f" ({each['recipe']})" if each["recipe"] != first else "")
        for each in table["ours"]
    ]
    return language.say(
        "Ours, since {report} does not state them: {settings}.",
        report=table["report"]["name"],
        settings=", ".join(named),
    )


def changed_sentence(table: Mapping[str, Any], language: Language) -> str:
    """Return what was set otherwise than in the recipes, if anything was."""
    if not table["changed"]:
        return ""
    return language.say(
        "Changed in every row: {settings}. So this is not the table's own net.",
        settings=", ".join(table["changed"]),
    )


def _beside(difference: Mapping[str, Any], other: str, language: Language) -> str:
    outcomes = {difference[name]["outcome"] for name in ("accuracy", "log_loss")} - {"tied"}
    outcome = outcomes.pop() if len(outcomes) == 1 else "mixed" if outcomes else "tied"
    return language.say(
        _BESIDE[outcome], other=other, numbers=difference_words(difference, language)
    )
