"""The logistic function."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats


def sigmoid(x: Floats) -> Floats:
    """Return 1 / (1 + exp(-x))."""
    return sigmoid_in_place(x.copy())


def sigmoid_in_place(x: Floats) -> Floats:
    """Replace x by 1 / (1 + exp(-x)) and return it.

    Written as (1 + tanh(x / 2)) / 2: it cannot overflow, and NumPy's tanh is faster than its exp.
    """
    x *= 0.5
    np.tanh(x, out=x)
    x *= 0.5
    x += 0.5
    return x
