"""Projecting a word once for all its slots equals projecting every slot."""

from __future__ import annotations

import numpy as np
import pytest

from sentir.cells.packing import Packing
from sentir.cells.workspace import Workspace
from sentir.errors import RunError
from sentir.nets.embedding import embed
from sentir.nets.grouping import Groups
from sentir.nets.inputs import SlotInputs, WordInputs
from tests.nets.samples import WORDS, ragged

rng = np.random.default_rng(0)
TABLE, WEIGHT, BIAS = rng.standard_normal((WORDS, 4)), rng.standard_normal((6, 4)), np.arange(6.0)
PACKING = Packing.of(ragged().lengths)
IDS = ragged().ids[PACKING.gather]
GROUPS = Groups.of(IDS)


@pytest.mark.parametrize("reverse", [False, True])
def test_words_and_slots_project_to_the_same_with_the_same_gradients(reverse: bool) -> None:
    order = PACKING.reverse if reverse else None
    words = WordInputs(TABLE[GROUPS.words], GROUPS)
    by_word, word_backward = words.project(WEIGHT, BIAS, order=order, workspace=Workspace())
    slots = SlotInputs(TABLE[IDS])
    by_slot, slot_backward = slots.project(WEIGHT, BIAS, order=order, workspace=Workspace())
    np.testing.assert_allclose(by_word, by_slot, atol=1e-12)

    d_projected = np.random.default_rng(1).standard_normal(by_slot.shape)
    d_words, *of_words = word_backward(d_projected)
    d_slots, *of_slots = slot_backward(d_projected)
    for ours, theirs in zip(of_words, of_slots, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)
    expected = np.zeros((WORDS, 4))
    np.add.at(expected, IDS, d_slots)
    np.testing.assert_allclose(d_words, expected[GROUPS.words], atol=1e-12)


def test_the_slots_are_read_in_the_order_given() -> None:
    plain, _ = SlotInputs(TABLE[IDS]).project(WEIGHT, BIAS, order=None, workspace=Workspace())
    turned, _ = SlotInputs(TABLE[IDS]).project(
        WEIGHT, BIAS, order=PACKING.reverse, workspace=Workspace()
    )
    np.testing.assert_allclose(turned, plain[PACKING.reverse])


def test_the_gradient_of_a_word_is_the_sum_of_its_slots_and_padding_has_none() -> None:
    ids = np.array([5, 0, 7, 5, 0])
    _, backward = embed(TABLE, ids, share=0.0, rng=None, workspace=Workspace())
    gradient = backward(np.ones((3, 4)))  # of the distinct words 0, 5, 7
    assert gradient.rows.tolist() == [0, 5, 7]
    assert gradient.values[:, 0].tolist() == [0, 1, 1]

    rng = np.random.default_rng(0)
    _, backward = embed(TABLE, ids, share=1e-9, rng=rng, workspace=Workspace())
    dense = backward(np.ones((5, 4))).dense(WORDS)
    np.testing.assert_allclose(dense[[0, 5, 7, 8], 0], [0, 2, 1, 0], rtol=1e-6)


@pytest.mark.parametrize("wrong", [WORDS, -1])
def test_an_id_outside_the_vocabulary_is_refused(wrong: int) -> None:
    ids = np.array([3, wrong, 4])
    with pytest.raises(RunError, match=f"the word id {wrong}, expected 0 to 22: they were not"):
        embed(TABLE, ids, share=0.0, rng=None, workspace=Workspace())
