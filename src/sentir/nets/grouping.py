"""Slots that hold the same word, so that a word is worked on once however often a batch says it.

Legend: N slots, U distinct words, W numbers a slot.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sentir.cells.sharing import ALONE, worth

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, Ints
    from sentir.cells.workspace import Workspace

_AS_LONG_AS = 32  # multiplications: to sum a number takes as long as so many of a product
PASSES = 12  # words said more often than this in a batch are few: each is summed by itself


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """The slots of a batch by word.

    Attributes:
        words: (U,) the distinct ids, rising.
        index: (N,) place in `words` of each slot's id.
    """

    words: Ints
    index: Ints

    @classmethod
    def of(cls, ids: Ints) -> Groups:
        """Return the groups of these ids (N,)."""
        words, index = np.unique(ids, return_inverse=True)
        return cls(words=words, index=index)

    @cached_property
    def _ranked(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Words by falling frequency (U,), their counts, first places in `slots`, and the slots."""
        counts = np.bincount(self.index, minlength=self.words.size)
        ranks = np.argsort(-counts, kind="stable")
        narrow = self.index.astype(np.uint16) if self.words.size <= 1 << 16 else self.index
        slots = np.argsort(narrow, kind="stable")  # of 16 bits: a radix sort, 6 times faster
        return ranks, counts[ranks], (np.cumsum(counts) - counts)[ranks], slots

    @property
    def by_frequency(self) -> Ints:
        """Return the places in `words` (U,), the most frequent word first: the order of `sums`."""
        return self._ranked[0]

    def sums(self, values_NW: Floats, workspace: Workspace, *, order: Ints | None = None) -> Floats:
        """Return the sum of the slots of each word (U, W), the most frequent word first.

        The k-th occurrences of all words that have one are added in one pass; with falling
        frequency these words are a prefix. (`np.add.reduceat` takes five times as long.)

        Args:
            values_NW: a vector per slot.
            workspace: where the sums lie.
            order: place in `values_NW` of each slot, when it lies in another order.
        """
        _, counts, _, slots = self._ranked
        places = slots if order is None else order[slots]
        width, dtype = values_NW.shape[1], values_NW.dtype
        sums = workspace.take("sums", counts.size, width, dtype=dtype)
        if not counts.size:
            return sums
        shared = worth(workspace.sharing, values_NW.size * _AS_LONG_AS)
        halves = [slice(0, width // 2), slice(width // 2, width)]
        if shared is ALONE:
            self._sum(values_NW, places, sums)
        else:  # columns know nothing of each other: the bits stay the same
            shared.each(lambda half: self._sum(values_NW[:, half], places, sums[:, half]), halves)
        return sums

    def _sum(self, values_NW: Floats, places: Ints, sums: Floats) -> None:
        _, counts, firsts, _ = self._ranked
        often = int(np.searchsorted(-counts, -PASSES, side="left"))  # words beyond the passes
        for rank in range(often):
            first = firsts[rank]
            np.add.reduce(values_NW[places[first : first + counts[rank]]], axis=0, out=sums[rank])
        firsts, counts, rest = firsts[often:], counts[often:], sums[often:]
        if not counts.size:
            return
        rest[...] = values_NW[places[firsts]]
        for occurrence in range(1, int(counts[0])):
            alive = int(np.searchsorted(-counts, -occurrence, side="left"))  # said more often
            rest[:alive] += values_NW[places[firsts[:alive] + occurrence]]
