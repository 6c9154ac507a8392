"""Intervals by resampling, for scores that no formula covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.statistics.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentir.statistics.arrays import Floats, Ints

RESAMPLES = 2000
_PSEUDO_ROWS = 2.0
_CELLS_AT_ONCE = 4_000_000  # 32 MB of counts


def bootstrap(
    statistic: Callable[[Ints], float],
    n: int,
    *,
    rng: np.random.Generator,
    resamples: int = RESAMPLES,
    confidence: float = 0.95,
) -> Interval:
    """Return the statistic of n rows with its percentile interval over resampled rows.

    Args:
        statistic: What is computed of rows, given as indices into them (n,).
        n: How many rows there are.
        rng: Where the resampling draws from.
        resamples: How many times the rows are drawn anew.
        confidence: Share of the draws inside the interval.
    """
    value = statistic(np.arange(n))
    draws = [statistic(rng.integers(n, size=n)) for _ in range(resamples)] if n else []
    return percentile_interval(value, np.array(draws), n=n, confidence=confidence)


def percentile_interval(
    value: float, draws: Floats, *, n: int, confidence: float = 0.95
) -> Interval:
    """Return the middle share of the draws (nan left out), widened so that it holds the value."""
    known = draws[~np.isnan(draws)]
    if known.size == 0:
        return Interval(value, value, value, n)
    low, high = np.quantile(known, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return Interval(value, min(float(low), value), max(float(high), value), n)


def confusion_draws(counts: Ints, *, rng: np.random.Generator, resamples: int = RESAMPLES) -> Ints:
    """Return confusion matrices (resamples, C, C) that n rows like these could have given.

    Two rows are added in thought, spread as if targets and predictions were independent: with them
    a perfect score of 20 rows is not taken for certainty. In simulations (2 and 6 classes, n 20 to
    2,000, accuracy 0.6 to 0.98) intervals of macro F1 then held the truth in 93-99 % of the cases;
    without, in 31-97 %. Many classes lower the number of resamples, down to 200.
    """
    n, classes = int(counts.sum()), counts.shape[0]
    spread = np.outer(counts.sum(axis=1) + 1, counts.sum(axis=0) + 1) / (n + classes) ** 2
    likely = counts + _PSEUDO_ROWS * spread
    shares = likely.ravel() / likely.sum()
    shares /= shares.sum()
    resamples = min(resamples, max(200, _CELLS_AT_ONCE // classes**2))
    return rng.multinomial(n, shares, size=resamples).reshape(resamples, classes, classes)
