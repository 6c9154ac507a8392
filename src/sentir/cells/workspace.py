"""Buffers kept from one batch to the next: fresh large arrays cost a page fault every 4 kB."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sentir.cells.sharing import ALONE

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

    from sentir.cells.arrays import Floats
    from sentir.cells.sharing import Sharing

ROOM_TO_GROW = 1.3  # a batch a little larger than all before it still fits


class Workspace:
    """The named buffers of one layer and direction of one net; not for two threads at once.

    What was taken under a name is overwritten when the name is taken again: results that lie in
    a workspace are good until the next batch.

    Attributes:
        sharing: who may take a part of the work that is done in these buffers.
    """

    def __init__(self, sharing: Sharing = ALONE) -> None:
        self.sharing = sharing
        self._buffers: dict[tuple[str, str], Floats] = {}
        self._lanes: dict[int, Workspace] = {}

    def of_lane(self, number: int) -> Workspace:
        """Return a workspace within this one, for the thread that goes through this lane."""
        return self._lanes.setdefault(number, Workspace())

    def take(self, name: str, *shape: int, dtype: DTypeLike) -> Floats:
        """Return a contiguous array of this shape whose contents are undefined."""
        key, size = (name, np.dtype(dtype).str), math.prod(shape)
        buffer = self._buffers.get(key)
        if buffer is None or buffer.size < size:
            buffer = self._buffers[key] = np.empty(int(size * ROOM_TO_GROW), dtype)
        return buffer[:size].reshape(shape)
