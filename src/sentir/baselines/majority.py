"""The trivial baseline: every row gets the commonest class of the training rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.statistics.arrays import Floats, Ints
    from sentir.statistics.intervals import Interval
    from sentir.tasks.task import Task


def majority(
    train_targets: Ints, targets: Mapping[str, Ints], *, task: Task
) -> dict[str, dict[str, Interval]]:
    """Return the scores, by part, of answering every row with the shares of the training classes.

    The likeliest class is then the commonest; the shares are what a log loss can be held against.
    """
    shares = class_shares(train_targets, classes=len(task.labels))
    return {
        part: task.score(np.tile(shares, (rows.size, 1)), rows) for part, rows in targets.items()
    }


def class_shares(targets: Ints, *, classes: int) -> Floats:
    """Return the share of each class (classes,) among these rows."""
    counts = np.bincount(targets, minlength=classes)
    shares: Floats = counts / counts.sum()
    return shares
