"""Rows in batches: shuffled to train on, in order of length to be measured."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sentir.text.batching import batches_by_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentir.cells.arrays import Ints
    from sentir.text.sequences import Sequences

MEASURED_ROWS = 20_000
# Texts of like length share a batch, chosen among so many batches: fewer wasted steps at long
# texts, while every epoch still mixes the rows anew.
WINDOW_BATCHES = 20


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows: their words, their targets, and their numbers in the whole."""

    sequences: Sequences
    targets: Ints
    rows: Ints


@dataclass(frozen=True)
class Batches:
    """The batches of a run; the same seed and epoch give the same batches.

    Attributes:
        sequences: words of all rows.
        targets: one class index per row of `sequences`.
        train_rows: rows to learn from.
        validation_rows: rows that choose the weights.
        batch_size: rows per update.
        seed: of the order.
    """

    sequences: Sequences
    targets: Ints
    _: KW_ONLY
    train_rows: Ints
    validation_rows: Ints
    batch_size: int
    seed: int
    _seen: Ints = field(init=False, repr=False)

    def __post_init__(self) -> None:
        seen = self.train_rows
        if seen.size > MEASURED_ROWS:
            rng = np.random.default_rng(self.seed)
            seen = rng.choice(seen, MEASURED_ROWS, replace=False)
        object.__setattr__(self, "_seen", np.sort(seen))

    @property
    def updates_per_epoch(self) -> int:
        """Return how many batches an epoch trains on."""
        return -(-self.train_rows.size // self.batch_size)

    @property
    def seen_count(self) -> int:
        """Return how many training rows are measured."""
        return int(self._seen.size)

    def train(self, epoch: int) -> Iterator[Batch]:
        """Yield every training row once, in batches of like length, in an order of this epoch."""
        rng = np.random.default_rng([self.seed, epoch])
        shuffled = rng.permutation(self.train_rows)
        window = self.batch_size * WINDOW_BATCHES
        for start in range(0, shuffled.size, window):
            shuffled[start : start + window] = self._by_length(shuffled[start : start + window])
        starts = rng.permutation(np.arange(0, shuffled.size, self.batch_size))
        for start in starts.tolist():
            yield self._batch(shuffled[start : start + self.batch_size])

    def seen(self) -> Iterator[Batch]:
        """Yield the training rows to be measured: all, or a sample that stays the same."""
        return self._measured(self._seen)

    def validation(self) -> Iterator[Batch]:
        """Yield the validation rows."""
        return self._measured(self.validation_rows)

    def _measured(self, rows: Ints) -> Iterator[Batch]:
        for part in batches_by_length(self._lengths(rows)):
            yield self._batch(rows[part])

    def _by_length(self, rows: Ints) -> Ints:
        return rows[np.argsort(self._lengths(rows), kind="stable")]

    def _lengths(self, rows: Ints) -> Ints:
        lengths: Ints = self.sequences.offsets[rows + 1] - self.sequences.offsets[rows]
        return lengths

    def _batch(self, rows: Ints) -> Batch:
        return Batch(self.sequences.take(rows), self.targets[rows], rows)
