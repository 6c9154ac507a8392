"""A ragged batch divided among threads: each goes through all steps with rows of its own.

The rows are ranked by falling length and each lane takes a run of ranks, so that its rows lie side
by side at every step, in the arrays of the whole batch. The steps themselves are small: below
`WIDE` rows two threads wait for the interpreter longer than they work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentir.cells.packing import Packing

WIDE = 128
"""Rows from which a batch has two lanes, whoever works: the bits must not depend on that."""
BLOCK = 32_768
"""Numbers of one array in a block of steps: ten arrays of single precision take 1.3 MB of cache."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lane:
    """Some rows of a batch, the same at every step.

    Attributes:
        number: from 0.
        rows: how many rows it begins with.
        steps: the slots of its rows at each step that has any.
        heads: the same rows in arrays with one row for each text.
        is_whole: whether it is the only lane.
    """

    number: int
    rows: int
    steps: tuple[slice, ...]
    heads: tuple[slice, ...]
    is_whole: bool

    def blocks(self, size: int) -> list[slice]:
        """Return runs of steps, the first step first; their slots lie in one piece.

        Factors of the backward are computed for a block at once, and are still in the cache when
        its steps need them. `size` is that of a state.
        """
        if not self.is_whole:
            return [slice(step, step + 1) for step in range(len(self.steps))]
        blocks: list[slice] = []
        begin = 0
        for step, slots in enumerate(self.steps):
            if step > begin and (slots.stop - self.steps[begin].start) * size > BLOCK:
                blocks.append(slice(begin, step))
                begin = step
        return [*blocks, slice(begin, len(self.steps))] if self.steps else []


def lanes(packing: Packing) -> list[Lane]:
    """Return the lanes of a batch: two of about as many slots each, or one."""
    widest = packing.widest
    if widest < WIDE:
        return [_lane(packing, 0, slice(0, widest), is_whole=True)]
    read = np.cumsum(packing.lengths[packing.order[:widest]])
    middle = 1 + int(np.searchsorted(read, packing.slots / 2))
    cuts = (0, min(middle, widest - 1), widest)
    return [
        _lane(packing, number, slice(*cuts[number : number + 2]), is_whole=False)
        for number in range(2)
    ]


def _lane(packing: Packing, number: int, ranks: slice, *, is_whole: bool) -> Lane:
    heads, steps = [], []
    for slots in packing.steps:
        alive = min(slots.stop - slots.start, ranks.stop)
        if alive <= ranks.start:
            break
        heads.append(slice(ranks.start, alive))
        steps.append(slice(slots.start + ranks.start, slots.start + alive))
    return Lane(
        number=number,
        rows=ranks.stop - ranks.start,
        steps=tuple(steps),
        heads=tuple(heads),
        is_whole=is_whole,
    )
