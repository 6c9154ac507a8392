"""How each table is made of results; a table whose results are missing is an empty text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks.markdown import joined
from benchmarks.remedy_tables import REMEDIES
from benchmarks.report_tables import REPORTS
from benchmarks.speed_tables import SPEED
from benchmarks.what_if_tables import CASE
from benchmarks.wording import UNITS, Language, number, word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Results: TypeAlias = "Mapping[str, Any]"
Rendering: TypeAlias = "Callable[[Results, Language], str]"

ORDER = (
    "emotion", "r1", "r4", "r5", "start_up", "throughput", "demo", "speed", "time_to_accuracy",
    "parity", "backends", "audit", "scale", "why", "planted", "planted_what_if",
    "r1_case", "remedy", "simulation", "aa",
)  # fmt: skip
# Of each bar the one that says most, for the first page.
FOREMOST = (
    "mean_test_accuracy", "slowest_seed_s", "model_mb", "predict_cpu_s", "predict_peak_mb",
    "texts_a_second", "make_demo_s",
)  # fmt: skip


def bars(results: Results, language: Language) -> str:
    """Return every bar of every result."""
    return _bars(results, language, [name for name in ORDER if name in results])


def summary(results: Results, language: Language) -> str:
    """Return the foremost bars."""
    return _bars(results, language, [name for name in ORDER if name in results], only=FOREMOST)


def of_one(name: str) -> Rendering:
    """Return the rendering of one result's bars."""
    return lambda results, language: _bars(results, language, [name] if name in results else [])


def emotion(results: Results, language: Language) -> str:
    """Return the accuracy of every seed and of the baselines."""
    if "emotion" not in results:
        return ""
    figures = results["emotion"]["figures"]
    head = ["", *(word(key, language) for key in ("validation", "test", "kept_epoch", "seconds"))]
    rows = [
        [
            word("seed", language, str(each["seed"])),
            _share(each["validation"]["accuracy"], language),
            _share(each["test"]["accuracy"], language),
            str(each["kept_epoch"]),
            number(each["spent"]["wall_s"], language, 0),
        ]
        for each in figures["seeds"]
    ]
    means = [
        f"**{number(mean['value'], language, 4)}** "
        f"({word('sd', language, number(mean['sd'], language, 4))})"
        for mean in (figures["validation_accuracy"], figures["test_accuracy"])
    ]
    rows.append([word("mean", language, str(len(figures["seeds"]))), *means, "", ""])
    for name, scores in sorted(figures["baselines"].items()):
        shown = [_share(scores[part], language) for part in ("validation", "test")]
        rows.append([word(name, language), *shown, "", ""])
    return joined(head, rows, [results["emotion"]], language)


def sentences(results: Results, language: Language) -> str:
    """Return what every seed answers to the sentences of report R1, as it comes."""
    if "emotion" not in results:
        return ""
    figures = results["emotion"]["figures"]
    seeds = [word("seed", language, str(each["seed"])) for each in figures["seeds"]]
    head = [word("text", language), word("expected", language), *seeds]
    rows = [
        [row["text"], row["expected"], *(_answer(each, language) for each in row["answers"])]
        for row in figures["sentences"]
    ]
    return joined(head, rows, [results["emotion"]], language)


def _bars(
    results: Results, language: Language, names: Sequence[str], only: Sequence[str] = ()
) -> str:
    head = [word("what", language), word("wanted", language), word("measured", language), ""]
    marks = [mark for name in names for mark in results[name]["bars"]]
    rows = [_row(mark, language) for mark in marks if not only or mark["bar"] in only]
    return joined(head, rows, [results[name] for name in names], language) if rows else ""


def _row(mark: Mapping[str, Any], language: Language) -> list[str]:
    name = mark["bar"]
    unit = f" {UNITS[name]}" if name in UNITS else ""
    (kind, limit), *_ = mark["wanted"].items()
    met = word("met", language)
    if not mark["met"]:
        met = f"**{word('missed', language, number(mark['distance'], language) + unit)}**"
    return [
        word(name, language),
        word(kind, language, number(limit, language) + unit),
        number(mark["measured"], language) + unit,
        met,
    ]


def _share(interval: Mapping[str, Any], language: Language) -> str:
    value, low, high = (number(interval[key], language, 4) for key in ("value", "low", "high"))
    return f"{value} ({low} - {high})"


def _answer(answer: Mapping[str, Any], language: Language) -> str:
    doubt = "" if answer["sure"] else f" ({word('not_sure', language)})"
    return f"{answer['label']} {number(answer['probability'], language, 2)}{doubt}"


def simulation(results: Results, language: Language) -> str:
    """Return, for each simulated world, how often equal sides are called different."""
    if "simulation" not in results:
        return ""
    figures = results["simulation"]["figures"]
    head = [word(key, language) for key in ("side", "equal_but", "false", "cover", "false_of_one")]
    rows = [
        [
            word("one_run", language),
            word("discordant", language, _percent(each["discordant"], language)),
            _percent(each["false"], language),
            _percent(each["cover"], language),
            "",
        ]
        for each in figures["models"]
    ]
    rows += [
        [
            word("seeds_a_side", language, *map(str, each["seeds"])),
            word(
                "rows_differ" if each["rows_differ"] else "rows_alike",
                language,
                *(number(100 * sd, language) for sd in each["sds"]),
            ),
            _percent(each["false"], language),
            _percent(each["cover"], language),
            _percent(each["false_of_one_run"], language),
        ]
        for each in figures["recipes"]
    ]
    return joined(head, rows, [results["simulation"]], language)


def aa(results: Results, language: Language) -> str:
    """Return how often a recipe was called different from itself."""
    if "aa" not in results:
        return ""
    figures = results["aa"]["figures"]
    of = str(figures["comparisons"])
    rows = [
        [word("by_seeds", language, str(figures["seeds_a_side"])), str(figures["different"]), of],
        [word("by_one_run", language), str(figures["different_by_one_run_a_side"]), of],
    ]
    head = [word(key, language) for key in ("side", "called_different", "comparisons")]
    return joined(head, rows, [results["aa"]], language)


def _percent(share: float, language: Language) -> str:
    return f"{number(100 * share, language, 1)} %"


TABLES: dict[str, Rendering] = {
    "summary": summary,
    "bars": bars,
    "emotion": emotion,
    "sentences": sentences,
    **REPORTS,
    **REMEDIES,
    "start_up": of_one("start_up"),
    "throughput": of_one("throughput"),
    "demo": of_one("demo"),
    **SPEED,
    "time_to_accuracy": of_one("time_to_accuracy"),
    "parity": of_one("parity"),
    "backends": of_one("backends"),
    "audit": of_one("audit"),
    "scale": of_one("scale"),
    "why": of_one("why"),
    "planted": of_one("planted"),
    "planted_what_if": of_one("planted_what_if"),
    **CASE,
    "simulation": simulation,
    "aa": aa,
}
