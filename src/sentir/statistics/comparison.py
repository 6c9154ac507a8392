"""Two sides scored on the same rows: how far apart, how sure, and what could have been seen.

What is said depends on the seeds a side has. One a side: a claim about these two models. Several a
side: a claim about the recipes, which other seeds would bear out. One against several: about that
model and that recipe.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from sentir.statistics.paired_shares import score_interval, score_p
from sentir.statistics.student import normal_quantile, t_quantile, t_tails
from sentir.statistics.two_way import Spread, spread_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentir.statistics.arrays import Floats

Claim: TypeAlias = Literal["models", "recipes", "model and recipe"]
POWER = 0.8
LEVEL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Side A minus side B.

    Attributes:
        effect: Difference of the mean scores.
        p: Two-sided p-value of no difference.
        standard_error: Of the effect.
        df: Degrees of freedom of the standard error; infinite for two models' shares.
        spread: What seeds and rows each contribute.
        claim: What the effect is a statement about.
        only: Rows that only A and only B has right, where both sides are one model's shares.
        bound: Largest difference there can be.
    """

    effect: float
    p: float
    standard_error: float
    df: float
    spread: Spread
    claim: Claim
    only: tuple[int, int] | None = None
    bound: float = math.inf

    @property
    def n(self) -> int:
        """Return the number of rows that both sides share."""
        return self.spread.n

    @property
    def low(self) -> float:
        """Return the low end of the 95 % interval."""
        return self.ends()[0]

    @property
    def high(self) -> float:
        """Return the high end of the 95 % interval."""
        return self.ends()[1]

    @property
    def minimum_detectable(self) -> float:
        """Return the true difference that such a comparison tells from none in 80 % of cases."""
        return minimum_detectable_difference(self.standard_error, df=self.df)

    @property
    def is_told_apart(self) -> bool:
        """Return whether the 95 % interval leaves out 0, which is the same as p below 0.05."""
        return self.p < LEVEL

    def ends(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return both ends of the interval: all differences that the same test does not reject."""
        if self.only is not None:
            return score_interval(*self.only, n=self.n, confidence=confidence)
        half = t_quantile(0.5 + confidence / 2, self.df) * self.standard_error
        return max(self.effect - half, -self.bound), min(self.effect + half, self.bound)

    def to_json(self) -> dict[str, Any]:
        """Return the numbers as `comparison.json` holds them."""
        low, high = self.ends()
        return {
            "claim": self.claim,
            "effect": self.effect,
            "low": low,
            "high": high,
            "p": self.p,
            "minimum_detectable_difference": self.minimum_detectable,
            "rows": self.n,
        }


def difference_of(
    side_a: Floats | NDArray[np.bool_], side_b: Floats | NDArray[np.bool_]
) -> Difference:
    """Return the difference of two sides, scored on the same rows: (k, n) against (l, n).

    Args:
        side_a: A row per seed; true and false for right and wrong, or any score.
        side_b: Likewise; it may have another number of seeds.
    """
    _check_rows(side_a.shape, side_b.shape)
    if side_a.shape[0] == side_b.shape[0] == 1 and side_a.dtype == side_b.dtype == np.bool_:
        return paired_difference(side_a[0], side_b[0])
    return _two_way(side_a, side_b, sides=(_numbers(side_a), -_numbers(side_b)))


def difference_by_seed(
    side_a: Floats | NDArray[np.bool_], side_b: Floats | NDArray[np.bool_]
) -> Difference:
    """Return the same for sides (k, n) whose seeds pair: what a seed gives both sides drops out.

    It sees more where a seed moves both sides alike, and less where it does not, for half of the
    degrees of freedom are spent on the pairing.
    """
    _check_rows(side_a.shape, side_b.shape)
    if side_a.shape != side_b.shape:
        raise ValueError(f"seeds must pair, not {side_a.shape[0]} and {side_b.shape[0]}")
    return _two_way(side_a, side_b, sides=(_numbers(side_a) - _numbers(side_b),))


def paired_difference(right_a: NDArray[np.bool_], right_b: NDArray[np.bool_]) -> Difference:
    """Return the difference in accuracy of two models on the same rows (n,)."""
    _check_rows(right_a.shape, right_b.shape)
    n = right_a.shape[-1]
    only_a = int(np.count_nonzero(right_a & ~right_b))
    only_b = int(np.count_nonzero(right_b & ~right_a))
    low, high = score_interval(only_a, only_b, n=n)
    effect = (only_a - only_b) / n
    return Difference(
        effect=effect,
        p=score_p(only_a, only_b, n=n),
        standard_error=(high - low) / 2 / normal_quantile(0.975),
        df=math.inf,
        spread=Spread(
            seeds=(1, 1), n=n, by_seed=(0.0, 0.0), noise=(0.0, 0.0),
            by_row=(only_a + only_b) / n - effect**2,
        ),
        claim="models",
        only=(only_a, only_b),
        bound=1.0,
    )  # fmt: skip


def minimum_detectable_difference(
    standard_error: float, *, df: float = math.inf, power: float = POWER
) -> float:
    """Return the true difference that a two-sided test at 5 % finds with this power."""
    return (t_quantile(0.975, df) + t_quantile(power, df)) * standard_error


def _two_way(
    side_a: Floats | NDArray[np.bool_],
    side_b: Floats | NDArray[np.bool_],
    *,
    sides: tuple[Floats, ...],
) -> Difference:
    if side_a.shape[1] < 2:
        raise ValueError("need at least 2 rows")
    spread = spread_of(sides)
    effect = float(np.mean(side_a, dtype=np.float64) - np.mean(side_b, dtype=np.float64))
    is_share = side_a.dtype == side_b.dtype == np.bool_
    error, df = math.sqrt(spread.variance()), spread.freedom()
    if error == 0 and is_share:  # as little as n rows can prove, see paired_shares
        quantile = normal_quantile(0.975)
        error = quantile / (spread.n + quantile**2)
    several = (side_a.shape[0] > 1) + (side_b.shape[0] > 1)
    return Difference(
        effect=effect,
        p=_p(effect, error, df),
        standard_error=error,
        df=df,
        spread=spread,
        claim=("models", "model and recipe", "recipes")[several],
        bound=1.0 if is_share else math.inf,
    )


def _p(effect: float, standard_error: float, df: float) -> float:
    if standard_error == 0:
        return 1.0 if effect == 0 else 0.0
    return t_tails(effect / standard_error, df)


def _numbers(scores: Floats | NDArray[np.bool_]) -> Floats:
    numbers: Floats = scores.astype(np.float64)
    return numbers


def _check_rows(shape_a: tuple[int, ...], shape_b: tuple[int, ...]) -> None:
    if shape_a[-1] != shape_b[-1] or 0 in (*shape_a, *shape_b):
        raise ValueError(f"both sides must be scored on the same rows, not {shape_a} and {shape_b}")
