"""Remedies in words, from `comparison.json` alone: a row each, what follows, what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.duration_words import duration
from sentir.report.language import NO_VALUE
from sentir.report.remedy_names import NAMES, OUTCOMES
from sentir.report.verdict_words import course_headline, fit_headline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.report.language import Language

Remedies = dict[str, Any]
"""`comparison.json` of remedies."""


def title(found: Remedies, language: Language) -> str:
    """Return what was tried on what."""
    return language.say("Remedies for {run}", run=found["run"])


def lead(found: Remedies, language: Language) -> str:
    """Return the verdict that the order of the remedies comes from."""
    return language.say(
        "Kept weights: {fit}. Curves: {course}.",
        fit=fit_headline(found["verdict"], language),
        course=course_headline(found["verdict"], language),
    )


def headings(language: Language) -> list[str]:
    """Return the columns of the table."""
    say = language.say
    return [say("remedy"), say("score, points"), say("loss"), say("outcome"), say("steadier")]


def cells(tried: Mapping[str, Any], language: Language) -> list[str]:
    """Return the row of one remedy: name, effect on score and loss, outcome, steadier or not."""
    say = language.say
    steadier = {True: say("yes"), False: say("no"), None: NO_VALUE}[tried["steadier"]]
    return [
        name(tried["code"], language),
        _effect(tried["score"], language, digits=1, unit=100),
        _effect(tried["loss"], language),
        say(OUTCOMES[tried["outcome"]]),
        steadier,
    ]


def name(code: str, language: Language) -> str:
    """Return what a remedy is called."""
    return language.say(NAMES[code])


def _effect(
    pair: Mapping[str, Any], language: Language, *, digits: int = 3, unit: float = 1
) -> str:
    if pair["outcome"] == "not_compared":
        return NO_VALUE
    low, high = (language.number(unit * pair[end], digits) for end in
                 ("adjusted_low", "adjusted_high"))  # fmt: skip
    value = language.signed(unit * pair["effect"], digits)
    return language.say("{value} [{low} to {high}]", value=value, low=low, high=high)


def caveats(found: Remedies, language: Language) -> list[str]:
    """Return what the numbers rest on, and what they do not say."""
    seeds, rows = found["seeds"], found["rows"]
    said = [
        language.say_many(
            "{n} training each, on the run's own rows ({train} to learn from, {validation} to "
            "judge by); no test row was looked at. Score and loss are of the kept weights and "
            "alone decide the outcome; their intervals allow for the number of remedies (Holm).",
            "{n} trainings each, on the run's own rows ({train} to learn from, {validation} to "
            "judge by); no test row was looked at. Score and loss are of the kept weights and "
            "alone decide the outcome; their intervals allow for the number of remedies (Holm).",
            len(seeds),
            train=language.count(rows["train"]),
            validation=language.count(rows["validation"]),
        ),
        language.say("Each remedy was tried alone: two together may do more, or less."),
    ]
    if len(seeds) == 1:
        said.append(
            language.say(
                "One seed: the intervals hold for these very nets on other rows; another seed may "
                "turn it round."
            )
        )
    said += left_out_lines(found["left_out"], len(seeds), language)
    return said


def choice_lines(choice: Mapping[str, Any], seeds: int, language: Language) -> list[str]:
    """Return what will be tried, and what would take too long."""
    codes = ", ".join(each["code"] for each in choice["taken"])
    tried = language.say_many(
        "Trying {n} remedy: {codes}.", "Trying {n} remedies: {codes}.",
        len(choice["taken"]), codes=codes,
    )  # fmt: skip
    return [tried, *left_out_lines(choice["left_out"], seeds, language)]


def left_out_lines(
    left_out: Sequence[Mapping[str, Any]], seeds: int, language: Language
) -> list[str]:
    """Return which remedies the budget has no room for, each with what it would take."""
    if not left_out:
        return []
    listed = [
        language.say("{code} (about {time} of training)", code=each["code"],
                     time=duration(seeds * each["seconds"], language))
        for each in left_out
    ]  # fmt: skip
    return [language.say("Left out, for the budget is spent: {list}.", list=", ".join(listed))]
