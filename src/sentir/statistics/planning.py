"""How many seeds or rows would decide a difference, if it is truly as large as it was seen."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from sentir.statistics.comparison import minimum_detectable_difference

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentir.statistics.comparison import Difference
    from sentir.statistics.two_way import Spread

MOST_SEEDS = 1000
MOST_ROWS = 10**9


def needed_seeds(difference: Difference) -> int | None:
    """Return the seeds a side that decide it on the same rows with a power of 80 %.

    None where no number up to 1,000 does, for the rows themselves leave too much open, and where
    the claim is about models, which more seeds say nothing about.
    """
    if difference.claim == "models" or difference.effect == 0:
        return None
    return _smallest(lambda k: _detects(difference, k=k, n=difference.n), low=2, most=MOST_SEEDS)


def needed_rows(difference: Difference) -> int | None:
    """Return the rows that decide it with the same seeds and a power of 80 %.

    None where no number does, for the seeds themselves leave too much open.
    """
    if difference.effect == 0:
        return None
    if difference.only is not None:
        times = (difference.minimum_detectable / abs(difference.effect)) ** 2
        return math.ceil(difference.n * times)
    return _smallest(lambda n: _detects(difference, k=None, n=n), low=2, most=MOST_ROWS)


def _detects(difference: Difference, *, k: int | None, n: int) -> bool:
    spread = _supposed(difference.spread, k=k, n=n)
    error = math.sqrt(spread.variance())
    return minimum_detectable_difference(error, df=spread.freedom()) <= abs(difference.effect)


def _supposed(spread: Spread, *, k: int | None, n: int) -> Spread:
    """Return the spread that so many seeds and rows would show; a lone model stays alone."""
    by_seed = tuple(
        max(0.0, part - noise / spread.n) + noise / n
        for part, noise in zip(spread.by_seed, spread.noise, strict=True)
    )
    seeds = tuple(own if k is None or own == 1 else k for own in spread.seeds)
    return replace(spread, seeds=seeds, n=n, by_seed=by_seed)


def _smallest(holds: Callable[[int], bool], *, low: int, most: int) -> int | None:
    """Return the smallest number from `low` for which it holds, where more never hurt."""
    if not holds(most):
        return None
    high = most
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
