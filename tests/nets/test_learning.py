"""Nets learn: gradients are right, also with dropout, and 16 texts are learned by heart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.cells.checker import check_gradients
from sentir.nets.gradients import RowGradient
from sentir.nets.net import Net, build
from tests.nets.samples import KINDS, OUTPUTS, WORDS, ragged, small_net, small_spec

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, Ints

DROPS: dict[str, Any] = {
    "embedding_dropout": 0.3,
    "word_dropout": 0.2,
    "pooled_dropout": 0.4,
    "dense_dropout": 0.4,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("drops", [{}, {"word_dropout": 0.2}, DROPS])
def test_gradients_agree_with_finite_differences_also_of_what_was_not_dropped(
    kind: str, drops: dict[str, Any]
) -> None:
    net, texts = small_net(**KINDS[kind], **drops), ragged()
    d_logits = np.random.default_rng(2).standard_normal((len(texts), OUTPUTS))

    def loss_and_gradients(parameters: dict[str, Floats]) -> tuple[float, dict[str, Floats]]:
        pushed = Net(net.spec, parameters)
        logits, backward = pushed.forward(texts, np.random.default_rng(3) if drops else None)
        gradients = {
            name: g.dense(WORDS) if isinstance(g, RowGradient) else g
            for name, g in backward(d_logits).items()
        }
        return float((logits * d_logits).sum()), gradients

    check = check_gradients(loss_and_gradients, net.parameters, entries_per_array=24)
    assert check.passed, check.message


def cross_entropy(logits: Floats, targets: Ints) -> tuple[float, Floats]:
    """Return the mean loss and its gradient."""
    rows = np.arange(len(targets))
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    loss = -np.log(shares[rows, targets]).mean()
    shares[rows, targets] -= 1
    return float(loss), shares / len(targets)


@pytest.mark.parametrize("kind", KINDS)
def test_sixteen_texts_are_learned_by_heart_with_plain_gradient_descent(kind: str) -> None:
    spec = small_spec(words=60, embedding_size=12, **(KINDS[kind] | sizes(kind)))
    net = build(spec, rng=np.random.default_rng(0), dtype=np.float32)
    rng = np.random.default_rng(1)
    texts, targets = ragged(rng.integers(3, 10, 16), words=60), rng.integers(0, OUTPUTS, 16)
    loss = np.inf
    for _ in range(400):
        logits, backward = net.forward(texts)
        loss, d_logits = cross_entropy(logits, targets)
        for name, gradient in backward(d_logits.astype(np.float32)).items():
            if isinstance(gradient, RowGradient):
                net.parameters[name][gradient.rows] -= 0.5 * gradient.values
            else:
                net.parameters[name] -= 0.5 * gradient
    assert loss < 0.02
    assert (net.logits(texts).argmax(axis=1) == targets).all()


def sizes(kind: str) -> dict[str, tuple[int, ...]]:
    """Return layers large enough to learn by heart."""
    return {"hidden_sizes": tuple(16 for _ in KINDS[kind].get("hidden_sizes", ()))}
