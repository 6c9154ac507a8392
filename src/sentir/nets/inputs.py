"""What a layer reads at each slot, and its projection x W^T + b, the large product of a layer.

Legend: N slots of a batch, U distinct words, D numbers a slot, G outputs of the projection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np

from sentir.cells.sharing import worth

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentir.cells.arrays import Floats, Ints
    from sentir.cells.workspace import Workspace
    from sentir.nets.grouping import Groups

Projected: TypeAlias = "tuple[Floats, Callable[[Floats], tuple[Floats, Floats, Floats]]]"


class Inputs(Protocol):
    """Vectors that slots read. The gradient of `values` comes back from both methods."""

    @property
    def values(self) -> Floats:
        """Return the vectors, one per slot or one per distinct word."""

    def project(
        self, weight_GD: Floats, bias_G: Floats, *, order: Ints | None, workspace: Workspace
    ) -> Projected:
        """Return x W^T + b (N, G) of each slot, the slots in this order, and the backward.

        The order is its own inverse. The backward turns d_projected (N, G) into d_values,
        d_weight and d_bias.
        """

    def each(self, workspace: Workspace) -> tuple[Floats, Callable[[Floats], Floats]]:
        """Return the vector of each slot (N, D), and the backward to d_values."""


@dataclass(frozen=True, slots=True, eq=False)
class SlotInputs:
    """A vector of its own for each slot: `values` is (N, D)."""

    values: Floats

    def project(
        self, weight_GD: Floats, bias_G: Floats, *, order: Ints | None, workspace: Workspace
    ) -> Projected:
        """Project every slot; it is the narrower vectors that are put in order, not the result."""
        x_ND, weight_shape, dtype = self.values, weight_GD.shape, self.values.dtype
        if order is not None:
            room = workspace.take("ordered", *x_ND.shape, dtype=dtype)
            x_ND = np.take(x_ND, order, axis=0, out=room, mode="clip")
        projected_NG = workspace.take("projected", len(x_ND), weight_shape[0], dtype=dtype)
        np.matmul(x_ND, weight_GD.T, out=projected_NG)
        projected_NG += bias_G

        def backward(d_projected_NG: Floats) -> tuple[Floats, Floats, Floats]:
            d_weight_GD = _aside(workspace, d_projected_NG, x_ND)
            d_x_ND = workspace.take("d_values", *x_ND.shape, dtype=dtype)
            np.matmul(d_projected_NG, weight_GD, out=d_x_ND)
            if order is not None:
                room = workspace.take("d_ordered", *x_ND.shape, dtype=dtype)
                d_x_ND = np.take(d_x_ND, order, axis=0, out=room, mode="clip")
            return d_x_ND, d_weight_GD(), d_projected_NG.sum(axis=0)

        return projected_NG, backward

    def each(self, workspace: Workspace) -> tuple[Floats, Callable[[Floats], Floats]]:
        """Return the vectors as they are."""
        del workspace
        return self.values, lambda d_values_ND: d_values_ND


@dataclass(frozen=True, slots=True, eq=False)
class WordInputs:
    """A vector for each distinct word of the batch: `values` is (U, D), by `groups.words`."""

    values: Floats
    groups: Groups

    def project(
        self, weight_GD: Floats, bias_G: Floats, *, order: Ints | None, workspace: Workspace
    ) -> Projected:
        """Project every word once and hand each slot its word's result: a third of the work."""
        x_UD, index, dtype = self.values, self.groups.index, self.values.dtype
        once_UG = workspace.take("once", len(x_UD), len(bias_G), dtype=dtype)
        projected_NG = workspace.take("projected", index.size, len(bias_G), dtype=dtype)
        ordered = index if order is None else index[order]

        def multiply(words: slice) -> None:
            np.matmul(x_UD[words], weight_GD.T, out=once_UG[words])
            once_UG[words] += bias_G

        def hand_out(slots: slice) -> None:
            room = projected_NG[slots]
            np.take(once_UG, ordered[slots], axis=0, out=room, mode="clip")

        shared = worth(workspace.sharing, index.size * weight_GD.size)
        shared.each(multiply, _halves(len(x_UD)))
        shared.each(hand_out, _halves(index.size))

        def backward(d_projected_NG: Floats) -> tuple[Floats, Floats, Floats]:
            d_once_UG = self.groups.sums(d_projected_NG, workspace, order=order)
            by_frequency = self.groups.by_frequency
            d_weight_GD = _aside(workspace, d_once_UG, x_UD[by_frequency])
            d_x_UD = workspace.take("d_values", *x_UD.shape, dtype=dtype)
            d_x_UD[by_frequency] = d_once_UG @ weight_GD
            return d_x_UD, d_weight_GD(), d_once_UG.sum(axis=0)

        return projected_NG, backward

    def each(self, workspace: Workspace) -> tuple[Floats, Callable[[Floats], Floats]]:
        """Return the vector of each slot's word."""
        x_UD, index, dtype = self.values, self.groups.index, self.values.dtype
        room = workspace.take("each", index.size, x_UD.shape[1], dtype=dtype)

        def backward(d_each_ND: Floats) -> Floats:
            d_x_UD = workspace.take("d_values", *x_UD.shape, dtype=dtype)
            d_x_UD[self.groups.by_frequency] = self.groups.sums(d_each_ND, workspace)
            return d_x_UD

        return np.take(x_UD, index, axis=0, out=room, mode="clip"), backward


def _aside(workspace: Workspace, d_out: Floats, x: Floats) -> Callable[[], Floats]:
    """Begin the gradient of a weight, d_out^T x; return what waits for it."""
    shared = worth(workspace.sharing, d_out.size * x.shape[1])
    return shared.aside(lambda: d_out.T @ x)


def _halves(count: int) -> list[slice]:
    """Return both halves of so many rows: always two, as the bits must not depend on who works."""
    return [slice(0, count // 2), slice(count // 2, count)]
