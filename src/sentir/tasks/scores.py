"""The scores of a classifier, each with its interval. NumPy only; values equal scikit-learn's."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sentir.errors import DataError
from sentir.statistics.intervals import Interval, mean_interval, wilson
from sentir.tasks.auroc import macro_auroc
from sentir.tasks.calibration_error import calibration_error
from sentir.tasks.confusion import confusion, macro_scores

if TYPE_CHECKING:
    from sentir.statistics.arrays import Floats, Ints

_SMALLEST = float(np.finfo(np.float64).eps)  # as scikit-learn's log_loss
_SEED = 0  # the same rows always get the same interval


def classification_scores(
    probabilities: Floats, targets: Ints, *, classes: int
) -> dict[str, Interval]:
    """Return accuracy, macro precision, recall and F1, log_loss, calibration_error and auroc.

    Args:
        probabilities: (n, classes), rows that sum to 1.
        targets: Class of each row (n,).
        classes: How many there are; some may have no row.

    Returns:
        Scores by name; `auroc` is missing where all rows are of one class.

    Raises:
        DataError: there is no row, or a probability is not a number.
    """
    if targets.size == 0:
        raise DataError("there is no row to score; a score needs at least one labelled row.")
    if probabilities.shape != (targets.size, classes):
        raise ValueError(
            f"probabilities must have the shape {(targets.size, classes)}, "
            f"not {probabilities.shape}"
        )
    if not np.isfinite(probabilities).all():
        raise DataError(
            "the net's answers are not numbers (NaN or infinite), so they cannot be scored. "
            "Train again with a lower train.learning_rate or with train.clip_norm = 1."
        )
    probabilities, rng = probabilities.astype(np.float64), np.random.default_rng(_SEED)
    counts = confusion(probabilities.argmax(axis=1), targets, classes=classes)
    scores = {
        "accuracy": wilson(int(counts.trace()), int(targets.size)),
        **macro_scores(counts, rng=rng),
        "log_loss": log_loss(probabilities, targets),
        "calibration_error": calibration_error(probabilities, targets, rng=rng),
    }
    area = macro_auroc(probabilities, targets)
    return scores if area is None else {**scores, "auroc": area}


def log_loss(probabilities: Floats, targets: Ints) -> Interval:
    """Return the mean of -log(probability of the true class), with Student's t interval.

    Probabilities are kept 2.2e-16 away from 0 and 1, so a row costs at most 36.04.
    """
    true = probabilities[np.arange(targets.size), targets]
    losses = -np.log(np.clip(true, _SMALLEST, 1 - _SMALLEST))
    return mean_interval(losses, lowest=0.0, highest=-math.log(_SMALLEST))
