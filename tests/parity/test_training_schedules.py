"""Learning rates equal torch's."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sentir.training.schedules import OneCycle, Plateau


def sgd(learning_rate: float) -> torch.optim.Optimizer:
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], learning_rate)


def rate_of(optimizer: torch.optim.Optimizer) -> float:
    return float(optimizer.param_groups[0]["lr"])


@pytest.mark.parametrize("total", [2, 3, 7, 100, 1251])
def test_one_cycle_equals_torchs(total: int) -> None:
    ours, optimizer = OneCycle(peak=0.003, total_updates=total), sgd(0.003)
    theirs = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=0.003, total_steps=total, cycle_momentum=False
    )
    for update in range(total):
        assert ours.rate(update) == pytest.approx(rate_of(optimizer), rel=1e-12)
        optimizer.step()
        if update < total - 1:
            theirs.step()


@pytest.mark.parametrize("patience", [0, 1, 2])
@pytest.mark.parametrize("factor", [0.1, 0.5])
def test_plateau_equals_torchs(patience: int, factor: float) -> None:
    ours, optimizer = Plateau(learning_rate=1e-3, factor=factor, patience=patience), sgd(1e-3)
    theirs = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=factor, patience=patience)
    rng = np.random.default_rng(0)
    losses = [*(1 / np.arange(1, 20) + rng.uniform(0, 0.2, 19)), float("nan"), *[0.00999] * 40]
    for loss in losses:
        ours.end_epoch(loss)
        theirs.step(loss)
        assert ours.rate(0) == pytest.approx(rate_of(optimizer), rel=1e-12)
