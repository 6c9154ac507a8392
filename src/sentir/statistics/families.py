"""Several comparisons at once: p-values, intervals and outcomes that allow for their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sentir.statistics.comparison import LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.statistics.comparison import Difference

Outcome: TypeAlias = Literal["higher", "lower", "tied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """One comparison among several.

    Attributes:
        difference: The comparison by itself.
        adjusted_p: Its p-value, allowing for the others.
        low: Low end of the interval, widened so that it leaves out 0 just where adjusted_p is
            below 0.05.
        high: High end of it.
        outcome: Whether side A is higher or lower, or the two are tied.
    """

    difference: Difference
    adjusted_p: float
    low: float
    high: float
    outcome: Outcome

    def to_json(self) -> dict[str, Any]:
        """Return the numbers as `comparison.json` holds them."""
        return {
            **self.difference.to_json(),
            "adjusted_p": self.adjusted_p,
            "adjusted_low": self.low,
            "adjusted_high": self.high,
            "outcome": self.outcome,
        }


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the p-values adjusted for being several, in their own order.  Source: Holm 1979."""
    adjusted, largest = [0.0] * len(p_values), 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        largest = max(largest, (len(p_values) - rank) * p_values[index])
        adjusted[index] = min(1.0, largest)
    return adjusted


def corrected(differences: Sequence[Difference]) -> list[Corrected]:
    """Return each comparison with its p-value and interval corrected for their number."""
    adjusted = holm([difference.p for difference in differences])
    return [
        _corrected(difference, p, family=len(differences))
        for difference, p in zip(differences, adjusted, strict=True)
    ]


def _corrected(difference: Difference, adjusted_p: float, *, family: int) -> Corrected:
    times = adjusted_p / difference.p if difference.p > 0 else float(family)
    low, high = difference.ends(1 - LEVEL / max(times, 1.0))
    outcome: Outcome = "tied"
    if adjusted_p < LEVEL:
        outcome = "higher" if difference.effect > 0 else "lower"
    return Corrected(
        difference=difference, adjusted_p=adjusted_p, low=low, high=high, outcome=outcome
    )
