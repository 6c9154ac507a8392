"""What each pooling makes of hand-made states, and its gradients by finite differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.cells.checker import check_gradients
from sentir.cells.packing import Packing
from sentir.cells.workspace import Workspace
from sentir.nets.pooling import POOLINGS

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

# Two texts: states (1, 8) (2, 6) (6, 1), and (5, 5); between them an empty one.
PACKING = Packing.of(np.array([3, 0, 1]))
ROW_MAJOR = np.array([[1.0, 8], [2, 6], [6, 1], [5, 5]])
STATES = ROW_MAJOR[PACKING.gather]


def pool(name: str, states: list[Floats], weight: Floats | None = None) -> Floats:
    parameters = {} if weight is None else {"attention.weight": weight}
    workspaces = [Workspace() for _ in states]
    return POOLINGS[name](states, PACKING, parameters, workspaces)[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("last", [[6, 1], [0, 0], [5, 5]]),
        ("max", [[6, 8], [0, 0], [5, 5]]),
        ("mean", [[3, 5], [0, 0], [5, 5]]),
    ],
)
def test_states_pool_as_by_hand(name: str, expected: list[list[float]]) -> None:
    np.testing.assert_allclose(pool(name, [STATES]), expected)


def test_attention_is_the_mean_weighted_by_the_softmax_of_the_scores() -> None:
    weight = np.array([[2.0, -3.0]])
    scores = np.tanh(ROW_MAJOR[:3]) @ weight[0]
    shares = np.exp(scores) / np.exp(scores).sum()
    expected = [shares @ ROW_MAJOR[:3], [0, 0], [5, 5]]
    np.testing.assert_allclose(pool("attention", [STATES], weight), expected)


def test_attention_without_a_leaning_is_the_mean() -> None:
    found = pool("attention", [STATES], np.zeros((1, 2)))
    np.testing.assert_allclose(found, pool("mean", [STATES]))


def test_attention_stands_scores_far_apart() -> None:
    found = pool("attention", [STATES.astype(np.float32)], np.array([[0, 5000]], np.float32))
    np.testing.assert_allclose(found[0], [1.5, 7], rtol=0.6)
    assert np.isfinite(found).all()


def test_the_direction_from_the_end_pools_last_what_it_read_last() -> None:
    from_the_end = STATES[PACKING.reverse]
    found = pool("last", [STATES, from_the_end])
    np.testing.assert_allclose(found, [[6, 1, 1, 8], [0, 0, 0, 0], [5, 5, 5, 5]])


@pytest.mark.parametrize("name", ["max", "mean"])
def test_both_directions_pool_side_by_side(name: str) -> None:
    found = pool(name, [STATES, STATES[PACKING.reverse]])
    np.testing.assert_allclose(found, np.tile(pool(name, [STATES]), 2))


@pytest.mark.parametrize("name", POOLINGS)
def test_the_gradients_of_a_pooling_agree_with_finite_differences(name: str) -> None:
    rng = np.random.default_rng(0)
    packing = Packing.of(np.array([3, 0, 5, 1, 5]))
    weights = rng.standard_normal((5, 6))

    def loss_and_gradients(arrays: dict[str, Floats]) -> tuple[float, dict[str, Floats]]:
        states = [arrays["forth"], arrays["back"]]
        pooled, backward = POOLINGS[name](states, packing, arrays, [Workspace(), Workspace()])
        (forth, back), gradients = backward(weights)
        return float((pooled * weights).sum()), {"forth": forth, "back": back, **gradients}

    arrays = {side: rng.standard_normal((packing.slots, 3)) for side in ("forth", "back")}
    if name == "attention":
        arrays["attention.weight"] = rng.standard_normal((1, 6))
    check = check_gradients(loss_and_gradients, arrays)
    assert check.passed, check.message
