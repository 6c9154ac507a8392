"""How the kept weights fit: a gap between train and validation against its noise, and a floor.

The thresholds are defended in docs/decisions/0004-verdict.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentir.diagnose.course import has_hardly_moved
from sentir.statistics.intervals import Interval, difference, wilson

if TYPE_CHECKING:
    from sentir.diagnose.curves import Curves

MATERIAL_GAP = 0.05
"""Score points between train and validation from which they matter: 1 row in 20."""
HARMLESS_GAP = 0.01
"""Score points that every trained net shows: it has seen the training rows."""
MATERIAL_LOSS_RATIO = 2.0
"""Validation loss / train loss from which the gap matters, where there are no scores."""
LOSS_SPREAD = 2.5
"""Standard deviation of a validation row's loss in units of the mean (measured: 1.3 to 3)."""
ABOVE_FLOOR = 0.02
"""A train score within these points of the majority class, or below the linear model, is no fit."""
LOW_SKILL = 0.5
"""Share of the way from the majority class to all right that a fitted train score has gone."""
EVEN = 0.5
"""The floor of two even classes, where it is not known."""
FEWEST_ROWS = 20
"""On fewer validation rows the share of the largest class is chance; even classes are taken."""
LOW_LOSS_SKILL = 0.2
"""Share of the loss before training that a fit takes away, where there are no scores."""
LARGEST_VALIDATION_SHARE = 0.3
"""Share of the rows that can be set aside; where more are needed, there are too few rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What the scores are held against; None or 0 where it is not known.

    Attributes:
        validation_rows: Rows that the validation figures rest on.
        train_rows: Rows that the training figures rest on; unknown counts as very many.
        majority_score: Accuracy of always naming the commonest class (of validation rows).
        linear_score: Accuracy of the linear baseline on validation rows.
        classes: How many classes there are; gives a floor where `majority_score` is not known.
    """

    validation_rows: int | None = None
    train_rows: int | None = None
    majority_score: float | None = None
    linear_score: float | None = None
    classes: int | None = None

    @property
    def floor(self) -> float | None:
        """Return the score that needs no learning."""
        rows = self.validation_rows
        if self.majority_score is not None and not (self.classes and rows and rows < FEWEST_ROWS):
            return self.majority_score
        return 1 / self.classes if self.classes else None


def judge_fit(curves: Curves, place: int, reference: Reference) -> tuple[str, dict[str, Any]]:
    """Return the code and the numbers it rests on, for the weights kept at this place.

    The numbers' `fit_reason` is a code of its own; `gap` is train less validation, in score points.
    """
    train, validation = float(curves.train_score[place]), float(curves.val_score[place])
    numbers: dict[str, Any] = {"floor": reference.floor, "linear_score": reference.linear_score}
    unfit = "" if math.isnan(train) else _no_fit(train, reference)
    if unfit:
        code, found = "underfit", {"fit_reason": unfit}
    elif _learned_nothing(curves, place, reference):
        numbers["chance_loss"] = curves.first_train_loss
        code, found = "underfit", {"fit_reason": "loss_hardly_fell"}
    elif math.isnan(train) or math.isnan(validation):
        code, found = _by_loss(curves, place, reference)
    else:
        code, found = _by_gap(train, validation, reference)
    return code, {**numbers, **found}


def _by_gap(train: float, validation: float, reference: Reference) -> tuple[str, dict[str, Any]]:
    rows, low_skill = reference.validation_rows, _is_low(train, reference)
    gap = difference(_share(train, reference.train_rows), _share(validation, rows))
    numbers: dict[str, Any] = {"gap": gap.value}
    if rows:
        numbers |= {"gap_low": gap.low, "gap_high": gap.high}
    if rows and gap.value >= MATERIAL_GAP and gap.low >= HARMLESS_GAP:
        return "overfit", {**numbers, "fit_reason": "gap"}
    if low_skill:
        return "underfit", {**numbers, "fit_reason": "low_training_score"}
    if not rows:
        return "cannot_tell", {**numbers, "fit_reason": "validation_rows_unknown"}
    if gap.low < HARMLESS_GAP and gap.high >= MATERIAL_GAP:
        needed = _rows_needed(gap, rows)
        reason = "data_small" if _exceeds(needed, reference) else "validation_small"
        numbers["validation_rows_needed"] = needed
        return "cannot_tell", {**numbers, "fit_reason": reason}
    return "good", {**numbers, "fit_reason": "small_gap"}


