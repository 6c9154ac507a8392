"""The layers of a net as a table: name, what it gives out, what it learns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentir.nets.parameters import shapes

if TYPE_CHECKING:
    from sentir.nets.spec import NetSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A line of the model summary.

    Attributes:
        name: what its parameters' names begin with; `pooling`, `flatten` or `multi_hot` where it
            has none.
        shape: what it gives out, per word up to the pooling, per text from there on.
        parameters: how many numbers it learns.
    """

    name: str
    shape: tuple[int, ...]
    parameters: int


def layers(spec: NetSpec) -> list[Layer]:
    """Return what the net consists of, in the order in which a text meets it."""
    recurrent = [(f"recurrent.{k}", n) for k, n in enumerate(spec.hidden_sizes)]
    words = [
        ("embedding", spec.embedding_size),
        *((name, size * spec.directions) for name, size in recurrent),
    ]
    sizes = [
        *([] if spec.cell == "multi_hot" else words),
        (_pooling(spec), spec.pooled_size),
        *((f"dense.{k}", size) for k, size in enumerate(spec.dense_sizes)),
        ("output", spec.outputs),
    ]
    return [
        Layer(name=name, shape=(size,), parameters=_count(spec, f"{name}.")) for name, size in sizes
    ]


def _pooling(spec: NetSpec) -> str:
    if spec.cell == "multi_hot":
        return "multi_hot"
    return spec.pooling if spec.pooling in {"attention", "flatten"} else "pooling"


def _count(spec: NetSpec, prefix: str) -> int:
    found = shapes(spec).items()
    return sum(math.prod(shape) for name, shape in found if name.startswith(prefix))
