"""What a change of the training rows did, in words, from `comparison.json` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.experiments.what_if import FEWEST_SEEDS
from sentir.report.language import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

WhatIf = dict[str, Any]
"""`comparison.json` of a what-if."""
_SCORE = {
    "better": mark("The validation score rises by {points} points [{low} to {high}]."),
    "worse": mark("The validation score falls by {points} points [{low} to {high}]."),
    "tied": mark(
        "The validation score is tied: {signed} points [{low} to {high}]. A true difference of "
        "{least} points would be found four times in five."
    ),
}


VARIANTS = {"as it is": mark("as it is"), "changed": mark("changed")}
"""Both sides of a what-if, as its trials are named."""


def variant_name(name: str, language: Language) -> str:
    """Return the name of a trial's variant; those that are not a what-if's stay as they are."""
    return language.say(VARIANTS[name]) if name in VARIANTS else name


def score_sentences(found: WhatIf, language: Language) -> list[str]:
    """Return the score on the validation rows with and without the change."""
    said = language.say(
        "Validation accuracy: {before} as it is, {after} changed.",
        before=language.percent(found["before"]["value"]),
        after=language.percent(found["after"]["value"]),
    )
    score = found["score"]
    if len(score["seeds"]) < FEWEST_SEEDS:
        return [said, language.say("Fewer than 3 seeds bound nothing: no interval is given.")]
    effect = {
        key: score[key] * (-1 if score["outcome"] == "worse" else 1)
        for key in ("effect", "low", "high")
    }
    low, high = sorted((effect["low"], effect["high"]))
    outcome = language.say(
        _SCORE[score["outcome"]],
        points=language.number(100 * effect["effect"], 1),
        signed=language.signed(100 * score["effect"], 1),
        low=language.number(100 * low, 1),
        high=language.number(100 * high, 1),
        least=language.number(100 * score["minimum_detectable_difference"], 1),
    )
    return [said, outcome]


def caveats(found: WhatIf, language: Language) -> list[str]:
    """Return what the reader must know: what stayed, and what an interval speaks of."""
    lines = [
        language.say(
            "Only training rows change: validation rows, division, vocabulary and initial weights "
            "stay, and the trainings of a seed are compared with each other."
        )
    ]
    if any(_has_interval(asked) for asked in found["asked"]):
        lines[0] += " " + language.say(
            "An interval speaks of other seeds (95 %, each class for itself)."
        )
    if failures := found["failures"]:
        lines.append(
            language.say_many(
                "{n} training failed: {reasons}",
                "{n} trainings failed: {reasons}",
                len(failures),
                reasons="; ".join(dict.fromkeys(failures)),
            )
        )
    return lines


def _has_interval(asked: Mapping[str, Any]) -> bool:
    return any(moved["low"] is not None for moved in asked["classes"].values())
