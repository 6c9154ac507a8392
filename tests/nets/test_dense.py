"""Dense layers and their activations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.cells.checker import check_gradients
from sentir.nets.dense import ACTIVATIONS, dense

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradients_of_a_dense_layer_agree_with_finite_differences(activation: str) -> None:
    rng = np.random.default_rng(0)
    arrays = {"x": (5, 4), "weight": (3, 4), "bias": (3,)}
    d_out = rng.standard_normal((5, 3))

    def loss_and_gradients(given: dict[str, Floats]) -> tuple[float, dict[str, Floats]]:
        out, backward = dense(given["x"], given["weight"], given["bias"], activation=activation)
        return float((out * d_out).sum()), dict(zip(arrays, backward(d_out), strict=True))

    check = check_gradients(
        loss_and_gradients, {name: rng.standard_normal(shape) for name, shape in arrays.items()}
    )
    assert check.passed, check.message


@pytest.mark.parametrize(
    ("activation", "expected"),
    [
        ("linear", [-2000, -1, 0, 2000]),
        ("sigmoid", [0, 1 / (1 + np.e), 0.5, 1]),
        ("tanh", [-1, np.tanh(-1), 0, 1]),
        ("relu", [0, 0, 0, 2000]),
    ],
)
def test_an_activation_is_its_formula_and_does_not_overflow(
    activation: str, expected: list[float]
) -> None:
    out, _ = ACTIVATIONS[activation](np.array([-2000, -1, 0, 2000], np.float32))
    np.testing.assert_allclose(out, expected, rtol=1e-6)
    assert out.dtype == np.float32
