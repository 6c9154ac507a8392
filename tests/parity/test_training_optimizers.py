"""Fifty updates of every optimizer equal torch's to 1e-9, in double."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pytest
import torch

from sentir.config.train_settings import TrainConfig
from sentir.nets.gradients import RowGradient
from sentir.training.gradients import clipped, norm
from sentir.training.optimizers import OPTIMIZERS, Optimizer
from sentir.training.penalties import Penalties

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

torch.set_num_threads(1)

WORDS, RARE = 40, 39  # the rare word is touched twice, with 30 updates in between
SHAPES = {
    "embedding.weight": (WORDS, 6),
    "recurrent.0.weight_ih_l0": (9, 6),
    "recurrent.0.bias_ih_l0": (9,),
    "output.weight": (3, 5),
    "output.bias": (3,),
}
Oracle: TypeAlias = Callable[[Iterable[torch.nn.Parameter]], torch.optim.Optimizer]
RATE = 0.02
CASES: dict[str, tuple[dict[str, Any], Oracle]] = {
    "adam": ({"optimizer": "adam"}, lambda p: torch.optim.Adam(p, RATE)),
    "adam with l2": (
        {"optimizer": "adam", "l2": 0.1},
        lambda p: torch.optim.Adam(p, RATE, weight_decay=0.1),
    ),
    "adamw": (
        {"optimizer": "adamw", "weight_decay": 0.3},
        lambda p: torch.optim.AdamW(p, RATE, weight_decay=0.3),
    ),
    "adamw without decay": (
        {"optimizer": "adamw"},
        lambda p: torch.optim.AdamW(p, RATE, weight_decay=0),
    ),
    "rmsprop": ({"optimizer": "rmsprop"}, lambda p: torch.optim.RMSprop(p, RATE)),
    "rmsprop with l2": (
        {"optimizer": "rmsprop", "l2": 0.1},
        lambda p: torch.optim.RMSprop(p, RATE, weight_decay=0.1),
    ),
    "sgd": ({"optimizer": "sgd"}, lambda p: torch.optim.SGD(p, RATE)),
    "sgd with momentum": (
        {"optimizer": "sgd", "momentum": 0.9},
        lambda p: torch.optim.SGD(p, RATE, momentum=0.9),
    ),
    "sgd with momentum and l2": (
        {"optimizer": "sgd", "momentum": 0.9, "l2": 0.1},
        lambda p: torch.optim.SGD(p, RATE, momentum=0.9, weight_decay=0.1),
    ),
}


def gradients(update: int) -> dict[str, Floats | RowGradient]:
    rng = np.random.default_rng(update)
    rows = rng.choice(RARE, 8, replace=False)
    if update in {3, 33}:
        rows[0] = RARE
    embedding = RowGradient(rows=rows, values=rng.standard_normal((8, 6)))
    dense = {name: rng.standard_normal(shape) for name, shape in SHAPES.items()}
    return {**dense, "embedding.weight": embedding}


def whole(gradient: Floats | RowGradient) -> torch.Tensor:
    values = gradient.dense(WORDS) if isinstance(gradient, RowGradient) else gradient
    return torch.from_numpy(values.copy())


@pytest.mark.parametrize("clip_norm", [0.0, 2.0], ids=["whole", "clipped"])
@pytest.mark.parametrize("case", sorted(CASES))
def test_fifty_updates_equal_torchs(case: str, clip_norm: float) -> None:
    settings, oracle = CASES[case]
    config = TrainConfig.model_validate(settings)
    rng = np.random.default_rng(0)
    ours: dict[str, Floats] = {name: rng.standard_normal(shape) for name, shape in SHAPES.items()}
    theirs = {name: torch.nn.Parameter(torch.from_numpy(w.copy())) for name, w in ours.items()}
    optimizer = Optimizer(OPTIMIZERS[config.optimizer](config), ours, threads=1)
    penalties = Penalties.of(config, ours)
    torchs = oracle(theirs.values())

    for update in range(50):
        given = gradients(update)
        for name, parameter in theirs.items():
            parameter.grad = whole(given[name])
        if clip_norm:
            torch.nn.utils.clip_grad_norm_(theirs.values(), clip_norm)
        torchs.step()
        held = clipped(given, max_norm=clip_norm, present_norm=norm(given))
        optimizer.update(penalties.added(held, ours), RATE)
        for name, parameter in theirs.items():
            np.testing.assert_allclose(
                ours[name], parameter.detach().numpy(), rtol=0, atol=1e-9, err_msg=name
            )


def test_the_norm_of_all_gradients_equals_torchs() -> None:
    given = gradients(0)
    parameters = [torch.nn.Parameter(torch.zeros(shape)) for shape in SHAPES.values()]
    for name, parameter in zip(SHAPES, parameters, strict=True):
        parameter.grad = whole(given[name]).float()
    theirs = torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    assert norm(given) == pytest.approx(float(theirs), rel=1e-6)


def test_l1_is_the_slope_of_the_sum_of_sizes() -> None:
    config = TrainConfig(l1=0.3, l2=0.2, l1_layers=["embedding", "output"], l2_biases=False)
    rng = np.random.default_rng(1)
    weights: dict[str, Floats] = {
        name: rng.standard_normal(shape) for name, shape in SHAPES.items()
    }
    zeros = {name: np.zeros(shape) for name, shape in SHAPES.items()}
    ours = Penalties.of(config, weights).added(zeros, weights)
    theirs = {name: torch.nn.Parameter(torch.from_numpy(w)) for name, w in weights.items()}
    l1 = sum(theirs[name].abs().sum() for name in ("embedding.weight", "output.weight"))
    l2 = sum((each**2).sum() for name, each in theirs.items() if "bias" not in name)
    (0.3 * l1 + 0.2 / 2 * l2).backward()  # type: ignore[union-attr]  # neither sum is empty
    for name, parameter in theirs.items():
        expected = zeros[name] if parameter.grad is None else parameter.grad.numpy()
        np.testing.assert_allclose(np.asarray(ours[name]), expected, atol=1e-12)
