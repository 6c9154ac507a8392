"""Dense layers and their activations.

Legend: B rows, I inputs, O outputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentir.cells.arrays import Floats

ActivationBackward: TypeAlias = "Callable[[Floats], Floats]"


def dense(
    x_BI: Floats,
    weight_OI: Floats,
    bias_O: Floats,
    *,
    activation: str = "linear",
    is_end: bool = False,
) -> tuple[Floats, Callable[[Floats], tuple[Floats, Floats, Floats]]]:
    """Return activation(x W^T + b) and the backward, which gives d_x, d_weight and d_bias.

    At the end of the way back nobody asks for d_x, a large product where x is wide: it is (B, 0).
    """
    out_BO, activation_backward = ACTIVATIONS[activation](x_BI @ weight_OI.T + bias_O)

    def backward(d_out_BO: Floats) -> tuple[Floats, Floats, Floats]:
        d_sum_BO = activation_backward(d_out_BO)
        d_x = d_sum_BO[:, :0] if is_end else d_sum_BO @ weight_OI
        return d_x, d_sum_BO.T @ x_BI, d_sum_BO.sum(axis=0)

    return out_BO, backward


def _linear(x: Floats) -> tuple[Floats, ActivationBackward]:
    return x, lambda d_out: d_out


def _sigmoid(x: Floats) -> tuple[Floats, ActivationBackward]:
    out = 0.5 * np.tanh(0.5 * x) + 0.5  # 1 / (1 + exp(-x)), without its overflow
    return out, lambda d_out: d_out * out * (1 - out)


def _tanh(x: Floats) -> tuple[Floats, ActivationBackward]:
    out = np.tanh(x)
    return out, lambda d_out: d_out * (1 - out**2)


def _relu(x: Floats) -> tuple[Floats, ActivationBackward]:
    return np.maximum(x, 0), lambda d_out: d_out * (x > 0)


ACTIVATIONS: dict[str, Callable[[Floats], tuple[Floats, ActivationBackward]]] = {
    "linear": _linear,
    "sigmoid": _sigmoid,
    "tanh": _tanh,
    "relu": _relu,
}
