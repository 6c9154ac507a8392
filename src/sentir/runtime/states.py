"""The network's states for many texts: texts of one length together, several batches at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.nets.net import Net
from sentir.text.batching import batches_by_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.cells.arrays import Floats, Ints
    from sentir.text.sequences import Sequences

_LEAST_BATCHES = 4  # for fewer a second thread costs more than it gains


def states_of(net: Net, sequences: Sequences, *, threads: int = 1) -> Floats:
    """Return the pooled state (n, S) of each text, in the order given.

    Args:
        net: its buffers are used, or with more threads buffers of their own.
        sequences: the texts.
        threads: batches read at once, to the same numbers. Each holds its own core while the
            matrix library has one thread; beside more of those, leave it at 1.
    """
    dtype = net.parameters["output.weight"].dtype
    states = np.empty((len(sequences), net.spec.state_size), dtype)
    batches = batches_by_length(sequences.lengths)

    def read(reader: Net, part: Sequence[Ints]) -> None:
        for rows in part:
            states[rows] = reader.states(sequences.take(rows))

    if threads == 1 or len(batches) < _LEAST_BATCHES:
        read(net, batches)
        return states
    from concurrent.futures import ThreadPoolExecutor  # 10 ms that one answer need not pay

    with ThreadPoolExecutor(threads, "sentir-states") as readers:
        jobs = [
            readers.submit(read, Net(net.spec, net.parameters), batches[first::threads])
            for first in range(threads)
        ]
        for job in jobs:
            job.result()
    return states
