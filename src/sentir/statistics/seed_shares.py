"""The share of right answers of one model, or of a recipe over its seeds, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.statistics.comparison import difference_of
from sentir.statistics.intervals import Interval, wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray


def share_over_seeds(right: NDArray[np.bool_]) -> Interval:
    """Return the mean share of right answers (k, n) of k seeds on n rows.

    With one seed the interval speaks of this model on other rows, with several of the recipe: other
    seeds on other rows.
    """
    k, n = right.shape
    if k == 1:
        return wilson(int(right.sum()), n)
    found = difference_of(right, np.zeros((1, n), np.bool_))
    low, high = found.ends()
    return Interval(found.effect, max(0.0, low), min(1.0, high), n)
