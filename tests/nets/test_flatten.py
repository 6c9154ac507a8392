"""All places of a text side by side, zeros behind its end."""

from __future__ import annotations

import numpy as np
import pytest

from sentir.cells.packing import Packing
from sentir.errors import RunError
from sentir.nets.flatten import flatten
from sentir.text.sequences import Sequences
from tests.nets.samples import WIDE, small_net


def test_states_stand_at_their_places_both_directions_of_a_word_together() -> None:
    packing = Packing.of(np.array([2, 0, 3]))
    forward = np.arange(5.0)[:, None] + 1  # slots: step 0 of rows 2 and 0, step 1, step 2
    backward = 10 * forward[packing.reverse]  # in its own reading order
    flat, undo = flatten([forward, backward], packing, places=4)
    assert flat.tolist() == [
        [2, 20, 4, 40, 0, 0, 0, 0],
        [0] * 8,
        [1, 10, 3, 30, 5, 50, 0, 0],
    ]
    (d_forward, d_backward), nothing = undo(flat)
    np.testing.assert_array_equal(d_forward, forward)
    np.testing.assert_array_equal(d_backward, backward)
    assert nothing == {}


def test_a_text_longer_than_the_places_is_refused() -> None:
    net = small_net(**{**WIDE["flat bag"], "places": 3})
    with pytest.raises(RunError, match="A text has 4 words, but this network has 3 places"):
        net.logits(Sequences.of([[3, 4], [5, 6, 7, 8]]))


def test_the_place_of_a_word_matters() -> None:
    net = small_net(**WIDE["flat bag"])
    one, other = net.logits(Sequences.of([[3, 9], [9, 3]]))
    assert not np.allclose(one, other)
