"""Losses of hand-made logits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.training.losses import LOSSES, binary_cross_entropy, cross_entropy

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

ONES = np.ones(3)


def test_equal_logits_cost_the_logarithm_of_the_number_of_classes() -> None:
    loss = cross_entropy(np.zeros((4, 3)), np.array([0, 1, 2, 0]), class_weights=ONES)
    assert loss.mean == pytest.approx(math.log(3))
    assert loss.weight == 4


def test_a_zero_logit_costs_log_two_whatever_the_class() -> None:
    loss = binary_cross_entropy(np.zeros((2, 1)), np.array([0, 1]), class_weights=np.ones(2))
    assert loss.mean == pytest.approx(math.log(2))
    np.testing.assert_allclose(loss.d_logits, [[0.5], [-0.5]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_logits_cost_what_they_should_and_the_gradient_keeps_their_type(dtype: type) -> None:
    logits: Floats = np.array([[1000.0, -1000.0, 0.0]] * 2, dtype)
    loss = cross_entropy(logits, np.array([0, 1]), class_weights=ONES, label_smoothing=0.0)
    assert loss.summed == pytest.approx(2000)
    assert loss.d_logits.dtype == dtype
    np.testing.assert_allclose(loss.d_logits, [[0, 0, 0], [1, -1, 0]])

    both = binary_cross_entropy(logits[:, :2].T[:, :1], np.array([0, 0]), class_weights=np.ones(2))
    assert both.summed == pytest.approx(1000)
    assert both.d_logits.dtype == dtype


def test_two_softmax_outputs_and_one_sigmoid_weigh_and_smooth_alike() -> None:
    rng = np.random.default_rng(0)
    score, targets = rng.standard_normal((9, 1)), rng.integers(2, size=9)
    weights = np.array([0.5, 3.0])
    one = binary_cross_entropy(score, targets, class_weights=weights)
    two = cross_entropy(np.hstack([0 * score, score]), targets, class_weights=weights)
    assert one.summed == pytest.approx(two.summed)
    assert one.weight == pytest.approx(two.weight)
    np.testing.assert_allclose(one.d_logits, two.d_logits[:, 1:])

    even = np.ones(2)
    one = binary_cross_entropy(score, targets, class_weights=even, label_smoothing=0.2)
    two = cross_entropy(
        np.hstack([0 * score, score]), targets, class_weights=even, label_smoothing=0.2
    )
    assert one.summed == pytest.approx(two.summed)


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_the_gradient_is_the_slope_of_the_sum(name: str) -> None:
    rng = np.random.default_rng(1)
    outputs = 1 if name == "binary_cross_entropy" else 3
    logits, targets = rng.standard_normal((5, outputs)), rng.integers(2, size=5)
    weights = np.array([0.3, 2.0, 1.0][: max(outputs, 2)])

    def loss(values: Floats) -> float:
        return LOSSES[name](values, targets, class_weights=weights, label_smoothing=0.1).summed

    found = LOSSES[name](logits, targets, class_weights=weights, label_smoothing=0.1).d_logits
    for place in np.ndindex(logits.shape):
        shift = np.zeros_like(logits)
        shift[place] = 1e-6
        slope = (loss(logits + shift) - loss(logits - shift)) / 2e-6
        assert found[place] == pytest.approx(slope, abs=1e-8)


def test_losses_of_two_batches_join_to_the_loss_of_both() -> None:
    rng = np.random.default_rng(2)
    logits, targets, weights = rng.standard_normal((6, 3)), rng.integers(3, size=6), np.arange(1, 4)
    whole = cross_entropy(logits, targets, class_weights=weights.astype(float))
    halves = [
        cross_entropy(logits[part], targets[part], class_weights=weights.astype(float))
        for part in (slice(0, 2), slice(2, 6))
    ]
    joined = sum(half.summed for half in halves) / sum(half.weight for half in halves)
    assert joined == pytest.approx(whole.mean)


def test_a_batch_whose_classes_weigh_nothing_teaches_nothing() -> None:
    loss = cross_entropy(np.eye(3)[:2], np.array([0, 0]), class_weights=np.array([0.0, 1.0, 1.0]))
    assert loss.mean == 0
    np.testing.assert_array_equal(loss.d_mean, np.zeros((2, 3)))
