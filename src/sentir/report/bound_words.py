"""Intervals over two seeds may be as wide as all there can be: what is said instead of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.experiments.what_if import FEWEST_SEEDS
from sentir.report.score_words import score_value, score_with_range

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sentir.report.language import Language


def bounds_nothing(name: str, interval: Mapping[str, Any], *, seeds: int) -> bool:
    """Return whether so few seeds leave a figure (accuracy, log_loss) anything it can be.

    Args:
        name: of the figure; of another one nothing can be said.
        interval: holds `low` and `high`, None where there is none.
        seeds: that it rests on; one seed speaks of rows alone.
    """
    if interval["low"] is None or not 1 < seeds < FEWEST_SEEDS:
        return False
    reaches_down = interval["low"] <= 0
    if name == "accuracy":
        return bool(reaches_down and interval["high"] >= 1)
    return bool(reaches_down and name == "log_loss")


def unbounded(side: Mapping[str, Any]) -> bool:
    """Return whether the seeds of a side leave its accuracy all it can be."""
    return bounds_nothing("accuracy", side["score"], seeds=len(side["seeds"]))


def accuracy_of(side: Mapping[str, Any], language: Language) -> str:
    """Return the accuracy of a side over its seeds, with the interval where that says something."""
    if unbounded(side):
        return score_value("accuracy", side["score"]["value"], language)
    return score_with_range("accuracy", side["score"], language)


def few_seeds_sentence(language: Language) -> str:
    """Return why some figures have no interval, and what gives them one."""
    return language.say("Where no interval stands, so few seeds bound nothing: it takes 3 or more.")
