"""Many texts as one flat array of word ids, with the offset at which each begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Sequences:
    """Ragged rows of word ids: row i is `ids[offsets[i]:offsets[i + 1]]`; a row may be empty.

    Attributes:
        ids: int32, all rows one after the other.
        offsets: int64, one more than there are rows; the first is 0.
    """

    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[Iterable[int]]) -> Sequences:
        """Return the sequences made of these rows of ids."""
        parts = [np.fromiter(row, dtype=np.int32) for row in rows]
        lengths = np.array([part.size for part in parts], dtype=np.int64)
        ids = np.concatenate(parts) if parts else np.empty(0, np.int32)
        return cls(ids, np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]))

    def __len__(self) -> int:
        return self.offsets.size - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Return the number of words of each row."""
        return np.diff(self.offsets)

    def holding(self, is_counted: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return how many ids of each row are among those counted, a flag for each id."""
        counts = np.concatenate([np.zeros(1, np.int64), np.cumsum(is_counted[self.ids])])
        return np.asarray(counts[self.offsets[1:]] - counts[self.offsets[:-1]], np.int64)

    def row(self, index: int) -> NDArray[np.int32]:
        """Return the ids of one row, as a view."""
        return self.ids[self.offsets[index] : self.offsets[index + 1]]

    def take(self, rows: NDArray[np.integer]) -> Sequences:
        """Return these rows, in this order, as sequences of their own."""
        lengths = self.offsets[rows + 1] - self.offsets[rows]  # of these rows alone, not of all
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        places = np.repeat(self.offsets[rows] - offsets[:-1], lengths)
        places += np.arange(places.size)
        return Sequences(self.ids[places], offsets)
