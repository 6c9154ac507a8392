"""The parameters of a net, under torch's `state_dict` names: shapes, first values, check."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sentir.cells.sequences import GATES
from sentir.errors import RunError
from sentir.nets.recurrent import SUFFIXES
from sentir.text.vocabulary import PADDING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import DTypeLike

    from sentir.cells.arrays import Floats
    from sentir.nets.spec import NetSpec


MAX_PARAMETERS = 1_000_000_000  # 4 GB in single precision


def shapes(spec: NetSpec) -> dict[str, tuple[int, ...]]:
    """Return the shape of every parameter, in the order in which a text meets them."""
    found: dict[str, tuple[int, ...]] = {}
    if spec.cell != "multi_hot":
        found["embedding.weight"] = (spec.words, spec.embedding_size)
    for layer, (read, hidden) in enumerate(spec.recurrent_sizes):
        gates = GATES[spec.cell] * hidden
        for suffix in SUFFIXES[: spec.directions]:
            found[f"recurrent.{layer}.weight_ih_l0{suffix}"] = (gates, read)
            found[f"recurrent.{layer}.weight_hh_l0{suffix}"] = (gates, hidden)
            found[f"recurrent.{layer}.bias_ih_l0{suffix}"] = (gates,)
            found[f"recurrent.{layer}.bias_hh_l0{suffix}"] = (gates,)
    if spec.pooling == "attention" and spec.cell != "multi_hot":
        found["attention.weight"] = (1, spec.pooled_size)
    read = spec.pooled_size
    for layer, size in enumerate(spec.dense_sizes):
        found[f"dense.{layer}.weight"] = (size, read)
        found[f"dense.{layer}.bias"] = (size,)
        read = size
    found["output.weight"] = (spec.outputs, read)
    found["output.bias"] = (spec.outputs,)
    return found


def initial(
    spec: NetSpec, *, rng: np.random.Generator, dtype: DTypeLike = np.float32
) -> dict[str, Floats]:
    """Return fresh parameters: torch's defaults, but small word vectors.

    Recurrent weights lie uniformly within 1/sqrt(hidden size), attention and dense ones within
    1/sqrt(input size); word vectors are normal with `embedding_scale`, the padding's is zero.
    """
    values: dict[str, Floats] = {}
    bound = 0.0
    for name, shape in shapes(spec).items():
        if name == "embedding.weight":
            vectors = rng.standard_normal(shape) * spec.embedding_scale
            vectors[PADDING] = 0
            values[name] = vectors.astype(dtype)
            continue
        if name.startswith("recurrent."):
            bound = 1 / math.sqrt(spec.hidden_sizes[int(name.split(".")[1])])
        elif len(shape) == 2:  # a bias follows its weight and shares its bound
            bound = 1 / math.sqrt(max(shape[1], 1))  # a multi_hot net may know no word
        values[name] = rng.uniform(-bound, bound, shape).astype(dtype)
    return values


def check(spec: NetSpec, parameters: Mapping[str, Floats]) -> None:
    """Refuse parameters that are not those of the spec.

    Raises:
        RunError: a parameter is missing, unknown, of another shape or type, or not finite.
    """
    expected = shapes(spec)
    if sum(math.prod(shape) for shape in expected.values()) > MAX_PARAMETERS:
        raise RunError(
            f"The stored network has more than {MAX_PARAMETERS:,} parameters, the most sentir "
            "builds. Train a smaller one: fewer words or smaller layers."
        )
    for name in (*reversed(expected), *parameters):  # output.bias, whose type rules, comes first
        problem = _problem(name, expected, parameters)
        if problem:
            raise RunError(
                f"The stored weights do not fit their network: {problem}. "
                "The file is damaged or was not written by sentir: take another copy."
            )


def _problem(
    name: str, expected: Mapping[str, tuple[int, ...]], parameters: Mapping[str, Floats]
) -> str:
    """Return what is wrong with one parameter, or an empty string."""
    if name not in expected:
        return f'"{name[:80]}" is not a parameter of this network'
    if name not in parameters:
        return f"{name} is missing"
    value, dtype = parameters[name], parameters["output.bias"].dtype
    if value.shape != expected[name]:
        return f"{name} has the shape {value.shape}, expected {expected[name]}"
    if value.dtype not in (np.float32, np.float64) or value.dtype != dtype:
        return f"{name} is of type {value.dtype}; expected all float32, or all float64"
    if not np.isfinite(value).all():
        return f"{name} holds a number that is not finite"
    return ""