def _exceeds(needed: int, reference: Reference) -> bool:
    """Return whether so many validation rows are more than these data can spare."""
    if not reference.train_rows or not reference.validation_rows:
        return False
    return needed > LARGEST_VALIDATION_SHARE * (reference.train_rows + reference.validation_rows)


def _no_fit(train: float, reference: Reference) -> str:
    """Return why this train score is no fit at all, or an empty string."""
    if reference.floor is not None and train <= reference.floor + ABOVE_FLOOR:
        return "no_better_than_majority"
    if reference.linear_score is not None and train <= reference.linear_score - ABOVE_FLOOR:
        return "below_linear"
    return ""


def _learned_nothing(curves: Curves, place: int, reference: Reference) -> bool:
    """Return whether the losses hardly moved and the train score, where there is one, is low."""
    if not has_hardly_moved(curves) or math.isnan(curves.train_loss[place]):
        return False
    train = float(curves.train_score[place])
    return math.isnan(train) or _skill(train, reference.floor or EVEN) < LOW_SKILL


def _is_low(train: float, reference: Reference) -> bool:
    """Return whether the train score lies nearer the floor than the top.

    Where a linear baseline was fitted and the net has reached it, a low score may be the ceiling of
    the data: it is then no sign.
    """
    if reference.linear_score is not None or reference.floor is None:
        return False
    return _skill(train, reference.floor) < LOW_SKILL


def _skill(train: float, floor: float) -> float:
    """Return how far of the way from the floor to all right a score has gone."""
    return (train - floor) / (1 - floor)


def _share(value: float, n: int | None) -> Interval:
    if not n:
        return Interval(value, value, value, 10**9)
    found = wilson(round(value * n), n)
    return Interval(value, min(found.low, value), max(found.high, value), n)


def _rows_needed(gap: Interval, rows: int) -> int:
    """Return about how many validation rows would tell a harmless gap from a material one."""
    factors = []  # an interval narrows with the root of its rows
    if gap.value < MATERIAL_GAP:
        factors.append((gap.high - gap.value) / (MATERIAL_GAP - gap.value))
    if gap.value > HARMLESS_GAP:
        factors.append((gap.value - gap.low) / (gap.value - HARMLESS_GAP))
    return math.ceil(rows * min(factors) ** 2)


def _by_loss(curves: Curves, place: int, reference: Reference) -> tuple[str, dict[str, Any]]:
    train, validation = float(curves.train_loss[place]), float(curves.val_loss[place])
    chance = curves.first_train_loss
    if reference.classes:
        chance = math.log(reference.classes)
    if not math.isnan(train) and train > (1 - LOW_LOSS_SKILL) * chance:
        return "underfit", {"fit_reason": "loss_hardly_fell", "chance_loss": chance}
    if math.isnan(train) or math.isnan(validation):
        return "cannot_tell", {"fit_reason": "not_measured"}
    ratio = validation / train if train > 0 else math.inf
    numbers: dict[str, Any] = {"loss_gap": validation - train, "loss_ratio": min(ratio, 1e9)}
    if not reference.validation_rows:
        return "cannot_tell", {**numbers, "fit_reason": "validation_rows_unknown"}
    half = 1.96 * LOSS_SPREAD * validation / math.sqrt(reference.validation_rows)
    if ratio >= MATERIAL_LOSS_RATIO and validation - half > train:
        return "overfit", {**numbers, "fit_reason": "loss_gap"}
    if validation - half <= train and validation + half >= MATERIAL_LOSS_RATIO * train:
        return "cannot_tell", {**numbers, "fit_reason": "validation_small"}
    return "good", {**numbers, "fit_reason": "small_loss_gap"}
