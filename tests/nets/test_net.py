"""A net's answer depends on the text alone: not on its batch, its place there, or the threads."""

from __future__ import annotations

import sys
from subprocess import run
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.nets.gradients import RowGradient
from sentir.nets.net import Net, build
from sentir.nets.spec import NetSpec
from sentir.text.sequences import Sequences
from tests.nets.samples import ALL, KINDS, WIDE, ragged, small_net

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

all_kinds = pytest.mark.parametrize("kind", ALL)


def full_size_net(*, threads: int = 1) -> Net:
    """Return the net that learns emotions, in single precision."""
    spec = NetSpec(
        words=2000,
        outputs=6,
        cell="gru",
        embedding_size=100,
        hidden_sizes=(128,),
        bidirectional=True,
        pooling="attention",
        embedding_scale=1.0,
    )
    return build(spec, rng=np.random.default_rng(0), threads=threads)


def dense(gradient: Floats | RowGradient) -> Floats:
    return gradient.dense(2000) if isinstance(gradient, RowGradient) else gradient


@all_kinds
def test_rows_answer_in_the_order_given(kind: str) -> None:
    net, texts = small_net(**ALL[kind]), ragged()
    order = np.random.default_rng(5).permutation(len(texts))
    np.testing.assert_allclose(net.logits(texts.take(order)), net.logits(texts)[order], atol=1e-12)


@all_kinds
def test_longer_neighbours_do_not_change_the_prediction_as_padding_would(kind: str) -> None:
    net, short = small_net(**ALL[kind]), [3, 9, 4]
    alone = net.logits(Sequences.of([short]))
    beside = net.logits(Sequences.of([short, [5] * 40]))
    np.testing.assert_allclose(beside[:1], alone, atol=1e-12)


def test_a_batch_answers_as_single_texts_do_at_every_length() -> None:
    net, texts = full_size_net(), ragged(range(1, 65), words=2000)
    together = net.logits(texts)
    single = np.concatenate([net.logits(texts.take(np.array([row]))) for row in range(64)])
    np.testing.assert_allclose(together, single, rtol=0, atol=1e-6)


