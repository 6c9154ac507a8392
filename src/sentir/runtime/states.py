"""The network's states for many texts: short ones together, in batches that fit the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentir.cells.arrays import Floats, Ints
    from sentir.nets.net import Net
    from sentir.text.sequences import Sequences

BATCH_ROWS = 256
BATCH_WORDS = 8192  # bounds the memory of a batch of long texts; a longer text goes alone


def states_of(net: Net, sequences: Sequences) -> Floats:
    """Return the pooled state (n, S) of each text, in the order given."""
    dtype = net.parameters["output.weight"].dtype
    states = np.empty((len(sequences), net.spec.state_size), dtype)
    for rows in _batches(sequences.lengths):
        states[rows] = net.states(sequences.take(rows))
    return states


def _batches(lengths: Ints) -> Iterator[Ints]:
    """Yield the rows in batches of nearly equal length."""
    order = np.argsort(lengths, kind="stable")
    start = 0
    while start < order.size:
        end = min(start + BATCH_ROWS, order.size)
        # rows rise in length, so the last one bounds every row of the batch
        while end > start + 1 and (end - start) * int(lengths[order[end - 1]]) > BATCH_WORDS:
            end = start + (end - start) // 2
        yield order[start:end]
        start = end
