"""Batches of like length hold every text once, within bounds of rows and words."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sentir.text.batching import BATCH_ROWS, BATCH_WORDS, batches_by_length


@given(lengths=st.lists(st.integers(0, 9000), max_size=60), copies=st.integers(1, 30))
def test_batches_hold_every_text_once_within_their_bounds(lengths: list[int], copies: int) -> None:
    counts = np.array(lengths * copies, np.int64)
    batches = batches_by_length(counts)
    order = [position for batch in batches for position in batch.tolist()]
    assert sorted(order) == list(range(counts.size))
    assert (np.diff(counts[order]) >= 0).all()
    for batch in batches:
        assert 1 <= batch.size <= BATCH_ROWS
        assert batch.size == 1 or counts[batch].sum() <= BATCH_WORDS
