"""A paragraph per remedy, from `comparison.json` alone: what was expected, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.config.variations import shown
from sentir.report.language import mark, mark_many
from sentir.report.remedy_names import HYPOTHESES, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

_CAME_OF_IT = {
    ("score", "better"): mark("the validation score rose by {effect} points [{low} to {high}]"),
    ("score", "worse"): mark("the validation score fell by {effect} points [{low} to {high}]"),
    ("loss", "better"): mark("the validation loss fell by {effect} [{low} to {high}]"),
    ("loss", "worse"): mark("the validation loss rose by {effect} [{low} to {high}]"),
}
_STEADIER = {
    True: mark(
        "Steadier: at the last epoch the loss differs by {loss} [{loss_low} to {loss_high}], the "
        "gap by {gap} points [{gap_low} to {gap_high}]."
    ),
    False: mark(
        "Not steadier: at the last epoch the loss differs by {loss} [{loss_low} to {loss_high}], "
        "the gap by {gap} points [{gap_low} to {gap_high}]."
    ),
}
_FAILED = mark_many("{n} training failed: {reasons}", "{n} trainings failed: {reasons}")
_FEW_SEEDS = mark_many(
    "{n} seed cannot tell what the remedy does from what the seed does; that takes 3 or more.",
    "{n} seeds cannot tell what the remedy does from what a seed does; that takes 3 or more.",
)


def paragraph(tried: Mapping[str, Any], language: Language) -> tuple[str, list[str]]:
    """Return a remedy's code with its settings, then its hypothesis and what came of it."""
    settings = ", ".join(f"{key} = {shown(value)}" for key, value in tried["settings"].items())
    head = f"{tried['code']} ({settings})" if settings else str(tried["code"])
    said = [language.say(HYPOTHESES[tried["code"]]), _what_came(tried, language)]
    if tried["steadier"] is not None:
        said.append(_steadier(tried, language))
    if failures := tried["side"]["failures"]:
        reasons = "; ".join(dict.fromkeys(failures))
        said.append(language.say_many(*_FAILED, len(failures), reasons=reasons))
    return head, [sentence for sentence in said if sentence]


def _what_came(tried: Mapping[str, Any], language: Language) -> str:
    if tried["outcome"] == "not_compared":
        return ""
    if tried["outcome"] == "few_seeds":
        return language.say_many(*_FEW_SEEDS, len(tried["score"]["seeds"]))
    if tried["outcome"] == "no_evidence":
        least = [tried[each]["minimum_detectable_difference"] for each in ("score", "loss")]
        return language.say(
            "No evidence either way: true differences of {points} points, or of {loss} in loss, "
            "would be found four times in five.",
            points=language.number(100 * least[0], 1), loss=language.number(least[1]),
        )  # fmt: skip
    return " ".join(filter(None, [_mattering(tried, language), _negligible(tried, language)]))


def _mattering(tried: Mapping[str, Any], language: Language) -> str:
    told = [_moved(tried[key], language) for key in ("score", "loss") if matters(tried[key])]
    outcome = language.say(OUTCOMES[tried["outcome"]]).capitalize()
    return f"{outcome}: {language.listing(told)}." if told else ""


def _negligible(tried: Mapping[str, Any], language: Language) -> str:
    """Return what is told from chance, but is too small to be of use."""
    pairs = [tried[key] for key in ("score", "loss")]
    told = [
        _moved(pair, language, more_digits=1)
        for pair in pairs
        if pair["outcome"] != "tied" and not matters(pair)
    ]
    if not told:
        return ""
    score, loss = (pair["least"] for pair in pairs)
    return language.say(
        "Too small to matter (below {points} points, or {loss} in loss): {told}.",
        points=language.number(100 * score, 1),
        loss=language.number(loss),
        told=language.listing(told),
    )


def matters(pair: Mapping[str, Any]) -> bool:
    """Return whether a difference is told from chance and large enough to be of use.

    In files of before this was kept, every one that is told from chance is.
    """
    return bool(pair.get("matters", pair["outcome"] in {"better", "worse"}))


def _moved(pair: Mapping[str, Any], language: Language, *, more_digits: int = 0) -> str:
    """Return effect and ends as amounts, with the way they point in words."""
    unit, digits = (100, 1) if pair["measure"] == "score" else (1, 3)
    sign = unit if pair["effect"] >= 0 else -unit
    low, high = sorted((sign * pair["adjusted_low"], sign * pair["adjusted_high"]))
    ends = {"effect": sign * pair["effect"], "low": low, "high": high}
    amounts = {key: language.number(end, digits + more_digits) for key, end in ends.items()}
    return language.say(_CAME_OF_IT[pair["measure"], pair["outcome"]], **amounts)


def _steadier(tried: Mapping[str, Any], language: Language) -> str:
    loss, gap = tried["last"]["loss"], tried["last"]["gap"]
    return language.say(
        _STEADIER[tried["steadier"]],
        loss=language.signed(loss["effect"], 3),
        loss_low=language.number(loss["low"]),
        loss_high=language.number(loss["high"]),
        gap=language.signed(100 * gap["effect"], 1),
        gap_low=language.number(100 * gap["low"], 1),
        gap_high=language.number(100 * gap["high"], 1),
    )