def test_a_text_answers_the_same_in_any_batch() -> None:
    net, rng = full_size_net(), np.random.default_rng(3)
    texts = ragged(rng.integers(0, 40, 200), words=2000)
    expected = net.logits(texts)
    for size in (2, 7, 64):
        rows = rng.choice(200, size, replace=False)
        np.testing.assert_allclose(net.logits(texts.take(rows)), expected[rows], rtol=0, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_text_pools_to_zeros_and_has_an_answer(kind: str) -> None:
    net = small_net(**ALL[kind])
    states = net.states(ragged([0, 3, 0]))
    assert not states[[0, 2]].any()
    assert states[1].any()
    for texts in (ragged([0, 0]), ragged([])):
        assert net.logits(texts).shape == (len(texts), 3)
        logits, backward = net.forward(texts)
        gradients = backward(np.ones_like(logits))
        assert isinstance(gradients["embedding.weight"], RowGradient)
        assert not gradients["embedding.weight"].rows.size


@pytest.mark.parametrize("kind", WIDE)
def test_a_text_without_words_leaves_a_wide_net_its_biases(kind: str) -> None:
    net = small_net(**WIDE[kind])
    layer = "dense.0" if net.spec.dense_sizes else "output"
    bias = net.parameters[f"{layer}.bias"]
    state = np.maximum(bias, 0) if net.spec.dense_sizes else bias
    np.testing.assert_array_equal(net.states(Sequences.of([[], []])), [state, state])
    for texts in (ragged([0, 0]), ragged([])):
        logits, backward = net.forward(texts)
        assert logits.shape == (len(texts), 3)
        gradient = backward(np.ones_like(logits))[f"{layer}.weight"]
        assert not dense(gradient).any()


@all_kinds
def test_the_state_of_a_text_has_the_size_that_the_spec_names(kind: str) -> None:
    net = small_net(**ALL[kind])
    assert net.states(ragged()).shape == (12, net.spec.state_size)


@all_kinds
def test_the_head_of_the_states_is_the_forward(kind: str) -> None:
    net, texts = small_net(**ALL[kind]), ragged()
    logits, _ = net.forward(texts)
    np.testing.assert_array_equal(net.head(net.states(texts)), net.logits(texts))
    np.testing.assert_allclose(net.logits(texts), logits, rtol=0, atol=1e-12)


@all_kinds
def test_answers_of_earlier_batches_stay_as_they_were(kind: str) -> None:
    net, texts = small_net(**ALL[kind]), ragged()
    logits, states = net.forward(texts)[0], net.states(texts)
    kept = logits.copy(), states.copy()
    other = ragged([9] * 12)
    net.forward(other, np.random.default_rng(0))[1](np.ones_like(logits))
    net.states(other)
    np.testing.assert_array_equal(logits, kept[0])
    np.testing.assert_array_equal(states, kept[1])


@all_kinds
def test_a_backward_does_not_change_what_it_is_given_and_may_be_repeated(kind: str) -> None:
    net = small_net(**ALL[kind], pooled_dropout=0.5, dense_dropout=0.5, word_dropout=0.2)
    logits, backward = net.forward(ragged(), np.random.default_rng(0))
    d_logits = np.random.default_rng(1).standard_normal(logits.shape)
    given = d_logits.copy()
    first = {name: dense(gradient).copy() for name, gradient in backward(d_logits).items()}
    for name, again in backward(d_logits).items():
        np.testing.assert_array_equal(dense(again), first[name], err_msg=name)
    np.testing.assert_array_equal(d_logits, given)


def test_two_threads_give_the_same_bits_as_one() -> None:
    one, two = full_size_net(), full_size_net(threads=2)
    texts = ragged(range(1, 65), words=2000)
    results = []
    for net in (one, two):
        logits, backward = net.forward(texts)
        results.append({"logits": logits, "evaluated": net.logits(texts), **backward(logits)})
    for name, value in results[0].items():
        np.testing.assert_array_equal(dense(value), dense(results[1][name]), err_msg=name)


def test_single_precision_stays_single() -> None:
    net = small_net(**KINDS["gru"], dtype=np.float32, dense_sizes=(4,), embedding_dropout=0.2)
    logits, backward = net.forward(ragged(), np.random.default_rng(0))
    assert net.logits(ragged()).dtype == logits.dtype == np.float32
    for name, gradient in backward(logits).items():
        value = gradient.values if isinstance(gradient, RowGradient) else gradient
        assert value.dtype == np.float32, name


def test_the_summary_names_every_layer_and_counts_every_parameter() -> None:
    net = small_net(**KINDS["rnn"], dense_sizes=(7,))
    table = [(layer.name, layer.shape, layer.parameters) for layer in net.layers()]
    assert table == [
        ("embedding", (4,), 23 * 4),
        ("recurrent.0", (10,), 2 * 5 * (4 + 5 + 2)),
        ("recurrent.1", (6,), 2 * 3 * (10 + 3 + 2)),
        ("pooling", (6,), 0),
        ("dense.0", (7,), 6 * 7 + 7),
        ("output", (3,), 7 * 3 + 3),
    ]
    assert net.parameter_count == sum(value.size for value in net.parameters.values())
    assert net.parameter_count == sum(layer.parameters for layer in net.layers())


def test_the_summary_of_a_wide_net_names_what_its_first_layer_reads() -> None:
    multi_hot = small_net(**WIDE["multi_hot"])
    assert [(layer.name, layer.shape, layer.parameters) for layer in multi_hot.layers()] == [
        ("multi_hot", (21,), 0),
        ("dense.0", (4,), 21 * 4 + 4),
        ("dense.1", (3,), 4 * 3 + 3),
        ("output", (3,), 3 * 3 + 3),
    ]
    flat = small_net(**WIDE["flat bag"])
    assert [(layer.name, layer.shape, layer.parameters) for layer in flat.layers()] == [
        ("embedding", (4,), 23 * 4),
        ("flatten", (64 * 4,), 0),
        ("output", (3,), 64 * 4 * 3 + 3),
    ]


@all_kinds
def test_stored_parameters_answer_as_the_net_they_came_from(kind: str) -> None:
    net = small_net(**ALL[kind])
    again = Net.from_parameters(NetSpec.from_json(net.spec.to_json()), net.parameters)
    np.testing.assert_array_equal(again.logits(ragged()), net.logits(ragged()))


def test_a_net_imports_neither_torch_nor_anything_heavy() -> None:
    heavy = ["torch", "scipy", "sklearn", "pydantic", "rich", "concurrent.futures"]
    script = f"import sys, sentir.nets.net; print([m for m in {heavy} if m in sys.modules])"
    done = run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
