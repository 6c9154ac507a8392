"""The gradient of W_hh and b_hh: products over all steps at once, in a few large pieces.

Legend: N slots, H hidden size, G = gates x H.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.cells.sharing import worth
from sentir.cells.stopwatch import WATCH

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentir.cells.arrays import Floats
    from sentir.cells.packing import Packing
    from sentir.cells.sharing import Sharing


class RecurrentGradient:
    """Sums d_s^T h_t-1 and d_s over the slots; what is added may be worked on aside.

    Args:
        states_NH: h of each slot.
        masked_NH: what entered the product at each slot, where it is not h of the slot before.
        d_s_NG: gradient of each slot's sums; not to be changed before `total`.
    """

    def __init__(
        self,
        packing: Packing,
        states_NH: Floats,
        masked_NH: Floats | None,
        *,
        d_s_NG: Floats,
        sharing: Sharing,
    ) -> None:
        self._packing = packing
        self._states_NH = states_NH
        self._masked_NH = masked_NH
        self._d_s_NG = d_s_NG
        work = packing.slots * d_s_NG.shape[1] * states_NH.shape[1]
        self._sharing = worth(sharing, work)
        self._parts: list[Callable[[], tuple[Floats, Floats]]] = []

    def add(self, slots: slice) -> None:
        """Add these slots; the order of the calls decides the last bits."""
        with WATCH.part("recurrent_weights"):
            self._parts.append(self._sharing.aside(lambda: self._part(slots)))

    def add_all(self) -> None:
        """Add every slot, in two halves."""
        middle = self._packing.slots // 2
        self.add(slice(middle, self._packing.slots))
        part = self._part(slice(0, middle))
        self._parts.append(lambda: part)

    def total(self) -> tuple[Floats, Floats]:
        """Return d_hh (G, H) and d_b_hh (G,)."""
        gates, size = self._d_s_NG.shape[1], self._states_NH.shape[1]
        dtype = self._d_s_NG.dtype
        d_hh, d_b_hh = np.zeros((gates, size), dtype), np.zeros(gates, dtype)
        with WATCH.part("recurrent_weights"):
            for wait in self._parts:
                further, further_b = wait()
                d_hh += further
                d_b_hh += further_b
        return d_hh, d_b_hh

    def _part(self, slots: slice) -> tuple[Floats, Floats]:
        later = slice(max(slots.start, self._packing.widest), slots.stop)  # not from zeros
        d_s_NG = self._d_s_NG[later]
        if self._masked_NH is None:
            widest = self._packing.widest
            before = self._packing.previous[later.start - widest : max(later.stop - widest, 0)]
            before_NH = np.take(self._states_NH, before, axis=0)
        else:
            before_NH = self._masked_NH[later]
        return d_s_NG.T @ before_NH, self._d_s_NG[slots].sum(axis=0)
