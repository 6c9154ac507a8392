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
BLOCK = 65_536
"""Numbers of one array in a block of steps: ten arrays of single precision take 2.6 MB of cache."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lane:
    """Some rows of a batch, the same at every step.

    Attributes:
        number: from 0.
        rows: how many rows it begins with.
        steps: the slots of its rows at each step that has any.
        heads: the same rows in arrays with one row for each text.
        places: its slots in arrays where each lane's lie in one piece, step after step; its `steps`
            where it is the only lane.
    """

    number: int
    rows: int
    steps: tuple[slice, ...]
    heads: tuple[slice, ...]
    places: tuple[slice, ...]

    @property
    def is_only(self) -> bool:
        """Return whether there is no other lane."""
        return self.places == self.steps

    def of(self, steps: slice) -> list[tuple[slice, slice, slice]]:
        """Return slots, heads and places of a run of steps."""
        return list(zip(self.steps[steps], self.heads[steps], self.places[steps], strict=True))

    def blocks(self, size: int) -> list[slice]:
        """Return runs of steps, the first step first; their places lie in one piece.

        Factors of the backward are computed for a block at once, and are still in the cache when
        its steps need them. `size` is that of a state.
        """
        blocks: list[slice] = []
        begin = 0
        for step, place in enumerate(self.places):
            if step > begin and (place.stop - self.places[begin].start) * size > BLOCK:
                blocks.append(slice(begin, step))
                begin = step
        return [*blocks, slice(begin, len(self.steps))] if self.steps else []


def has_lanes(packing: Packing) -> bool:
    """Return whether a batch is divided."""
    return packing.widest >= WIDE


def lanes(packing: Packing) -> list[Lane]:
    """Return the lanes of a batch: two of about as many slots each, or one."""
    widest = packing.widest
    if not has_lanes(packing):
        return [_lane(packing, 0, slice(0, widest), first_place=0)]
    read = np.cumsum(packing.lengths[packing.order[:widest]])
    middle = 1 + int(np.searchsorted(read, packing.slots / 2))
    middle = min(middle, widest - 1)
    first = _lane(packing, 0, slice(0, middle), first_place=0)
    second = _lane(packing, 1, slice(middle, widest), first_place=first.places[-1].stop)
    return [first, second]


def _lane(packing: Packing, number: int, ranks: slice, *, first_place: int) -> Lane:
    heads, steps, places = [], [], []
    place = first_place
    for slots in packing.steps:
        alive = min(slots.stop - slots.start, ranks.stop)
        if alive <= ranks.start:
            break
        heads.append(slice(ranks.start, alive))
        steps.append(slice(slots.start + ranks.start, slots.start + alive))
        places.append(slice(place, place + alive - ranks.start))
        place += alive - ranks.start
    return Lane(
        number=number,
        rows=ranks.stop - ranks.start,
        steps=tuple(steps),
        heads=tuple(heads),
        places=tuple(places),
    )
