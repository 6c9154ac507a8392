"""History to verdict: two codes and the numbers they rest on. Pure; words are made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.diagnose.course import judge_course
from sentir.diagnose.curves import Curves
from sentir.diagnose.fit import MATERIAL_GAP, Reference, judge_fit
from sentir.diagnose.stages import is_stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.store.histories import HistoryRow

CODES = ("underfit", "good", "overfit", "not_converged", "unstable", "cannot_tell")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the training went.

    Attributes:
        fit: What the kept weights are: underfit, good, overfit, not_converged or cannot_tell.
        course: What the curves did: underfit (hardly moved), not_converged, overfit (turned),
            unstable, good or cannot_tell.
        numbers: What both rest on; a number that is not known is missing or None.
    """

    fit: str
    course: str
    numbers: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as `run.json` holds it."""
        return {"fit": self.fit, "course": self.course, "numbers": self.numbers}


def judge(
    history: Sequence[HistoryRow],
    *,
    reference: Reference = Reference(),  # noqa: B008 - frozen, so it can be shared
    kept_epoch: int | None = None,
    stopped: Mapping[str, Any] | None = None,
) -> Verdict:
    """Judge a history; nothing is guessed: what cannot be told is said to be so, with the reason.

    Args:
        history: Train and validation measured at the same instant; epoch 0 is before training.
        reference: Rows, and the scores of the baselines, as far as they are known.
        kept_epoch: The epoch whose weights were kept; None takes the lowest validation loss.
        stopped: Why training ended before its epochs ran out: `{"reason", "epoch", "update"}`.
    """
    curves = Curves.of(history)
    place = _place(curves, kept_epoch)
    course, seen = judge_course(curves, validation_rows=reference.validation_rows)
    if stopped and stopped["reason"] == "non_finite":
        course = "unstable"
        seen = {"course_reason": "update_not_finite", "broke_at_update": stopped["update"]}
    numbers: dict[str, Any] = {
        "epochs": int(curves.epochs.size),
        "validation_rows": reference.validation_rows or None,
        "missing": curves.missing,
        "material_gap": MATERIAL_GAP,
    }
    if place is None:
        fit, found = "cannot_tell", {"fit_reason": "not_measured"}
    else:
        fit, found = judge_fit(curves, place, reference)
        if fit == "overfit" and is_stage(curves, place, seen["course_reason"]):
            fit, found = "not_converged", {**found, "fit_reason": "not_finished"}
        numbers |= _kept(curves, place)
    return Verdict(fit, course, {**numbers, **found, **seen})


def _place(curves: Curves, kept_epoch: int | None) -> int | None:
    if kept_epoch is None:
        return curves.kept()
    places = np.flatnonzero(curves.epochs == kept_epoch)
    return int(places[0]) if places.size else None


def _kept(curves: Curves, place: int) -> dict[str, Any]:
    names = ("train_loss", "val_loss", "train_score", "val_score")
    values = {name: float(getattr(curves, name)[place]) for name in names}
    known = {name: None if np.isnan(value) else value for name, value in values.items()}
    return {"kept_epoch": int(curves.epochs[place]), **known}
