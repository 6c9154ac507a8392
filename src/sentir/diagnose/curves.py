"""A history as arrays: what was measured before training, and after each epoch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.statistics.arrays import Floats, Ints
    from sentir.store.histories import HistoryRow

COLUMNS = ("train_loss", "val_loss", "train_score", "val_score")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Measurements after each epoch, in order; nan where there is none.

    Attributes:
        epochs: The epochs measured (m,), from 1.
        train_loss: (m,), as the other three.
        val_loss: Loss on validation rows.
        train_score: Share of training rows right, 0..1; all nan where it is no share.
        val_score: Share of validation rows right.
        first_train_loss: Before training, or after the first epoch where that was not measured.
        first_val_loss: The same of validation rows.
        starts_untrained: Whether `first_train_loss` is that of a net that has learned nothing.
        moved: How far a loss ever was from where it began, in parts of that; nan where no loss was
            measured twice.
        broke_at: First epoch from which a loss stayed not a number until the end; None otherwise.
    """

    epochs: Ints
    train_loss: Floats
    val_loss: Floats
    train_score: Floats
    val_score: Floats
    first_train_loss: float
    first_val_loss: float
    starts_untrained: bool
    moved: float
    broke_at: int | None

    @classmethod
    def of(cls, history: Sequence[HistoryRow]) -> Curves:
        """Return the curves of these rows, in the order of their epochs."""
        rows = sorted(history, key=lambda row: row.epoch)
        after = [row for row in rows if row.epoch > 0]
        columns = {name: _column(after, name) for name in COLUMNS}
        for name in ("train_score", "val_score"):
            if not _is_share(columns[name]):
                columns[name] = np.full(len(after), np.nan)
        epochs = np.array([row.epoch for row in after], dtype=np.int64)
        breaks = [_broken(columns[name]) for name in ("train_loss", "val_loss")]
        broken = [int(epochs[index]) for index in breaks if index is not None]
        return cls(
            epochs=epochs,
            **columns,
            first_train_loss=_first(_column(rows, "train_loss")),
            first_val_loss=_first(_column(rows, "val_loss")),
            moved=float(
                np.fmax(_moved(_column(rows, "train_loss")), _moved(_column(rows, "val_loss")))
            ),
            starts_untrained=any(row.epoch == 0 and row.train_loss is not None for row in rows),
            broke_at=min(broken) if broken else None,
        )

    @property
    def missing(self) -> list[str]:
        """Return the columns that hold no number at all."""
        return [name for name in COLUMNS if np.isnan(getattr(self, name)).all()]

    def measured(self) -> Ints:
        """Return the places (not the epochs) that have a validation loss."""
        places: Ints = np.flatnonzero(~np.isnan(self.val_loss))
        return places

    def kept(self) -> int | None:
        """Return the place of the lowest validation loss, else of the best validation score."""
        for values in (self.val_loss, -self.val_score):
            if not np.isnan(values).all():
                return int(np.nanargmin(values))
        return None


def _column(rows: Sequence[HistoryRow], name: str) -> Floats:
    values = [getattr(row, name) for row in rows]
    column = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    column[~np.isfinite(column)] = np.nan
    return column


def _is_share(column: Floats) -> bool:
    known = column[~np.isnan(column)]
    return bool(((known >= 0) & (known <= 1)).all())


def _first(column: Floats) -> float:
    known = column[~np.isnan(column)]
    return float(known[0]) if known.size else float("nan")


def _moved(column: Floats) -> float:
    known = column[~np.isnan(column)]
    if known.size < 2 or known[0] <= 0:
        return float("nan")
    return float(np.abs(known / known[0] - 1).max())


def _broken(column: Floats) -> int | None:
    """Return where the numbers end before the column does; holes before are no break (see below).

    A program that measures every few epochs leaves holes all along: then a hole at the end is one
    more of them.
    """
    known = np.flatnonzero(~np.isnan(column))
    if known.size == 0 or known[-1] == column.size - 1 or known[-1] - known[0] >= known.size:
        return None
    return int(known[-1]) + 1
