"""Every net's logits and gradients equal torch's, in double, on ragged texts of 0 to 9 words."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from sentir.nets.gradients import RowGradient
from sentir.nets.net import build
from sentir.nets.spec import NetSpec
from sentir.text.sequences import Sequences
from sentir.text.vocabulary import PADDING
from tests.nets.samples import OUTPUTS, WIDE, WORDS, ragged, small_net
from tests.parity.torch_twin import TorchTwin

if TYPE_CHECKING:
    from sentir.nets.net import Net

BAGS = list(product(["bag"], [()], [False], ["max", "mean", "attention"]))
RECURRENT = list(
    product(
        ("rnn", "lstm", "gru"),
        ((5,), (5, 3)),
        (False, True),
        ("last", "max", "mean", "attention"),
    )
)
DENSE = [((), "relu"), ((4,), "relu"), ((4,), "linear"), ((4, 3), "sigmoid"), ((4, 3), "tanh")]


def assert_same_as_torch(net: Net, sequences: Sequences) -> None:
    twin = TorchTwin.of(net)
    weights = np.random.default_rng(2).standard_normal((len(sequences), OUTPUTS))
    theirs = twin(sequences)
    (theirs * torch.from_numpy(weights)).sum().backward()

    ours, backward = net.forward(sequences)
    gradients = backward(weights)

    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=0, atol=1e-11)
    assert list(gradients) == list(net.parameters)
    for name, parameter in twin.named_parameters():
        found = gradients[name]
        dense = found.dense(WORDS) if isinstance(found, RowGradient) else found
        expected = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
        np.testing.assert_allclose(dense, expected.numpy(), rtol=0, atol=1e-11, err_msg=name)


@pytest.mark.parametrize(("dense_sizes", "activation"), DENSE)
@pytest.mark.parametrize(("cell", "hidden_sizes", "both_ends", "pooling"), [*BAGS, *RECURRENT])
def test_a_net_equals_its_torch_twin_in_value_and_every_gradient(
    cell: str,
    hidden_sizes: tuple[int, ...],
    both_ends: bool,
    pooling: str,
    dense_sizes: tuple[int, ...],
    activation: str,
) -> None:
    net = small_net(
        cell=cell,
        hidden_sizes=hidden_sizes,
        bidirectional=both_ends,
        pooling=pooling,
        dense_sizes=dense_sizes,
        dense_activation=activation,
    )
    assert_same_as_torch(net, ragged())


@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize("kind", WIDE)
def test_a_wide_net_equals_its_torch_twin_in_value_and_every_gradient(
    kind: str, activation: str
) -> None:
    assert_same_as_torch(small_net(**WIDE[kind], dense_activation=activation), ragged())


@pytest.mark.parametrize("kind", WIDE)
def test_unknown_words_and_padding_are_read_as_torch_reads_them(kind: str) -> None:
    texts = Sequences.of([[3, 1, 5, 3], [1, 1], [PADDING] * 4, [7, 0, 9, 0, 0]])
    assert_same_as_torch(small_net(**WIDE[kind]), texts)


def test_a_net_of_two_threads_equals_its_torch_twin() -> None:
    settings: dict[str, Any] = {"hidden_sizes": (5, 3), "bidirectional": True}
    net = small_net(cell="gru", pooling="attention", threads=2, **settings)
    assert_same_as_torch(net, ragged([64] * 12))


def test_equal_states_give_the_gradient_of_the_maximum_to_one_word_alone() -> None:
    net = small_net(cell="bag", pooling="max")
    assert_same_as_torch(net, Sequences.of([[3, 5, 3, 3], [7, 7]]))


def test_texts_without_any_word_have_an_answer_and_gradients() -> None:
    net = small_net(cell="gru", hidden_sizes=(5,), bidirectional=True, pooling="attention")
    assert_same_as_torch(net, Sequences.of([[], [], []]))


@pytest.mark.parametrize("pooling", ["last", "max", "mean", "attention"])
def test_single_precision_answers_equal_torch_within_a_hundred_thousandth(pooling: str) -> None:
    spec = NetSpec(
        words=300,
        outputs=6,
        cell="gru",
        embedding_size=100,
        hidden_sizes=(128,),
        bidirectional=True,
        pooling=pooling,
        embedding_scale=1.0,
    )
    net = build(spec, rng=np.random.default_rng(0))
    texts = ragged(range(65), words=300)
    theirs = TorchTwin.of(net)(texts).detach().numpy()
    np.testing.assert_allclose(net.logits(texts), theirs, rtol=0, atol=1e-5)
