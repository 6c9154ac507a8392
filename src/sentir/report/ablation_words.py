"""An ablation in words: a row per value; for each factor what changed, and whether it is better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.config.table_recipe import in_language
from sentir.report.bound_words import accuracy_of, few_seeds_sentence, unbounded
from sentir.report.compared_words import points
from sentir.report.duration_words import duration
from sentir.report.language import NO_VALUE, mark
from sentir.report.reading_words import reading_sentence, verdict_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

Comparison = dict[str, Any]
"""`comparison.json` of an ablation."""
_RESULTS = {
    "better": mark("better"), "worse": mark("worse"), "tied": mark("tied"),
    "failed": mark("failed"), "first": mark("first"), "not_compared": NO_VALUE,
}  # fmt: skip


def headings(language: Language) -> list[str]:
    """Return the columns of a factor's table after the value itself."""
    say = language.say
    return [
        say("accuracy"), say("gap"), say("params"), say("time"), say("file"), say("result"),
    ]  # fmt: skip


def cells(found: Comparison, value: Mapping[str, Any], language: Language) -> list[str]:
    """Return the cells of one value: score with interval, gap, parameters, time, file, outcome."""
    side = found["variants"][value["variant"]]
    return [
        accuracy_of(side, language) if side["seeds"] else NO_VALUE,
        NO_VALUE if side["gap"] is None else points(side["gap"], language),
        amount(side["parameters"], language),
        NO_VALUE if side["seconds"] is None else duration(side["seconds"], language),
        file_size(side["model_bytes"], language),
        language.say(_RESULTS[result(found, value)]),
    ]


def result(found: Comparison, value: Mapping[str, Any]) -> str:
    """Return what a value came to, as a code; `not_compared` where the first has failed."""
    if not found["variants"][value["variant"]]["seeds"]:
        return "failed"
    return str(value["score"]["outcome"]) if "score" in value else "first"


def factor_title(factor: Mapping[str, Any], language: Language) -> str:
    """Return what is varied: in the recipe's words and as a setting, or as a setting alone."""
    title = in_language(factor["title"], language.code)
    return f"{title} ({factor['setting']})" if title else str(factor["setting"])


def variant_name(name: str, language: Language) -> str:
    """Return what a variant is called: the setting it changes, or that it changes none."""
    return language.say("the base") if name == "base" else name


def factor_question(factor: Mapping[str, Any], language: Language) -> str:
    """Return what the report asks, if the recipe says so."""
    return in_language(factor["question"], language.code)


def reading_lines(reading: Mapping[str, Any], language: Language) -> list[str]:
    """Return a net's name, its verdict, what its author says of it, and whether that agrees."""
    said = in_language(reading["said"], language.code)
    return [
        f"{reading['setting']} = {reading['shown']}",
        verdict_line(reading, language),
        *([language.say("The report says: {said}.", said=said)] if said else []),
        *(reading_sentence(each, reading["verdict"], language) for each in reading["agreements"]),
    ]


def caveats(found: Comparison, language: Language) -> list[str]:
    """Return what the numbers rest on and for whom they hold."""
    rows, seeds = found["rows"], found["seeds"]
    sentences = [
        language.say(
            "{train} training rows, {validation} validation rows, which chose the weights and are "
            "those compared on; no test row was looked at.",
            train=language.count(rows["train"]), validation=language.count(rows["validation"]),
        )
    ]  # fmt: skip
    if rows["is_sample"]:
        sentences.append(
            language.say("The training rows are a sample; on all of them values may rank anew.")
        )
    if len(seeds) == 1:
        sentences.append(
            language.say(
                "One training a value: what is said holds for these very models. Other seeds may "
                "say otherwise; three would tell. Times are of trainings that ran side by side."
            )
        )
    else:
        sentences.append(
            language.say(
                "{n} seeds a value: what is said is meant to hold for other seeds and rows too. "
                "Times are of trainings that ran side by side.",
                n=language.count(len(seeds)),
            )
        )
    if any(map(unbounded, found["variants"].values())):
        sentences.append(few_seeds_sentence(language))
    return sentences


def amount(count: int | None, language: Language) -> str:
    """Return a large number as short as a table needs it: 312 k, 1.24 M."""
    if count is None:
        return NO_VALUE
    if count < 1000:
        return language.count(count)
    if count < 1_000_000:
        return language.say("{n} k", n=language.number(count / 1e3, 0 if count > 99_999 else 1))
    return language.say("{n} M", n=language.number(count / 1e6, 2))


def file_size(size: int | None, language: Language) -> str:
    """Return the size of a file: 0.8 MB."""
    if size is None:
        return NO_VALUE
    return language.say("{n} MB", n=language.number(size / 1e6, 2 if size < 1e6 else 1))
