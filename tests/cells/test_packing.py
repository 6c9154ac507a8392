from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.cells.packing import Packing

ANY_LENGTHS = st.lists(st.integers(0, 9), max_size=12)


def packed(lengths: list[int]) -> Packing:
    return Packing.of(np.array(lengths, dtype=np.int64))


def test_slots_hold_the_first_words_of_all_rows_then_the_second_words() -> None:
    packing = packed([1, 3, 0, 2])
    words = np.array(["f0", "a0", "a1", "a2", "d0", "d1"])
    assert words[packing.gather].tolist() == ["a0", "d0", "f0", "a1", "d1", "a2"]
    assert packing.order.tolist() == [1, 3, 0, 2]
    assert packing.sizes.tolist() == [3, 2, 1]
    assert packing.starts.tolist() == [0, 3, 5, 6]
    assert packing.steps == (slice(0, 3), slice(3, 5), slice(5, 6))
    assert packing.heads == (slice(3), slice(2), slice(1))
    assert packing.rows.tolist() == [1, 3, 0, 1, 3, 1]
    assert packing.previous.tolist() == [0, 1, 3]
    assert packing.last.tolist() == [2, 5, -1, 4]
    assert words[packing.gather][packing.reverse].tolist() == ["a2", "d1", "f0", "a1", "d0", "a0"]
    assert (packing.slots, packing.widest) == (6, 3)


@pytest.mark.parametrize("lengths", [[], [0], [0, 0, 0]])
def test_a_batch_without_words_has_no_step(lengths: list[int]) -> None:
    packing = packed(lengths)
    assert (packing.slots, packing.widest, packing.steps) == (0, 0, ())
    assert packing.last.tolist() == [-1] * len(lengths)


def test_lengths_of_any_integer_type_are_taken() -> None:
    packing = Packing.of(np.array([2, 250], dtype=np.uint8))
    assert packing.order.tolist() == [1, 0]
    assert packing.slots == 252


@given(ANY_LENGTHS)
def test_every_word_has_one_slot(lengths: list[int]) -> None:
    packing = packed(lengths)
    assert sorted(packing.gather.tolist()) == list(range(sum(lengths)))
    assert np.bincount(packing.rows, minlength=len(lengths)).tolist() == lengths


@given(ANY_LENGTHS)
def test_reading_backwards_twice_is_reading_forwards(lengths: list[int]) -> None:
    packing = packed(lengths)
    assert packing.reverse[packing.reverse].tolist() == list(range(packing.slots))


@given(ANY_LENGTHS)
def test_each_row_can_be_followed_from_its_last_word_to_its_first(lengths: list[int]) -> None:
    packing = packed(lengths)
    row_starts = np.cumsum([0, *lengths])
    before = np.concatenate([np.full(packing.widest, -1), packing.previous])
    for row, length in enumerate(lengths):
        slot, met = int(packing.last[row]), []
        while slot >= 0:
            met.append(int(packing.gather[slot]))
            slot = int(before[slot])
        assert met == list(range(row_starts[row], row_starts[row] + length))[::-1]
