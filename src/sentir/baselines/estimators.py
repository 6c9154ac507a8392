"""A fitted linear model: from texts to probabilities, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sentir.statistics.arrays import Floats, Ints

TOKEN = r"(?u)\w+|[^\w\s]"  # noqa: S105 - a pattern: words of any length, and single symbols
"""What counts as a word: scikit-learn's own pattern would drop `i`, `!` and every emoji."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimator:
    """Something fitted.

    Attributes:
        probabilities: From texts to (n, classes).
        how: What was fitted, for the reader of a report.
    """

    probabilities: Callable[[Sequence[str]], Floats]
    how: dict[str, Any]


def all_columns(known: Floats, seen: Ints, *, classes: int) -> Floats:
    """Return probabilities (n, classes) from those (n, seen) of the classes that had rows."""
    probabilities = np.zeros((len(known), classes))
    probabilities[:, seen] = known
    return probabilities
