"""How often answers of like confidence come true: the bins of a reliability diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.statistics.intervals import wilson
from sentir.tasks.calibration_error import BINS, ROWS_PER_BIN, calibration_error

if TYPE_CHECKING:
    from sentir.report import shape
    from sentir.statistics.arrays import Floats, Ints

_SEED = 0  # the same rows always get the same interval


def reliability(probabilities: Floats, targets: Ints) -> shape.Reliability:
    """Return the calibration error and its bins of equally many rows, the least sure first.

    Args:
        probabilities: (n, classes).
        targets: Class of each row (n,).
    """
    error = calibration_error(probabilities, targets, rng=np.random.default_rng(_SEED))
    sureness = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == targets
    order = np.argsort(sureness, kind="stable")
    pieces = np.array_split(order, max(1, min(BINS, targets.size // ROWS_PER_BIN)))
    bins = [_bin(sureness[piece], right[piece]) for piece in pieces if piece.size]
    return {"error": error.to_json(), "bins": bins}  # type: ignore[typeddict-item]  # value, low, high, n


def _bin(sureness: Floats, right: Ints) -> shape.Bin:
    share = wilson(int(right.sum()), int(right.size))
    return {
        "confidence": float(sureness.mean()),
        "accuracy": share.value,
        "low": share.low,
        "high": share.high,
        "n": share.n,
    }
