"""What the curves did: turned, still falling, unstable, hardly moved, or came to rest.

The thresholds are defended in docs/decisions/0004-verdict.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.diagnose.falls import FEWEST_EPOCHS, expected_fall, is_falling, jitter

if TYPE_CHECKING:
    from sentir.diagnose.curves import Curves
    from sentir.statistics.arrays import Floats, Ints

MATERIAL_RISE = 0.10
"""Rise of the validation loss over its lowest, in parts of that, from which it has turned."""
RISE_SPREAD = 3.0
"""A row's change of loss has about this many times sqrt(rise x lowest) as its standard deviation
(measured: 2.4 to 3.3; few rows carry most of a rise)."""
EARLY = 0.05
"""A validation loss that fell by less of its start has yet to show where it goes."""
HARDLY_MOVED = 0.01
"""Losses that stayed this near to where they began have hardly moved."""
COIN_LOSS = 0.95 * math.log(2)
"""Nearly the loss of tossing a coin between two classes; more classes have more."""
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
    numbers["expected_fall"] = expected_fall(losses)
    code, reason = _code(curves, losses, turn)
    return code, {**numbers, "course_reason": reason}


def has_hardly_moved(curves: Curves) -> bool:
    """Return whether the losses stayed where those of an untrained net are.

    Curves of another program may begin after the first epoch, with a net that knew its task before
    or learned it in that epoch; these lie below the loss of a coin.
    """
    is_guessing = curves.epochs.size > 1 and curves.first_train_loss >= COIN_LOSS
    return (curves.starts_untrained or is_guessing) and curves.moved < HARDLY_MOVED


def _code(curves: Curves, losses: Floats, turn: Turn) -> tuple[str, str]:
    first = curves.first_val_loss
    if turn.is_material and turn.low > 0:
        return TURNED[turn.train_rose]
    if _peaks(losses, first) >= PEAKS:
        return "unstable", "validation_loss_jumped"
    if is_falling(losses, first):
        return "not_converged", "still_falling"
    if turn.is_material:
        return "cannot_tell", "rise_within_noise"
    return _code_of_rest(curves, fell=first - float(losses.min()))


def _code_of_rest(curves: Curves, *, fell: float) -> tuple[str, str]:
    """Return what to call a validation loss that neither falls nor rises at the end."""
    trained = curves.train_loss[~np.isnan(curves.train_loss)]
    is_early = fell < EARLY * curves.first_val_loss
    if is_early and is_falling(trained, curves.first_train_loss):
        return "not_converged", "train_loss_falling"
    if has_hardly_moved(curves):
        return "underfit", "hardly_moved"
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
    noise = JITTERS * jitter(losses[lowest:])
    if validation_rows:
        spread = RISE_SPREAD * math.sqrt(abs(rise * float(losses[lowest])))
        noise = math.hypot(noise, 1.96 * spread / math.sqrt(validation_rows))
    change = float(trained[-1] - trained[lowest])
    return Turn(
        rise=rise,
        low=rise - noise if after.size > 1 else -math.inf,
        is_material=after.size > 1 and rise >= MATERIAL_RISE * float(losses[lowest]),
        train_rose=None if math.isnan(change) else change > 0.05 * float(trained[lowest]),
    )


def _peaks(losses: Floats, first: float) -> int:
    """Return how often the loss went up and at once down again, both by much."""
    much = max(JUMP * _scale(losses, first), MATERIAL_RISE * float(losses.min()))
    steps = np.diff(losses)
    return int(np.count_nonzero((steps[:-1] > much) & (steps[1:] < -much)))
