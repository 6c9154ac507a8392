"""Integrated gradients add up to what they explain, and equal captum's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from captum.attr import LayerIntegratedGradients
from torch import Tensor

from sentir.explain.gradients import (
    FEWEST_STEPS,
    MOST_STEPS,
    TOLERANCE,
    IntegratedGradients,
    integrated_gradients,
)
from sentir.explain.line import Line
from sentir.explain.reading import read
from sentir.explain.rivals import Rivals
from sentir.nets.fading import faded
from tests.explain.samples import fresh, rivals_of, taught
from tests.nets.samples import ALL, KINDS, small_net
from tests.parity.torch_twin import ACTIVATIONS, TorchTwin

if TYPE_CHECKING:
    from sentir.runtime.predictor import Model

TEXT = "a very good film felt so sad, the odd day was xyzzy"
STEPS = 32


def gradients_of(model: Model, text: str) -> tuple[IntegratedGradients, Rivals]:
    rivals = rivals_of(model, text)
    return integrated_gradients(model, read(model, text).ids, rivals), rivals


def whole_change(model: Model, text: str, rivals: Rivals) -> tuple[Any, Any]:
    ids = read(model, text).ids
    ends, _ = faded(model.net, ids, np.array([0.0, 1.0]))
    return np.diff(rivals.logits(ends), axis=0)[0], np.diff(rivals.odds(ends)[0])[0]


@pytest.mark.parametrize("labels", [("bad", "good"), ("bad", "good", "odd")], ids=len)
@pytest.mark.parametrize("kind", ALL.values(), ids=ALL)
def test_contributions_add_up_to_the_change_of_logits_and_odds(
    kind: dict[str, Any], labels: tuple[str, ...]
) -> None:
    model = fresh(labels=labels, **({"hidden_sizes": (), "bidirectional": False} | kind))
    found, rivals = gradients_of(model, TEXT)
    logits, odds = whole_change(model, TEXT, rivals)
    sizes = np.abs(found.logits).sum(axis=0)
    assert (np.abs(found.logits.sum(axis=0) - logits) <= TOLERANCE * sizes).all()
    assert abs(found.odds.sum() - odds) <= TOLERANCE * np.abs(found.odds).sum()
    assert found.is_complete
    assert FEWEST_STEPS <= found.steps <= MOST_STEPS


def test_in_a_bag_each_word_gets_just_what_it_pulls() -> None:
    model = taught()
    found, rivals = gradients_of(model, "a lovely dark day")
    assert (rivals.answer, rivals.runner_up) == (2, 1)  # joy, fear
    expected = np.array([[0, 0], [1, 0], [0, 0.75], [0, 0]])
    np.testing.assert_allclose(found.logits, expected, atol=1e-6)


def test_of_two_classes_the_runner_ups_logit_is_the_negative() -> None:
    found, _ = gradients_of(fresh(labels=("bad", "good")), TEXT)
    np.testing.assert_array_equal(found.logits[:, 0], -found.logits[:, 1])


def test_a_net_that_turns_round_within_a_thousandth_of_the_line_is_followed() -> None:
    rng = np.random.default_rng(1)
    model = fresh(labels=("bad", "good"), cell="rnn", pooling="last", hidden_sizes=(4,))
    for name, each in model.net.parameters.items():
        if "weight_hh" in name:
            each[...] = 1.5 * rng.standard_normal(each.shape)  # bistable: it turns
    rivals, ids = rivals_of(model, TEXT), read(model, TEXT).ids
    evenly = Line.of(model.net, ids, rivals, steps=MOST_STEPS)
    missed = np.abs(evenly.missed.sum(axis=0)) / np.abs(evenly.added.sum(axis=0)).sum(axis=0)
    assert missed.max() > TOLERANCE  # equal steps miss it, even with as many as there may be
    found, _ = gradients_of(model, TEXT)
    assert found.is_complete
    assert FEWEST_STEPS < found.steps <= MOST_STEPS


def test_cutting_steps_keeps_the_line_in_order() -> None:
    model = fresh()
    rivals, ids = rivals_of(model, TEXT), read(model, TEXT).ids
    line = Line.of(model.net, ids, rivals, steps=4).cut(np.array([2, 0]), pieces=4)
    assert line.steps == 10
    assert line.edges.tolist() == [*np.arange(5) / 16, 0.5, *(0.5 + np.arange(1, 5) / 16), 1]
    np.testing.assert_allclose(line.values[0], Line.of(model.net, ids, rivals, steps=1).values[0])
    middles = (line.edges[1:] + line.edges[:-1]) / 2
    logits, backward = faded(model.net, ids, middles)
    slopes = backward(np.broadcast_to(rivals.directions[0], logits.shape).astype(logits.dtype))
    np.testing.assert_allclose(line.slopes[:, :, 0], slopes, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_contributions_equal_captums_with_the_same_rule_steps_and_baseline(
    kind: dict[str, Any],
) -> None:
    net = small_net(**kind)
    ids = np.random.default_rng(4).integers(1, 23, 7).astype(np.int32)
    twin = TorchTwin.of(net)

    def logits(words: Tensor) -> Tensor:
        pooled = twin.pooled(words, torch.full((len(words),), words.shape[1]))
        for layer in twin.dense:
            pooled = ACTIVATIONS[net.spec.dense_activation](layer(pooled))
        answer: Tensor = twin.output(pooled)
        return answer

    words = torch.from_numpy(ids.astype(np.int64))[None]
    oracle = LayerIntegratedGradients(logits, twin.embedding)
    rivals = Rivals.of(np.array([0.2, 0.5, 0.3]), outputs=3, temperature=1.0)
    ours = Line.of(net, ids, rivals, steps=STEPS).added.sum(axis=0)
    for column, target in enumerate((rivals.answer, rivals.runner_up)):
        theirs = oracle.attribute(
            words,
            baselines=torch.zeros_like(words),  # padding, whose vector is zero
            target=target,
            n_steps=STEPS,
            method="riemann_middle",
        )
        summed = theirs.sum(dim=2)[0].detach().numpy()
        np.testing.assert_allclose(ours[:, column], summed, rtol=0, atol=1e-9)


def test_padding_that_is_read_gets_no_share() -> None:
    model = taught(read_padding=True)
    found, _ = gradients_of(model, "a lovely day")
    assert found.logits.shape == (3, 2)
    np.testing.assert_allclose(found.logits[:, 0], [0, 4 / 12, 0], atol=1e-6)
    assert found.is_complete
