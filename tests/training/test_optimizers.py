"""Optimizers on row gradients, in pieces and threads; torch's own numbers stand in parity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.config.train_settings import TrainConfig
from sentir.nets.gradients import RowGradient
from sentir.training.optimizers import OPTIMIZERS, Optimizer

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

ROWS = 3_000  # x 50 numbers: more than two pieces
SETTINGS = {
    "adam": {"optimizer": "adam"},
    "adamw": {"optimizer": "adamw", "weight_decay": 0.1},
    "rmsprop": {"optimizer": "rmsprop"},
    "sgd": {"optimizer": "sgd"},
    "sgd with momentum": {"optimizer": "sgd", "momentum": 0.9},
}
every_optimizer = pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS.keys())


def parameters() -> dict[str, Floats]:
    rng = np.random.default_rng(0)
    shapes = {"embedding.weight": (ROWS, 50), "output.weight": (7, 9), "output.bias": (7,)}
    return {name: rng.standard_normal(shape, np.float32) for name, shape in shapes.items()}


def optimizer_of(
    settings: dict[str, object], learned: dict[str, Floats], *, threads: int = 1
) -> Optimizer:
    config = TrainConfig.model_validate(settings)
    return Optimizer(OPTIMIZERS[config.optimizer](config), learned, threads=threads)


def gradients(update: int) -> dict[str, Floats | RowGradient]:
    rng = np.random.default_rng(update)
    rows = rng.choice(ROWS, 40, replace=False)
    values = rng.standard_normal((40, 50), np.float32)
    return {
        "embedding.weight": RowGradient(rows=rows, values=values),
        "output.weight": rng.standard_normal((9, 7), np.float32).T,
        "output.bias": rng.standard_normal(7, np.float32),
    }


def whole(given: dict[str, Floats | RowGradient]) -> dict[str, Floats | RowGradient]:
    rows = given["embedding.weight"]
    assert isinstance(rows, RowGradient)
    return {**given, "embedding.weight": rows.dense(ROWS)}


def same_bits(ours: dict[str, Floats], theirs: dict[str, Floats]) -> bool:
    return all(ours[name].tobytes() == theirs[name].tobytes() for name in ours | theirs)


@every_optimizer
def test_row_gradients_move_weights_as_whole_ones_do(settings: dict[str, object]) -> None:
    by_rows, by_wholes = parameters(), parameters()
    one, other = optimizer_of(settings, by_rows), optimizer_of(settings, by_wholes)
    for update in range(70):
        one.update(gradients(update), 0.01)
        other.update(whole(gradients(update)), 0.01)
    assert same_bits(by_rows, by_wholes)
    assert same_bits(one.state(), other.state())


@every_optimizer
def test_a_second_thread_does_not_change_a_bit(settings: dict[str, object]) -> None:
    alone, shared = parameters(), parameters()
    one, other = optimizer_of(settings, alone), optimizer_of(settings, shared, threads=2)
    for update in range(70):
        one.update(gradients(update), 0.01)
        other.update(gradients(update), 0.01)
    assert same_bits(alone, shared)


@every_optimizer
def test_a_loaded_state_goes_on_to_the_same_bits(settings: dict[str, object]) -> None:
    straight, resumed = parameters(), parameters()
    one, first = optimizer_of(settings, straight), optimizer_of(settings, resumed)
    for update in range(10):
        one.update(gradients(update), 0.01)
        if update < 5:
            first.update(gradients(update), 0.01)
    second = optimizer_of(settings, resumed)
    second.load(first.state(), updates=first.updates)
    for update in range(5, 10):
        second.update(gradients(update), 0.01)
    assert same_bits(straight, resumed)
    assert second.updates == 10


def test_moments_of_a_word_not_seen_again_end_at_zero_and_never_below_the_normal_numbers() -> None:
    learned = {"embedding.weight": np.zeros((4, 2), np.float32)}
    optimizer = optimizer_of({"optimizer": "adam"}, learned)
    once = RowGradient(rows=np.array([1]), values=np.full((1, 2), 1e-3, np.float32))
    never = RowGradient(rows=np.array([2]), values=np.full((1, 2), 1e-3, np.float32))
    optimizer.update({"embedding.weight": once}, 0.01)
    smallest = np.finfo(np.float32).tiny
    for _ in range(1_000):
        optimizer.update({"embedding.weight": never}, 0.01)
        m = optimizer.state()["m/embedding.weight"]
        assert not ((m != 0) & (np.abs(m) < smallest)).any()
    assert optimizer.state()["m/embedding.weight"][1].tolist() == [0, 0]


def test_a_parameter_that_is_a_transposed_view_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(3, 2\) must be C-contiguous"):
        optimizer_of({"optimizer": "sgd"}, {"output.weight": np.zeros((2, 3)).T})


def test_a_state_of_other_shapes_is_refused() -> None:
    optimizer = optimizer_of({"optimizer": "adam"}, {"a": np.zeros(3)})
    with pytest.raises(ValueError, match=r"m/a has shape \(4,\), not \(3,\)"):
        optimizer.load({"m/a": np.zeros(4), "v/a": np.zeros(3)}, updates=1)
