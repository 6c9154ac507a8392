"""An embedding whose rows are brought up to date when they are read, not at every update."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.training.rests import FIRST, Rests, catch_up
from sentir.training.rules import Adam, drop_faded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sentir.cells.arrays import Floats, Ints
    from sentir.nets.gradients import RowGradient
    from sentir.training.rules import Pace, Rule

SMALLEST = 4_000
"""Rows; fewer are walked over sooner than those that are read are brought up to date."""
_AT_ONCE = 512  # rows brought up to date together: they stay in the processor's cache


class RestingRows:
    """The rows of one parameter and their moments.

    A row's numbers are those of the update at which it was last brought up to date; `settle`
    brings some rows to the present, `settle_all` every row.
    """

    def __init__(self, rule: Adam, weights: Floats, slots: tuple[Floats, ...]) -> None:
        self._rule = rule
        self._whole = (weights, *slots)
        self._rests = Rests(rule)
        self._settled = np.zeros(len(weights), np.int64)  # update after which each row stands
        self._is_any_late = False

    @classmethod
    def of(cls, rule: Rule, weights: Floats, slots: tuple[Floats, ...]) -> RestingRows | None:
        """Return the rows, or None: only Adam's sums are known, to single precision."""
        is_worth_it = weights.ndim == 2 and len(weights) >= SMALLEST
        if isinstance(rule, Adam) and weights.dtype == np.float32 and is_worth_it:
            return cls(rule, weights, slots)
        return None

    def settle(self, rows: Ints) -> None:
        """Bring these rows up to date; a row may be named twice."""
        if not self._is_any_late:
            return
        late = rows[self._settled[rows] < self._rests.until]
        if late.size:
            self._catch_up(np.unique(late))

    def settle_all(self) -> None:
        """Bring every row up to date."""
        for start in range(0, self._settled.size, _AT_ONCE):
            self.settle(np.arange(start, min(start + _AT_ONCE, self._settled.size)))
        self._is_any_late = False

    def move(self, gradient: RowGradient, pace: Pace) -> bool:
        """Move the rows that have a gradient, and let the others miss this update.

        Returns:
            False, and nothing is done, where it is too early for rows to rest.
        """
        if pace.update < FIRST:
            return False
        if self._rests.is_full:
            self.settle_all()
        if not self._is_any_late:
            self._rests.begin(pace.update - 1)
            self._settled[:] = pace.update - 1
        self.settle(gradient.rows)

        def change(weights: Floats, *slots: Floats) -> None:
            values, scratch = gradient.values, np.empty_like(weights)
            self._rule.absorb(weights, slots, gradient=values, scratch=scratch, pace=pace)
            self._rule.sweep(weights, slots, scratch=scratch, pace=pace)

        change_rows(self._whole, gradient.rows, change)
        self._rests.add(pace)
        self._settled[gradient.rows] = pace.update
        self._is_any_late = True
        return True

    def _catch_up(self, rows: Ints) -> None:
        missed = self._rests.missed(self._settled[rows])

        def change(weights: Floats, m: Floats, v: Floats) -> None:
            catch_up(weights, m, v, missed=missed, unit=self._rule.epsilon)
            drop_faded(m)
            drop_faded(v)

        change_rows(self._whole, rows, change)
        self._settled[rows] = self._rests.until


def change_rows(whole: Sequence[Floats], rows: Ints, change: Callable[..., None]) -> None:
    """Change some rows of arrays: `change` is given their rows, one array each, in one piece."""
    touched = [np.take(array, rows, axis=0) for array in whole]
    change(*touched)
    for array, changed in zip(whole, touched, strict=True):
        array[rows] = changed
