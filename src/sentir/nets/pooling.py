"""How the states of all words of a text become one.

Legend: B rows, N slots, H state size of one direction, S of all directions together.

Each direction hands over its states in its own reading order, the word it met first at step 0. Sums
and maxima do not care about the order, so that nothing is put back. An empty row pools to zeros.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from sentir.nets.attention import attention
from sentir.nets.row_sums import in_order_given, row_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sentir.cells.arrays import Floats
    from sentir.cells.packing import Packing
    from sentir.cells.workspace import Workspace

# d_pooled_BS -> the gradient of each direction's states (N, H) and of the pooling's parameters
PoolingBackward: TypeAlias = "Callable[[Floats], tuple[list[Floats], dict[str, Floats]]]"
# states_NH of each direction, packing, parameters, a workspace per direction -> pooled_BS, backward
Pooling: TypeAlias = (
    "Callable[[Sequence[Floats], Packing, Mapping[str, Floats], Sequence[Workspace]], "
    "tuple[Floats, PoolingBackward]]"
)
# The same for one direction without parameters.
_DirectionPooling: TypeAlias = (
    "Callable[[Floats, Packing, Workspace], tuple[Floats, Callable[[Floats], Floats]]]"
)


def last(
    states_NH: Floats, packing: Packing, workspace: Workspace
) -> tuple[Floats, Callable[[Floats], Floats]]:
    """Return the state after a row's last step (B, H): torch's h_n, which has met every word."""
    filled = packing.order[: packing.widest]  # rows that are not empty
    slots = packing.last[filled]
    pooled_BH = np.zeros((packing.lengths.size, states_NH.shape[1]), states_NH.dtype)
    pooled_BH[filled] = states_NH[slots]

    def backward(d_pooled_BH: Floats) -> Floats:
        d_states_NH = workspace.take("d_states", *states_NH.shape, dtype=states_NH.dtype)
        d_states_NH[...] = 0
        d_states_NH[slots] = d_pooled_BH[filled]
        return d_states_NH

    return pooled_BH, backward


def mean(
    states_NH: Floats, packing: Packing, workspace: Workspace
) -> tuple[Floats, Callable[[Floats], Floats]]:
    """Return the mean of a row's states (B, H)."""
    divisor_B1 = np.maximum(packing.lengths, 1).astype(states_NH.dtype)[:, None]

    def backward(d_pooled_BH: Floats) -> Floats:
        d_states_NH = workspace.take("d_states", *states_NH.shape, dtype=states_NH.dtype)
        return np.take(d_pooled_BH / divisor_B1, packing.rows, axis=0, out=d_states_NH, mode="clip")

    return row_sums(states_NH, packing) / divisor_B1, backward


def largest(
    states_NH: Floats, packing: Packing, workspace: Workspace
) -> tuple[Floats, Callable[[Floats], Floats]]:
    """Return the largest of each number over a row's states (B, H).

    The gradient goes to the step that holds the maximum, the first of equal ones.
    """
    ranked_BH = np.zeros((packing.lengths.size, states_NH.shape[1]), states_NH.dtype)
    if packing.steps:
        ranked_BH[: packing.widest] = states_NH[packing.steps[0]]
    for slots in packing.steps[1:]:
        so_far = ranked_BH[: slots.stop - slots.start]
        np.maximum(so_far, states_NH[slots], out=so_far)

    def backward(d_pooled_BH: Floats) -> Floats:
        d_states_NH = workspace.take("d_states", *states_NH.shape, dtype=states_NH.dtype)
        d_left_BH = d_pooled_BH[packing.order]  # what no step has taken yet
        for slots in packing.steps:
            d_left = d_left_BH[: slots.stop - slots.start]
            is_largest = states_NH[slots] == ranked_BH[: slots.stop - slots.start]
            np.multiply(d_left, is_largest, out=d_states_NH[slots])
            d_left -= d_states_NH[slots]
        return d_states_NH

    return in_order_given(ranked_BH, packing), backward


def _each_direction(pool: _DirectionPooling) -> Pooling:
    """Return the pooling that does this to each direction and puts the results side by side."""

    def pool_all(
        states: Sequence[Floats],
        packing: Packing,
        parameters: Mapping[str, Floats],
        workspaces: Sequence[Workspace],
    ) -> tuple[Floats, PoolingBackward]:
        del parameters
        pooled, backwards = zip(
            *(pool(x, packing, workspace) for x, workspace in zip(states, workspaces, strict=True)),
            strict=True,
        )

        def backward(d_pooled_BS: Floats) -> tuple[list[Floats], dict[str, Floats]]:
            parts = np.split(d_pooled_BS, len(states), axis=1)
            return [back(part) for back, part in zip(backwards, parts, strict=True)], {}

        return np.concatenate(pooled, axis=1), backward

    return pool_all


POOLINGS: dict[str, Pooling] = {
    "last": _each_direction(last),
    "max": _each_direction(largest),
    "mean": _each_direction(mean),
    "attention": attention,
}
