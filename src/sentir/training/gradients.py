"""What a batch says about every parameter, taken together: its size, and how it is held down."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from sentir.nets.gradients import RowGradient

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.cells.arrays import Floats

Gradient: TypeAlias = "Floats | RowGradient"
Gradients: TypeAlias = "Mapping[str, Gradient]"


def norm(gradients: Gradients) -> float:
    """Return the Euclidean norm of all gradients as one vector.

    It is not finite when a gradient is not, or is so large that its square is not: the optimizers
    keep squares.
    """
    return math.sqrt(sum(_squared(_values(gradient)) for gradient in gradients.values()))


def clipped(gradients: Gradients, *, max_norm: float, present_norm: float) -> Gradients:
    """Return the gradients, shrunk together so that their norm is at most `max_norm`; 0 never.

    Source: torch.nn.utils.clip_grad_norm_.
    """
    factor = max_norm / (present_norm + 1e-6)
    if not max_norm or factor >= 1:
        return gradients
    # New arrays: two biases may share one gradient, which must not shrink twice.
    return {
        name: RowGradient(rows=gradient.rows, values=gradient.values * factor)
        if isinstance(gradient, RowGradient)
        else gradient * factor
        for name, gradient in gradients.items()
    }


def _values(gradient: Gradient) -> Floats:
    return gradient.values if isinstance(gradient, RowGradient) else gradient


def _squared(values: Floats) -> float:
    numbers = np.ravel(values, order="K")
    return float(np.dot(numbers, numbers))
