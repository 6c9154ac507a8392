"""Where training stands."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sentir.store.histories import HistoryRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.cells.arrays import Floats
    from sentir.training.measures import Measure
    from sentir.training.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Why training ended before its epochs ran out.

    Attributes:
        reason: the next update would not have been finite; the validation loss rests; a person
            asked.
        epoch: finished epochs.
        update: the update that was not done, counted from 1.
    """

    reason: Literal["non_finite", "early_stop", "interrupted"]
    epoch: int
    update: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The weights of the epoch with the lowest validation loss so far, as copies."""

    epoch: int
    weights: Mapping[str, Floats]


@dataclass(slots=True, kw_only=True)
class TrainState:
    """A fresh run and a resumed one differ only in what stands here.

    Attributes:
        step: the net that learns, with its optimizer, schedule and generator.
        history: a row per measurement; the first is of epoch 0, before training.
        best: kept by the hook `KeepBest`.
        stopped: None while training goes on, and when it ran to its end.
    """

    step: Step
    history: list[HistoryRow] = field(default_factory=list)
    best: Best | None = None
    stopped: Stopped | None = None

    @property
    def epoch(self) -> int:
        """Return how many epochs are finished."""
        return self.history[-1].epoch if self.history else 0

    @property
    def seconds(self) -> float:
        """Return how long training took up to the last measurement, all its parts together."""
        return (self.history[-1].seconds or 0.0) if self.history else 0.0

    def record(self, train: Measure, validation: Measure, *, seconds: float) -> None:
        """Add a row; the first is of epoch 0, each further one ends an epoch."""
        row = HistoryRow(
            epoch=self.epoch + 1 if self.history else 0,
            step=self.step.updates,
            seconds=seconds,
            train_loss=_finite(train.loss),
            val_loss=_finite(validation.loss),
            train_score=_finite(train.score),
            val_score=_finite(validation.score),
            learning_rate=self.step.learning_rate,  # before the end of the epoch may change it
        )
        if self.history:
            self.step.end_epoch(validation.loss)
        self.history.append(row)


def best_row(history: Sequence[HistoryRow]) -> HistoryRow | None:
    """Return the row of the trained epoch with the lowest validation loss, the first of equals.

    None where no epoch was trained, or none had a finite loss. Epoch 0 does not count: weights
    that nothing was learned into are never kept.
    """
    trained = [row for row in history if row.epoch > 0 and row.val_loss is not None]
    return min(trained, key=lambda row: row.val_loss or 0.0, default=None)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
