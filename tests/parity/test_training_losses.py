"""Losses and their gradients equal torch's, with class weights and label smoothing."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from sentir.training.losses import binary_cross_entropy, cross_entropy

torch.set_num_threads(1)

every_smoothing = pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.9])
is_weighted = pytest.mark.parametrize("weighted", [False, True], ids=["even", "weighted"])


@is_weighted
@every_smoothing
def test_cross_entropy_equals_torchs(smoothing: float, weighted: bool) -> None:
    rng = np.random.default_rng(0)
    logits, targets = 5 * rng.standard_normal((17, 6)), rng.integers(6, size=17)
    weights = rng.uniform(0, 3, size=6) if weighted else np.ones(6)
    weights[2] = 0.0 if weighted else 1.0
    ours = cross_entropy(logits, targets, class_weights=weights, label_smoothing=smoothing)

    tensor = torch.from_numpy(logits).requires_grad_()
    theirs = functional.cross_entropy(
        tensor,
        torch.from_numpy(targets),
        weight=torch.from_numpy(weights),
        label_smoothing=smoothing,
    )
    theirs.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    assert ours.mean == pytest.approx(theirs.item(), abs=1e-12)
    assert tensor.grad is not None
    np.testing.assert_allclose(ours.d_mean, tensor.grad.numpy(), rtol=0, atol=1e-12)


@is_weighted
@every_smoothing
def test_binary_cross_entropy_equals_torchs(smoothing: float, weighted: bool) -> None:
    rng = np.random.default_rng(1)
    logits, targets = 5 * rng.standard_normal((17, 1)), rng.integers(2, size=17)
    weights = np.array([0.4, 2.5]) if weighted else np.ones(2)
    ours = binary_cross_entropy(logits, targets, class_weights=weights, label_smoothing=smoothing)

    tensor = torch.from_numpy(logits).requires_grad_()
    theirs = functional.binary_cross_entropy_with_logits(
        tensor[:, 0],
        torch.from_numpy(targets * (1 - smoothing) + smoothing / 2),
        weight=torch.from_numpy(weights[targets]),
        reduction="sum",
    )
    theirs.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    assert ours.summed == pytest.approx(theirs.item(), abs=1e-11)
    assert ours.weight == pytest.approx(weights[targets].sum())
    assert tensor.grad is not None
    np.testing.assert_allclose(ours.d_logits, tensor.grad.numpy(), rtol=0, atol=1e-12)
