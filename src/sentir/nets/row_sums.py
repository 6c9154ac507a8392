"""The sum of the slots of each row, without padding.

Legend: B rows, N slots, W numbers a slot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats
    from sentir.cells.packing import Packing


def row_sums(values_NW: Floats, packing: Packing) -> Floats:
    """Return the sum of each row's slots (B, W), rows in the order given; 0 for an empty row.

    The rows alive at a step are the first of those by falling length, so that each step adds one
    dense block to a prefix, always in the same order: a row's sum is the same in any batch.
    """
    sums_BW = np.zeros((packing.lengths.size, values_NW.shape[1]), values_NW.dtype)
    for slots in packing.steps:
        sums_BW[: slots.stop - slots.start] += values_NW[slots]
    return in_order_given(sums_BW, packing)


def in_order_given(ranked_BW: Floats, packing: Packing) -> Floats:
    """Return rows that lie by falling length in the order in which they were given."""
    given_BW = np.empty_like(ranked_BW)
    given_BW[packing.order] = ranked_BW
    return given_BW
