"""What one text is answered with and without a change of the training rows, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sentir.report.language import mark
from sentir.report.what_if_words import VARIANTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.report.language import Language

_SHOWN = 240
_MOVED = {
    "rises": mark("The change raises {label} by {points} points [{low} to {high}]."),
    "falls": mark("The change lowers {label} by {points} points [{low} to {high}]."),
}


def asked_text(asked: Mapping[str, Any]) -> str:
    """Return the text that was asked, a long one shortened."""
    text: str = " ".join(asked["text"].split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def headings(language: Language) -> list[str]:
    """Return the columns of an answer's table."""
    say = language.say
    return [say("class"), *(say(each) for each in VARIANTS.values()), say("points")]


def answer_rows(asked: Mapping[str, Any], language: Language) -> list[tuple[str, list[str]]]:
    """Return, for each class, whether it rose, fell or is tied, and its cells; likeliest first."""
    likeliest = sorted(
        asked["classes"].items(), key=lambda item: -max(item[1]["before"], item[1]["after"])
    )
    return [
        (
            direction(moved),
            [
                label,
                language.percent(moved["before"]),
                language.percent(moved["after"]),
                _points(moved, language),
            ],
        )
        for label, moved in likeliest
    ]


def direction(moved: Mapping[str, Any]) -> str:
    """Return `rises`, `falls`, `tied`, or `unknown` where there is no interval."""
    if moved["low"] is None:
        return "unknown"
    if moved["low"] > 0:
        return "rises"
    return "falls" if moved["high"] < 0 else "tied"


def answer_sentences(asked: Mapping[str, Any], language: Language) -> list[str]:
    """Return which answers were given over the seeds, and what the change moved."""
    before, after = (_answers(asked["answers"][side], language) for side in ("before", "after"))
    sentences = [
        language.say_many(
            "With {n} seed the answer is: {before}. After the change: {after}.",
            "Over {n} seeds the answers are: {before}. After the change: {after}.",
            len(asked["seeds"]),
            before=before,
            after=after,
        )
    ]
    if len(asked["seeds"]) > 1:
        sentences.append(_spread(asked["classes"], language))
    moved = {label: direction(each) for label, each in asked["classes"].items()}
    if "unknown" in moved.values():
        return [*sentences, language.say("Fewer than 3 seeds bound nothing: no interval is given.")]
    by_size = sorted(moved, key=lambda label: -abs(asked["classes"][label]["effect"]))
    told = [
        language.say(_MOVED[moved[label]], label=label, **_ends(asked["classes"][label], language))
        for label in by_size
        if moved[label] in _MOVED
    ]
    nothing = language.say(
        "The change moves no class: every interval holds 0, so seeds alone may move as much."
    )
    return [*sentences, *(told or [nothing])]


def _spread(classes: Mapping[str, Any], language: Language) -> str:
    """Return how far seeds alone move the class that is likeliest as it is."""
    label = max(classes, key=lambda each: classes[each]["before"])
    by_seed = classes[label]["by_seed"]
    ends = {
        f"{end}_{side}": language.percent(pick(by_seed[side]))
        for side in ("before", "after")
        for end, pick in (("low", min), ("high", max))
    }
    return language.say(
        "Seeds alone move {label} between {low_before} and {high_before} as it is, and between "
        "{low_after} and {high_after} after the change.",
        label=label,
        **ends,
    )


def _answers(labels: Sequence[str], language: Language) -> str:
    return ", ".join(f"{label} {language.count(n)}" for label, n in Counter(labels).most_common())


def _points(moved: Mapping[str, Any], language: Language) -> str:
    effect = language.signed(100 * moved["effect"], 1)
    if moved["low"] is None:
        return effect
    low, high = (language.number(100 * end, 1) for end in _range(moved))
    return language.say("{value} [{low} to {high}]", value=effect, low=low, high=high)


def _ends(moved: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Return effect and ends as amounts, whichever way they point."""
    sign = 1 if moved["effect"] >= 0 else -1
    low, high = sorted(sign * end for end in _range(moved))
    ends = {"points": abs(moved["effect"]), "low": low, "high": high}
    return {name: language.number(100 * end, 1) for name, end in ends.items()}


def _range(moved: Mapping[str, Any]) -> tuple[float, float]:
    """Return the ends of the interval, no wider than two probabilities can lie apart."""
    return max(moved["low"], -1.0), min(moved["high"], 1.0)
