"""The states of all places of a text side by side, zeros behind its end: Keras' Flatten.

Legend: B rows, N slots, H state size of one direction, S of all directions together, P places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.cells.arrays import Floats
    from sentir.cells.packing import Packing
    from sentir.nets.pooling import PoolingBackward


def flatten(
    states: Sequence[Floats], packing: Packing, *, places: int
) -> tuple[Floats, PoolingBackward]:
    """Return the states (B, P S) by place, both directions of a word together, and the backward.

    Raises:
        RunError: a text is longer than there are places.
    """
    if len(packing.steps) > places:
        raise RunError(
            f"A text has {len(packing.steps)} words, but this network has {places} places: "
            "cut it as the model's preprocessing does."
        )
    step_N = np.repeat(np.arange(len(packing.steps)), packing.sizes)
    hidden = states[0].shape[1]
    flat = np.zeros((packing.lengths.size, places, len(states), hidden), states[0].dtype)
    orders = (slice(None), packing.reverse)  # the second direction lies in its own reading order
    for direction, h_NH in enumerate(states):
        flat[packing.rows, step_N, direction] = h_NH[orders[direction]]

    def backward(d_pooled: Floats) -> tuple[list[Floats], dict[str, Floats]]:
        d_flat = d_pooled.reshape(flat.shape)
        d_states = [
            d_flat[packing.rows, step_N, direction][orders[direction]]
            for direction in range(len(states))
        ]
        return d_states, {}

    return flat.reshape(len(flat), places * len(states) * hidden), backward
