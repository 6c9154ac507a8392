"""The state that enters the recurrent product at a step, its units masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats


def masked(
    h_BH: Floats, mask_BH: Floats | None, room_NH: Floats | None, slots: slice, head: slice
) -> Floats:
    """Return m h, kept in the room's slots of this step for the backward; h without a mask.

    `head` are the rows of this step in arrays with one row for each text.
    """
    if mask_BH is None or room_NH is None:
        return h_BH
    return np.multiply(h_BH, mask_BH[head], out=room_NH[slots])
