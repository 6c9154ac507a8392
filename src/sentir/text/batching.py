"""Texts of nearly equal length in batches whose memory is bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH_ROWS = 256
BATCH_WORDS = 8192  # bounds the memory of a batch of long texts; a longer text goes alone


def batches_by_length(lengths: NDArray[np.integer[Any]]) -> list[NDArray[np.intp]]:
    """Return the positions of texts of these lengths in batches, the short ones first.

    A batch holds at most `BATCH_ROWS` texts and `BATCH_WORDS` words, or one text.
    """
    order = np.argsort(lengths, kind="stable")
    batches: list[NDArray[np.intp]] = []
    start = 0
    while start < order.size:
        end = min(start + BATCH_ROWS, order.size)
        # rows rise in length, so the last one bounds every row of the batch
        while end > start + 1 and (end - start) * int(lengths[order[end - 1]]) > BATCH_WORDS:
            end = start + (end - start) // 2
        batches.append(order[start:end])
        start = end
    return batches
