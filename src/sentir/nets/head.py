"""From what is pooled to the logits: dropout, hidden dense layers, the output layer.

Legend: B rows, S numbers a row given, C outputs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from sentir.nets.dense import dense
from sentir.nets.dropout import dropout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np

    from sentir.cells.arrays import Floats
    from sentir.cells.workspace import Workspace
    from sentir.nets.spec import NetSpec

_Back: TypeAlias = "Callable[[Floats], Floats]"
_DenseBackward: TypeAlias = "Callable[[Floats], tuple[Floats, Floats, Floats]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which of the layers are gone through.

    Attributes:
        layers: of the hidden layers and the output layer.
        is_end: the way back ends here: the gradient of what the first of them reads is (B, 0).
    """

    layers: slice = field(default_factory=lambda: slice(None))
    is_end: bool = False


WHOLE = Part()
# d_logits_BC -> d_pooled_BS, and the gradients of the parameters
HeadBackward: TypeAlias = "Callable[[Floats], tuple[Floats, dict[str, Floats]]]"


def head(
    pooled_BS: Floats,
    parameters: Mapping[str, Floats],
    *,
    spec: NetSpec,
    rng: np.random.Generator | None,
    workspaces: Sequence[Workspace],
    part: Part = WHOLE,
) -> tuple[Floats, HeadBackward]:
    """Return the logits (B, C) and the backward, or what a part of the layers makes of its input.

    Args:
        pooled_BS: what is pooled, or the state where an earlier part has made one of it.
        parameters: by name.
        spec: sizes and shares.
        rng: decides what is dropped; without it nothing is.
        workspaces: one more than hidden layers.
        part: which of the layers.
    """
    hidden = [f"dense.{layer}" for layer in range(len(spec.dense_sizes))]
    shares = [spec.pooled_dropout, *(spec.dense_dropout for _ in hidden)]
    kinds = [*(spec.dense_activation for _ in hidden), "linear"]
    backwards: list[tuple[str, _Back, _DenseBackward]] = []
    x = pooled_BS
    layers = list(zip([*hidden, "output"], kinds, shares, workspaces, strict=True))
    for name, kind, share, workspace in layers[part.layers]:
        x, drop_backward = dropout(x, share, rng=rng, workspace=workspace)
        weight, bias = parameters[f"{name}.weight"], parameters[f"{name}.bias"]
        is_end = part.is_end and not backwards
        x, dense_backward = dense(x, weight, bias, activation=kind, is_end=is_end)
        backwards.append((name, _ended if is_end else drop_backward, dense_backward))

    def backward(d_logits_BC: Floats) -> tuple[Floats, dict[str, Floats]]:
        gradients: dict[str, Floats] = {}
        d_x = d_logits_BC
        for name, drop_backward, dense_backward in reversed(backwards):
            d_x, gradients[f"{name}.weight"], gradients[f"{name}.bias"] = dense_backward(d_x)
            d_x = drop_backward(d_x)
        return d_x, gradients

    return x, backward


def _ended(nothing: Floats) -> Floats:
    return nothing
