"""From the pooled state to the logits: dropout, hidden dense layers, the output layer.

Legend: B rows, S pooled state size, C outputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sentir.nets.dense import dense
from sentir.nets.dropout import dropout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np

    from sentir.cells.arrays import Floats
    from sentir.cells.workspace import Workspace
    from sentir.nets.spec import NetSpec

# d_logits_BC -> d_pooled_BS, and the gradients of the parameters
HeadBackward: TypeAlias = "Callable[[Floats], tuple[Floats, dict[str, Floats]]]"


def head(
    pooled_BS: Floats,
    parameters: Mapping[str, Floats],
    *,
    spec: NetSpec,
    rng: np.random.Generator | None,
    workspaces: Sequence[Workspace],
) -> tuple[Floats, HeadBackward]:
    """Return the logits (B, C) and the backward; `workspaces`: one more than hidden layers."""
    hidden = [f"dense.{layer}" for layer in range(len(spec.dense_sizes))]
    shares = [spec.pooled_dropout, *(spec.dense_dropout for _ in hidden)]
    kinds = [*(spec.dense_activation for _ in hidden), "linear"]
    backwards = []
    x = pooled_BS
    for name, kind, share, workspace in zip(
        [*hidden, "output"], kinds, shares, workspaces, strict=True
    ):
        x, drop_backward = dropout(x, share, rng=rng, workspace=workspace)
        weight, bias = parameters[f"{name}.weight"], parameters[f"{name}.bias"]
        x, dense_backward = dense(x, weight, bias, activation=kind)
        backwards.append((name, drop_backward, dense_backward))

    def backward(d_logits_BC: Floats) -> tuple[Floats, dict[str, Floats]]:
        gradients: dict[str, Floats] = {}
        d_x = d_logits_BC
        for name, drop_backward, dense_backward in reversed(backwards):
            d_x, gradients[f"{name}.weight"], gradients[f"{name}.bias"] = dense_backward(d_x)
            d_x = drop_backward(d_x)
        return d_x, gradients

    return x, backward
