"""What the curves did: turned, still falling, unstable, or came to rest.

The thresholds are defended in docs/decisions/0004-verdict.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sentir.diagnose.curves import Curves
    from sentir.statistics.arrays import Floats, Ints

FEWEST_EPOCHS = 3
"""Two epochs show a difference, three a tendency."""
MATERIAL_RISE = 0.10
"""Rise of the validation loss over its lowest, in parts of that, from which it has turned."""
RISE_SPREAD = 3.0
"""A row's change of loss has about this many times sqrt(rise x lowest) as its standard deviation
(measured: 2.4 to 3.3; few rows carry most of a rise)."""
MATERIAL_FALL = 0.10
"""Expected further fall of the validation loss, in parts of it, that is worth more epochs."""
JITTERS = 3.0
"""A rise must exceed this many jitters: the lowest of several losses lies low by chance already."""
JUMP = 0.2
"""Rise of a loss from one epoch to the next, in parts of all it fell, that no steady run shows."""
LEAST_SCALE = 0.1
"""A loss that hardly fell is measured against this part of where it began."""
PEAKS = 2
"""Jumps up and down again of the validation loss from which it is called unstable."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The validation loss after its lowest point.

    Attributes:
        rise: Median of the last (up to three) losses less the lowest; 0 where none came after.
        low: Low end of its 95 % interval; minus infinity where one epoch came after, only.
        is_material: Whether the rise is large enough to matter.
        train_rose: Whether the train loss ended higher too; None where it is not known.
    """

    rise: float
    low: float
    is_material: bool
    train_rose: bool | None


TURNED: dict[bool | None, tuple[str, str]] = {
    False: ("overfit", "validation_loss_rose"),
    True: ("unstable", "both_losses_rose"),
    None: ("cannot_tell", "no_train_loss"),
}
"""Code and reason of a validation loss that turned, by whether the train loss rose with it."""


def judge_course(curves: Curves, *, validation_rows: int | None) -> tuple[str, dict[str, Any]]:
    """Return the code and the numbers it rests on; the numbers' `course_reason` is a code too."""
    places = curves.measured()
    if curves.broke_at is not None:
        return "unstable", {"course_reason": "not_finite", "broke_at": curves.broke_at}
    jump = _jump(curves.train_loss, curves.first_train_loss)
    if jump is not None:
        numbers = {"course_reason": "train_loss_jumped", "jumped_at": int(curves.epochs[jump])}
        return "unstable", numbers
    if places.size < FEWEST_EPOCHS:
        reason = "few_epochs" if places.size else "no_validation_loss"
        return "cannot_tell", {"course_reason": reason}
    losses = curves.val_loss[places]
    numbers = _ends(curves, places)
    turn = _turn(curves, places, validation_rows)
    if turn.is_material:
        lowest = int(curves.epochs[places[losses.argmin()]])
        numbers |= {"turned_at": lowest, "rise": turn.rise, "rise_low": turn.low}
    fall = _expected_fall(losses)
    numbers["expected_fall"] = fall
    code, reason = _code(losses, turn, first=curves.first_val_loss, fall=fall)
    return code, {**numbers, "course_reason": reason}


def _code(losses: Floats, turn: Turn, *, first: float, fall: float) -> tuple[str, str]:
    if turn.is_material and turn.low > 0:
        return TURNED[turn.train_rose]
    if _peaks(losses, first) >= PEAKS:
        return "unstable", "validation_loss_jumped"
    if fall >= MATERIAL_FALL * float(losses.min()):
        return "not_converged", "still_falling"
    if turn.is_material:
        return "cannot_tell", "rise_within_noise"
    return "good", "at_rest"


def _ends(curves: Curves, places: Ints) -> dict[str, Any]:
    last, before = places[-1], places[-2]
    score_gap = float(curves.train_score[last] - curves.val_score[last])
    gap = float(curves.val_loss[last] - curves.train_loss[last])
    return {
        "gap_at_end": None if math.isnan(score_gap) else score_gap,
        "loss_gap_at_end": None if math.isnan(gap) else gap,
        "last_fall": float(curves.val_loss[before] - curves.val_loss[last]),
    }


def _jump(losses: Floats, first: float) -> int | None:
    """Return the first place whose loss lies far above the lowest before it."""
    known = np.flatnonzero(~np.isnan(losses))
    if known.size < 2:
        return None
    values = losses[known]
    lowest_before = np.minimum.accumulate(values)[:-1]
    jumped = np.flatnonzero(values[1:] - lowest_before > JUMP * _scale(values, first))
    return int(known[jumped[0] + 1]) if jumped.size else None


def _scale(losses: Floats, first: float) -> float:
    return max(first - float(losses.min()), LEAST_SCALE * first)


def _turn(curves: Curves, places: Ints, validation_rows: int | None) -> Turn:
    losses, trained = curves.val_loss[places], curves.train_loss[places]
    lowest = int(losses.argmin())
    after = losses[lowest + 1 :][-3:]
    if after.size == 0:
        return Turn(0.0, 0.0, is_material=False, train_rose=None)
    rise = float(np.median(after)) - float(losses[lowest])
    noise = JITTERS * _jitter(losses[lowest:])
    if validation_rows:
        spread = RISE_SPREAD * math.sqrt(rise * float(losses[lowest]))
        noise = math.hypot(noise, 1.96 * spread / math.sqrt(validation_rows))
    change = float(trained[-1] - trained[lowest])
    return Turn(
        rise=rise,
        low=rise - noise if after.size > 1 else -math.inf,
        is_material=after.size > 1 and rise >= MATERIAL_RISE * float(losses[lowest]),
        train_rose=None if math.isnan(change) else change > 0.05 * float(trained[lowest]),
    )


def _jitter(losses: Floats) -> float:
    """Return the standard deviation of one loss about a smooth curve, from second differences."""
    bends = np.abs(np.diff(losses, n=2))
    return float(np.median(bends)) / (0.6745 * math.sqrt(6)) if bends.size else 0.0


def _peaks(losses: Floats, first: float) -> int:
    """Return how often the loss went up and at once down again, both by much."""
    much = max(JUMP * _scale(losses, first), MATERIAL_RISE * float(losses.min()))
    steps = np.diff(losses)
    return int(np.count_nonzero((steps[:-1] > much) & (steps[1:] < -much)))


def _expected_fall(losses: Floats) -> float:
    """Return how much lower half as many epochs again would bring the loss; 0 where that is noise.

    The last quarter of the epochs is set against the quarter before, and that against the one
    before it; each further quarter is expected to fall by the same ratio, at most as much.
    """
    width = max(1, losses.size // 4)
    third, second, last = (float(losses[-k * width :][:width].mean()) for k in (3, 2, 1))
    fell = second - last
    if fell <= 2 * _jitter(losses[-3 * width :]) / math.sqrt(width):
        return 0.0
    ratio = min(1.0, fell / (third - second)) if third > second else 1.0
    ahead = (width - 1) / (2 * width)  # the last epoch lies this far past its quarter's middle
    return float(fell * ratio**ahead * (ratio + ratio**2))
