"""Dropout that lasts a text: the same units are dropped at every step of a row.

Legend: B rows, N slots, D numbers a slot, H state size of one direction.

Each row, layer and direction has masks of its own, drawn once a batch: one on what the layer reads,
one on the state where it enters the recurrent product (`cells.sequences` says why there). Fresh
masks at every step would add up to noise that no state can carry a thought through.
Source: Gal & Ghahramani 2016; Keras' `dropout` and `recurrent_dropout`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.cells.workspace import Workspace
from sentir.nets.dropout import drawn
from sentir.nets.inputs import Inputs, SlotInputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import DTypeLike

    from sentir.cells.arrays import Floats
    from sentir.cells.packing import Packing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowMasks:
    """The masks of one layer and direction for one batch; None where nothing is dropped.

    Attributes:
        read: (B, D) on what the layer reads, rows in the order given.
        state: (W, H) on the state, for the W rows that are not empty, longest first.
    """

    read: Floats | None = None
    state: Floats | None = None


class RowDropout:
    """Draws the masks of one layer and direction.

    Args:
        input_share: share of what the layer reads.
        state_share: share of the state.
    """

    def __init__(self, *, input_share: float, state_share: float) -> None:
        self._input_share, self._state_share = input_share, state_share
        self._read_room, self._state_room = Workspace(), Workspace()

    def draw(
        self,
        packing: Packing,
        *,
        sizes: tuple[int, int],
        dtype: DTypeLike,
        rng: np.random.Generator | None,
    ) -> RowMasks:
        """Return the masks for layers that read D and keep H numbers: `sizes` is (D, H)."""
        if rng is None:
            return RowMasks()
        rows, read_BD, state_BH = packing.lengths.size, None, None
        if self._input_share:
            shape, room = (rows, sizes[0]), self._read_room
            read_BD = drawn(shape, self._input_share, rng=rng, dtype=dtype, workspace=room)
        if self._state_share:
            shape, room = (rows, sizes[1]), self._state_room
            given_BH = drawn(shape, self._state_share, rng=rng, dtype=dtype, workspace=room)
            state_BH = given_BH[packing.order[: packing.widest]]
        return RowMasks(read=read_BD, state=state_BH)

    def inputs(
        self, inputs: Inputs, masks: RowMasks, packing: Packing
    ) -> tuple[Inputs, Callable[[Floats], Floats]]:
        """Return what is read of the inputs, and the backward to the gradient of their values.

        Masked, equal words differ from row to row, so that each slot has a vector of its own.
        """
        mask_BD = masks.read
        if mask_BD is None:
            return inputs, lambda d_values: d_values
        x_ND, each_backward = inputs.each(self._state_room)

        def masked(name: str, values_ND: Floats) -> Floats:
            room = self._read_room.take(name, *values_ND.shape, dtype=values_ND.dtype)
            product_ND = np.take(mask_BD, packing.rows, axis=0, out=room, mode="clip")
            product_ND *= values_ND
            return product_ND

        return SlotInputs(masked("read", x_ND)), lambda d_ND: each_backward(masked("d_read", d_ND))
