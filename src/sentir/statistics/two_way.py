"""How much seeds and rows each move a difference: two-way random effects.

A side is an array (k, n): k seeds scored on n rows that all sides share. Seeds and rows count as
drawn at random, so that what is found speaks of other seeds on other rows. A side of one seed is
one model: it is taken as it is, and nothing is said of its recipe's other seeds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.statistics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What a difference of means rests on.

    Attributes:
        seeds: Seeds of each side.
        n: Rows that all sides share.
        by_seed: Variance of one seed's mean score, of each side; 0 for a side of one seed.
        noise: Variance of one row of one seed that neither explains, of each side.
        by_row: Variance of a row's difference between the sides.
    """

    seeds: tuple[int, ...]
    n: int
    by_seed: tuple[float, ...]
    noise: tuple[float, ...]
    by_row: float

    def variance(self) -> float:
        """Return the variance of the difference of the means."""
        return sum(self._seed_parts()) + self.by_row / self.n

    def freedom(self) -> float:
        """Return the degrees of freedom of `variance`.

        With few seeds a ratio of estimated variances says too many; the seeds' own part is
        therefore corrected, and never more than as many seeds a side give as the smaller side has.

        Source: Satterthwaite 1946; the correction is Welch 1947 (k + 1 for k - 1, less 2).
        """
        parts = self._seed_parts()
        from_seeds, from_rows = sum(parts), self.by_row / self.n
        if from_seeds + from_rows <= 0:
            return math.inf
        left = from_rows**2 / (self.n - 1)
        if from_seeds > 0:
            ratio = sum(part**2 / (k + 1) for part, k in zip(parts, self.seeds, strict=True))
            apart = [k for k, part in zip(self.seeds, parts, strict=True) if part > 0]
            most = len(apart) * (min(apart) - 1)
            left += from_seeds**2 / min(most, from_seeds**2 / ratio - 2)
        return (from_seeds + from_rows) ** 2 / left

    def _seed_parts(self) -> list[float]:
        return [part / k for part, k in zip(self.by_seed, self.seeds, strict=True)]


def spread_of(sides: Sequence[Floats]) -> Spread:
    """Return the spread of a sum of independent sides (k, n), each with its own number of seeds."""
    n = sides[0].shape[1]
    noise = tuple(_residual(side) for side in sides)
    between = sum(part / side.shape[0] for part, side in zip(noise, sides, strict=True))
    row_means = np.sum([side.mean(axis=0) for side in sides], axis=0)
    return Spread(
        seeds=tuple(side.shape[0] for side in sides),
        n=n,
        by_seed=tuple(_seed_variance(side) for side in sides),
        noise=noise,
        by_row=max(0.0, float(row_means.var(ddof=1)) - between),
    )


def _seed_variance(scores: Floats) -> float:
    if scores.shape[0] == 1:
        return 0.0
    return float(scores.mean(axis=1).var(ddof=1))


def _residual(scores: Floats) -> float:
    """Return the two-way residual mean square of scores (k, n); 0 for one seed."""
    k, n = scores.shape
    if k == 1:
        return 0.0
    of_rows = scores.var(axis=0).sum()  # around each row's mean; seeds' means are then taken out
    of_seeds = scores.mean(axis=1).var() * n
    return max(0.0, float(k * (of_rows - of_seeds) / ((k - 1) * (n - 1))))
