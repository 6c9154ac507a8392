"""Whether a net is worth it: its accuracy against the best baseline's, on the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.statistics.comparison import paired_difference
from sentir.statistics.intervals import Interval, difference

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from sentir.report import shape


def worth(
    scores: shape.Scores,
    rivals: Mapping[str, shape.Scores],
    *,
    net_right: NDArray[np.bool_],
    rivals_right: Mapping[str, NDArray[np.bool_]],
) -> shape.Worth:
    """Return the net against the rival of the highest accuracy.

    Args:
        scores: The net's.
        rivals: Scores by the baseline's name, at least one.
        net_right: Whether the net names each row (n,) right.
        rivals_right: The same of each rival whose answers are known; where they are not, the two
            accuracies are compared as if measured on different rows, which widens the interval.
    """
    rival = max(rivals, key=lambda name: rivals[name]["accuracy"]["value"] or 0.0)
    if rival in rivals_right:
        found = paired_difference(net_right, rivals_right[rival])
        value, low, high = found.effect, found.low, found.high
    else:
        both = (_interval(each["accuracy"]) for each in (scores, rivals[rival]))
        gap = difference(*both)
        value, low, high = gap.value, gap.low, gap.high
    outcome = "better" if low > 0 else "worse" if high < 0 else "tied"
    return {
        "rivals": list(rivals),
        "against": rival,
        "difference": {"value": value, "low": low, "high": high, "n": int(net_right.size)},
        "outcome": outcome,
        "paired": rival in rivals_right,
    }


def _interval(score: shape.Score) -> Interval:
    return Interval(score["value"] or 0.0, score["low"] or 0.0, score["high"] or 0.0, score["n"])
