"""Ragged rows laid out by time step, so that a step works on one dense block and nothing is padded.

Legend: B rows, T steps of the longest row, N = sum of the lengths ("slots").

    rows   a b c    slots   a d f   step 0, all rows alive
           d e              b e     step 1
           f                c       step 2
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentir.cells.arrays import Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Packing:
    """Where each word of a ragged batch lies in time-major arrays of N slots.

    The longest row comes first, so the rows alive at step t are the first `sizes[t]` of step t - 1.

    Attributes:
        lengths: (B,) words of each row, in the order given; 0 is allowed.
        order: (B,) rows by falling length, equal lengths in the order given.
        sizes: (T,) rows alive at each step.
        starts: (T + 1,) slot at which each step begins; the last is N.
        steps: the slots of each step, as slices of time-major arrays.
        rows: (N,) row of each slot, counted in the order given.
        previous: (N - widest,) slot of the word before, for the slots of every step but the first.
        gather: (N,) index of each slot's word in the row-major ids: `time_major = ids[gather]`.
        reverse: (N,) slot of the word met at each slot when the rows are read from their ends;
            its own inverse: `x[reverse][reverse] == x`.
        last: (B,) slot of each row's last word, in the order given; -1 for an empty row.
    """

    lengths: NDArray[np.int64]
    order: NDArray[np.int64]
    sizes: NDArray[np.int64]
    starts: NDArray[np.int64]
    steps: tuple[slice, ...]
    rows: NDArray[np.int64]
    previous: NDArray[np.int64]
    gather: NDArray[np.int64]
    reverse: NDArray[np.int64]
    last: NDArray[np.int64]

    @classmethod
    def of(cls, lengths: Ints) -> Packing:
        """Return the layout of rows with these lengths (B,), whose words lie row after row."""
        counts: NDArray[np.int64] = np.asarray(lengths, dtype=np.int64)
        order = np.argsort(-counts, kind="stable")
        falling = counts[order]
        longest = int(falling[0]) if falling.size else 0
        sizes = np.searchsorted(-falling, -np.arange(longest), side="left")  # rows longer than t
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])

        step = np.repeat(np.arange(longest), sizes)  # (N,) step of each slot
        rank = np.arange(starts[-1]) - starts[step]  # (N,) place of its row within a step
        rows = order[rank]
        alive = int(sizes[0]) if longest else 0  # rows that are not empty
        last = np.full(counts.size, -1, np.int64)
        last[order[:alive]] = starts[falling[:alive] - 1] + np.arange(alive)
        return cls(
            lengths=counts,
            order=order,
            sizes=sizes,
            starts=starts,
            steps=tuple(slice(start, stop) for start, stop in pairwise(starts.tolist())),
            rows=rows,
            previous=(starts[step - 1] + rank)[alive:],
            gather=(np.cumsum(counts) - counts)[rows] + step,
            reverse=starts[counts[rows] - 1 - step] + rank,
            last=last,
        )

    @property
    def slots(self) -> int:
        """Return N, the number of words in all rows."""
        return int(self.starts[-1])

    @property
    def widest(self) -> int:
        """Return the number of rows alive at the first step: those that are not empty."""
        return int(self.sizes[0]) if self.sizes.size else 0

    @property
    def heads(self) -> tuple[slice, ...]:
        """Return the rows alive at each step, as slices of arrays with one row for each text."""
        return tuple(slice(size) for size in self.sizes.tolist())
