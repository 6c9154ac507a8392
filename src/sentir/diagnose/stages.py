"""Whether the kept weights are a stage of a training that ended on the way."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentir.diagnose.curves import Curves

LITTLE_LEFT = 0.05
"""Share of the training rows, else of the first training loss, below which nothing is left to
learn: a gap is then there to stay, even while validation loss still falls."""
UNFINISHED = ("still_falling", "train_loss_falling", "few_epochs")
"""What the curves did where their last weights are no more than a stage on the way."""


def is_stage(curves: Curves, place: int, course_reason: str) -> bool:
    """Return whether the weights kept at this place are a stage that more epochs lead out of.

    They are of the last quarter of the epochs, a loss was still falling there (or there are too few
    epochs to tell), and there is something left to learn in the training rows. There the gap still
    moves, either way: it is no reason to shrink the net.
    """
    measured = curves.measured()
    if course_reason not in UNFINISHED or place not in measured[-max(1, measured.size // 4) :]:
        return False
    score, loss = float(curves.train_score[place]), float(curves.train_loss[place])
    if math.isnan(score):
        return loss > LITTLE_LEFT * curves.first_train_loss
    return score < 1 - LITTLE_LEFT
