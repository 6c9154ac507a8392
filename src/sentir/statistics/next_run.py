"""What one more run would score: the interval in which it is expected, seed and rows both drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sentir.statistics.student import normal_quantile, t_quantile
from sentir.statistics.two_way import spread_of

if TYPE_CHECKING:
    from sentir.statistics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRun:
    """Where one new run is expected with 95 %.

    Attributes:
        mean: Mean score of the runs at hand.
        sd: Standard deviation of their scores; nan for a single run.
        half: Half the interval's width; infinite for a single run, whose spread is not known.
        seeds: How many runs there are.
        n: Rows that the new run is scored on; 0 where rows play no part.
    """

    mean: float
    sd: float
    half: float
    seeds: int
    n: int

    @property
    def low(self) -> float:
        """Return the low end."""
        return self.mean - self.half

    @property
    def high(self) -> float:
        """Return the high end."""
        return self.mean + self.half

    def away(self, value: float) -> float:
        """Return how many half widths a value lies from the mean; 1 is the interval's end."""
        if math.isinf(self.half):
            return 0.0
        distance = abs(value - self.mean)
        if self.half == 0:
            return 0.0 if distance == 0 else math.inf
        return distance / self.half


def next_run(scores: Floats, *, rows: int | None) -> NextRun:
    """Return where one new run, another seed, is expected, given k runs scored on n rows (k, n).

    A score is m + a(seed) + b(row) + e(both). The new run's mean on `rows` rows less ours has

        variance = S (1 + 1/k) + R,    R = B (1/rows + 1/n) + E (1/rows - 1/n)

    with S the variance of the k runs' means, E the two-way residual mean square and B the variance
    of b. On our own rows all of R falls out. Half the width is

        sqrt(t(0.975, k - 1)^2 S (1 + 1/k) + z(0.975)^2 R)

    since a few runs know S badly and many rows know R well. S holds E/n, the noise of n rows, and
    is not taken below that: runs that happen to score alike would promise too much. In simulations
    of 3 and 5 runs, with S from none to all of the variance, it held 95 to 99 % of new runs;
    one t with Satterthwaite's degrees of freedom held 92 to 95 %.

    Args:
        scores: Score of each row (k, n) of each run, such as 0 and 1 for accuracy.
        rows: Rows that the new run is scored on, drawn as ours were; None for our own rows.

    Source: prediction interval for one new draw (Hahn and Meeker 1991, 4.2), two-way random
    effects; parts joined as squares of their half widths (Graybill and Wang 1980).
    """
    k, n = scores.shape
    of_seeds = next_value(scores.mean(axis=1, dtype=np.float64))
    if rows is None or k < 2:
        return replace(of_seeds, n=rows or n)
    found, both = spread_of([scores]), 1 + 1 / k
    noise = found.noise[0]
    left = max(0.0, found.by_row * (1 / rows + 1 / n) + noise * (1 / rows - 1 / n))
    z = normal_quantile(0.975)
    half = math.hypot(of_seeds.half, z * math.sqrt(left))
    least = z * math.sqrt(left + noise / n * both)
    return replace(of_seeds, half=max(half, least), n=rows)


def next_value(values: Floats) -> NextRun:
    """Return where one more value is expected, given k of them: mean ± t sd sqrt(1 + 1/k).

    Source: Hahn and Meeker 1991, 4.2.
    """
    k = int(values.size)
    mean = float(np.mean(values, dtype=np.float64))
    if k < 2:
        return NextRun(mean=mean, sd=math.nan, half=math.inf, seeds=k, n=0)
    sd = float(np.std(values, ddof=1, dtype=np.float64))
    half = t_quantile(0.975, k - 1) * sd * math.sqrt(1 + 1 / k)
    return NextRun(mean=mean, sd=sd, half=half, seeds=k, n=0)
