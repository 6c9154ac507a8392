"""Long work cut into stretches that fit into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentir.cells.arrays import Ints

WORDS_AT_ONCE = 1 << 20
"""Their numbers take some tens of MB while they are sorted."""


def blocks(sizes: Ints, *, most: int = WORDS_AT_ONCE) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of stretches whose sizes sum to `most` at most; one may exceed it alone.

    Args:
        sizes: (n,) of what stands side by side; the stretches cover all of it in order.
        most: what a stretch may hold.
    """
    ends = np.cumsum(sizes)
    start = 0
    while start < sizes.size:
        before = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + most, side="right")))
        yield start, stop
        start = stop
