"""Dropout of a text: the same units at every step, drawn once a batch, nothing when it is 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.cells.checker import check_gradients
from sentir.cells.packing import Packing
from sentir.nets.gradients import RowGradient
from sentir.nets.inputs import SlotInputs
from sentir.nets.row_dropout import RowDropout
from tests.nets.samples import KINDS, WORDS, ragged, small_net

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

RECURRENT = ("rnn", "lstm", "gru")
DROPPED: dict[str, Any] = {"input_dropout": 0.4, "recurrent_dropout": 0.3}
both_ends = pytest.mark.parametrize("bidirectional", [False, True])


def masks(*, share: float = 0.5, lengths: tuple[int, ...] = (3, 0, 5)) -> tuple[Floats, Floats]:
    packing = Packing.of(np.array(lengths))
    dropout = RowDropout(input_share=share, state_share=share)
    drawn = dropout.draw(packing, sizes=(400, 300), dtype=np.float64, rng=np.random.default_rng(0))
    assert drawn.read is not None
    assert drawn.state is not None
    return drawn.read, drawn.state


def test_a_mask_drops_its_share_and_makes_the_rest_larger() -> None:
    read, state = masks(share=0.2, lengths=(4,) * 100)
    for mask in (read, state):
        assert set(np.unique(mask)) == {0.0, 1.25}
        assert mask.mean() == pytest.approx(1.0, abs=0.01)


def test_every_row_has_a_mask_of_its_own_and_an_empty_one_no_state() -> None:
    read, state = masks()
    assert read.shape == (3, 400)
    assert state.shape == (2, 300)
    assert (read[0] != read[2]).any()
    assert (state[0] != state[1]).any()


def test_the_same_units_are_dropped_at_every_step_of_a_row() -> None:
    packing = Packing.of(np.array([6, 2, 9]))
    dropout = RowDropout(input_share=0.5, state_share=0.0)
    drawn = dropout.draw(packing, sizes=(50, 3), dtype=np.float64, rng=np.random.default_rng(0))
    read, _ = dropout.inputs(SlotInputs(np.ones((packing.slots, 50))), drawn, packing)
    assert drawn.read is not None
    np.testing.assert_array_equal(read.values, drawn.read[packing.rows])
    assert drawn.state is None


@both_ends
@pytest.mark.parametrize("cell", RECURRENT)
def test_gradients_with_dropout_agree_with_finite_differences(
    cell: str, bidirectional: bool
) -> None:
    sizes = (4, 3) if cell == "gru" else (3,)
    net = small_net(cell=cell, hidden_sizes=sizes, bidirectional=bidirectional, **DROPPED)
    texts, weights = ragged([3, 0, 5, 1]), np.random.default_rng(2).standard_normal((4, 3))

    def loss(parameters: dict[str, Floats]) -> tuple[float, dict[str, Floats]]:
        net.parameters = parameters
        logits, backward = net.forward(texts, np.random.default_rng(7))
        found = backward(weights)
        dense = {n: g.dense(WORDS) if isinstance(g, RowGradient) else g for n, g in found.items()}
        return float((logits * weights).sum()), dense

    check = check_gradients(loss, net.parameters, tolerance=1e-6, entries_per_array=25)
    assert check.passed, check.message


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_nothing_is_dropped_when_a_text_is_answered(kind: str) -> None:
    plain, dropped = small_net(**KINDS[kind]), small_net(**KINDS[kind], **DROPPED)
    np.testing.assert_array_equal(plain.logits(ragged()), dropped.logits(ragged()))
    logits, _ = dropped.forward(ragged(), np.random.default_rng(0))
    assert (logits != plain.logits(ragged())).any()


def test_shares_of_zero_draw_nothing() -> None:
    rng = np.random.default_rng(3)
    small_net(**KINDS["gru"]).forward(ragged(), rng)
    assert rng.bit_generator.state == np.random.default_rng(3).bit_generator.state


def test_two_threads_drop_the_same_as_one() -> None:
    settings: dict[str, Any] = {"cell": "lstm", "hidden_sizes": (5, 3), "bidirectional": True}
    results = []
    for threads in (1, 2):
        net = small_net(threads=threads, **settings, **DROPPED)
        logits, backward = net.forward(ragged([64] * 12), np.random.default_rng(0))
        gradients = backward(np.ones_like(logits))
        words = gradients.pop("embedding.weight")
        assert isinstance(words, RowGradient)
        results.append({"logits": logits, "words": words.dense(WORDS), **gradients})
    for name, value in results[0].items():
        np.testing.assert_array_equal(value, results[1][name], err_msg=name)
