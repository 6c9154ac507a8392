"""Reasons not to rely on an answer."""

from __future__ import annotations

import numpy as np

from sentir.runtime.doubts import doubts
from sentir.text.sequences import Sequences


def test_the_first_reason_that_holds_is_given() -> None:
    # ids: 1 unknown, 2 a full stop, 3 and 4 words
    rows = Sequences.of([[], [1, 2], [3, 1], [3], [4, 2]])
    reasons = doubts(
        rows,
        telling=np.array([False, False, False, True, True]),
        far=np.array([True, True, True, False, False]),
        unlikely=np.array([True, True, True, True, False]),
    )
    assert reasons == ["empty", "no_known_word", "far", "low_confidence", None]
