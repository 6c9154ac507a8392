"""Dropout keeps the mean, is off without a generator, and is decided by the generator's state."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sentir.cells.workspace import Workspace
from sentir.nets.dropout import drop_words, dropout
from tests.nets.samples import KINDS, ragged, small_net

DROPS: dict[str, Any] = {
    "embedding_dropout": 0.3,
    "word_dropout": 0.2,
    "pooled_dropout": 0.5,
    "dense_dropout": 0.4,
}


def test_padding_is_no_word_to_be_dropped() -> None:
    ids = np.zeros(100, np.int32)
    read = drop_words(ids, 0.5, unknown=1, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(read, ids)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_dropout_zeroes_its_share_and_keeps_the_mean(share: float) -> None:
    ones = np.ones((300, 400), np.float32)
    out, _ = dropout(ones, share, rng=np.random.default_rng(0), workspace=Workspace())
    assert np.mean(out == 0) == pytest.approx(share, abs=0.005)
    assert out.mean() == pytest.approx(1, abs=0.03)
    np.testing.assert_allclose(out[out != 0], 1 / (1 - share), rtol=1e-6)


def test_the_gradient_passes_where_the_value_passed() -> None:
    values = np.ones((20, 30))
    out, backward = dropout(values, 0.4, rng=np.random.default_rng(0), workspace=Workspace())
    np.testing.assert_array_equal(backward(np.ones((20, 30))), out)


def test_without_a_generator_or_a_share_values_pass_as_they_are() -> None:
    values = np.ones((2, 3))
    for share, rng in ((0.5, None), (0.0, np.random.default_rng(0))):
        out, backward = dropout(values, share, rng=rng, workspace=Workspace())
        assert out is values
        assert backward(values) is values
        ids = np.arange(4)
        assert drop_words(ids, share, unknown=1, rng=rng) is ids


def test_a_share_of_the_words_becomes_unknown_and_the_others_stay() -> None:
    ids = np.arange(2, 50_002, dtype=np.int32)
    read = drop_words(ids, 0.1, unknown=1, rng=np.random.default_rng(0))
    assert read.dtype == np.int32
    assert np.mean(read == 1) == pytest.approx(0.1, abs=0.005)
    np.testing.assert_array_equal(read[read != 1], ids[read != 1])


def test_the_same_generator_state_drops_the_same() -> None:
    net = small_net(**KINDS["gru"], **DROPS, dense_sizes=(4,))
    first, _ = net.forward(ragged(), np.random.default_rng(7))
    second, _ = net.forward(ragged(), np.random.default_rng(7))
    other, _ = net.forward(ragged(), np.random.default_rng(8))
    np.testing.assert_array_equal(first, second)
    assert not np.allclose(first, other)


def test_nothing_is_dropped_without_a_generator() -> None:
    dropping, plain = small_net(**KINDS["gru"], **DROPS), small_net(**KINDS["gru"])
    np.testing.assert_array_equal(dropping.forward(ragged())[0], plain.forward(ragged())[0])
    np.testing.assert_array_equal(dropping.logits(ragged()), plain.logits(ragged()))


@pytest.mark.parametrize("name", ["embedding_dropout", "pooled_dropout"])
def test_the_mean_answer_of_a_linear_net_is_that_without_dropout(name: str) -> None:
    dropped: dict[str, Any] = {name: 0.4}
    net = small_net(cell="bag", pooling="mean", **dropped)
    rng = np.random.default_rng(0)
    answers = np.array([net.forward(ragged(), rng)[0] for _ in range(3000)])
    error = answers.std(axis=0) / np.sqrt(len(answers))
    assert np.all(np.abs(answers.mean(axis=0) - net.logits(ragged())) <= 5 * error + 1e-12)
