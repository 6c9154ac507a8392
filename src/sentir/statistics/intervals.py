"""A value with the interval that its sample leaves open."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.statistics.student import normal_quantile, t_quantile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.statistics.arrays import Floats


@dataclass(frozen=True, slots=True)
class Interval:
    """A value, the ends of its interval (95 % unless said), and the number of rows it rests on.

    `low <= value <= high` always; an end is infinite where the sample bounds nothing.
    """

    value: float
    low: float
    high: float
    n: int

    def to_json(self) -> dict[str, float | int | None]:
        """Return `{"value", "low", "high", "n"}`; a number that is not finite becomes null."""
        ends = {"value": self.value, "low": self.low, "high": self.high}
        finite = {name: end if math.isfinite(end) else None for name, end in ends.items()}
        return {**finite, "n": self.n}

    @classmethod
    def from_json(cls, stored: Mapping[str, float | int | None]) -> Interval:
        """Return the interval that `to_json` wrote; null ends are infinite, a null value is nan."""
        value, low, high = stored["value"], stored["low"], stored["high"]
        return cls(
            math.nan if value is None else float(value),
            -math.inf if low is None else float(low),
            math.inf if high is None else float(high),
            int(stored["n"] or 0),
        )


def wilson(successes: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Return the share `successes / n` with Wilson's score interval.

    Without any row the share is given as 0 and its interval is all of 0..1.

    Source: Wilson 1927; Brown, Cai, DasGupta 2001 (it covers well down to n = 10 and at 0 and n).
    """
    if not 0 <= successes <= n:
        raise ValueError(f"successes must lie between 0 and n = {n}, not {successes}")
    if n == 0:
        return Interval(0.0, 0.0, 1.0, 0)
    share, z = successes / n, normal_quantile(0.5 + confidence / 2)
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # at 0 and n the formula's end is the share itself; rounding must not push it inside
    return Interval(
        share, min(max(centre - half, 0.0), share), max(min(centre + half, 1.0), share), n
    )


def mean_interval(
    values: Floats,
    *,
    lowest: float = -math.inf,
    highest: float = math.inf,
    confidence: float = 0.95,
) -> Interval:
    """Return the mean of the values with Student's t interval, kept within `lowest..highest`.

    One value bounds nothing: the interval is then the whole range. No value gives nan.
    """
    n = int(values.size)
    if n == 0:
        return Interval(math.nan, lowest, highest, 0)
    mean = float(np.mean(values, dtype=np.float64))
    if n == 1:
        return Interval(mean, lowest, highest, 1)
    error = float(np.std(values, ddof=1, dtype=np.float64)) / math.sqrt(n)
    half = t_quantile(0.5 + confidence / 2, n - 1) * error
    return Interval(mean, max(mean - half, lowest), min(mean + half, highest), n)


def difference(one: Interval, other: Interval) -> Interval:
    """Return `one - other` of two shares measured on different rows; n is the smaller sample's.

    Source: Newcombe 1998, method 10 (the ends of both intervals, joined as squares).
    """
    value = one.value - other.value
    below = math.hypot(one.value - one.low, other.high - other.value)
    above = math.hypot(one.high - one.value, other.value - other.low)
    return Interval(value, value - below, value + above, min(one.n, other.n))
