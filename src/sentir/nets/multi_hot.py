"""Which words a text holds, straight into the first dense layer: 1 for a word, however often said.

Of the layer's weights only the columns of words that a batch holds take part, so that a batch is a
small matrix (B, U), whatever the vocabulary. Padding and unknown words have no column.

Legend: B rows, N slots, U distinct known words of a batch, V known words, O outputs of the layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.nets.embedding import check_range
from sentir.text.vocabulary import SPECIAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import DTypeLike

    from sentir.cells.arrays import Floats, Ints
    from sentir.cells.workspace import Workspace
    from sentir.nets.spec import NetSpec


def multi_hot(
    ids_N: Ints, rows_N: Ints, *, shape: tuple[int, int], dtype: DTypeLike, workspace: Workspace
) -> tuple[Floats, Ints]:
    """Return which words each row holds (B, U), 0 or 1, and the words' columns (U,), rising.

    Args:
        ids_N: the words of all rows.
        rows_N: the row of each.
        shape: B and the size of the vocabulary, special words included.
        dtype: of the result.
        workspace: where it lies.

    Raises:
        RunError: an id is not one of the vocabulary.
    """
    rows, words = shape
    if ids_N.size:
        check_range(np.array([ids_N.min(), ids_N.max()]), words)
    is_known = ids_N >= len(SPECIAL)
    place_V = np.zeros(words, np.int64)  # a table: a vocabulary is short beside a sort of the words
    place_V[ids_N[is_known]] = 1
    known = np.flatnonzero(place_V)
    place_V[known] = np.arange(known.size)
    holds_BU = workspace.take("holds", rows, known.size, dtype=dtype)
    holds_BU[...] = 0
    holds_BU[rows_N[is_known], place_V[ids_N[is_known]]] = 1
    return holds_BU, known - len(SPECIAL)


def first_layer(spec: NetSpec) -> str:
    """Return the name of the first layer behind the pooling."""
    return "dense.0" if spec.dense_sizes else "output"


def narrowed(
    parameters: Mapping[str, Floats], columns_U: Ints, *, layer: str, workspace: Workspace
) -> dict[str, Floats]:
    """Return the parameters, of the layer's weight only these columns (O, U)."""
    name = f"{layer}.weight"
    weight_OV = parameters[name]
    room = workspace.take("narrowed", len(weight_OV), columns_U.size, dtype=weight_OV.dtype)
    return {**parameters, name: np.take(weight_OV, columns_U, axis=1, out=room, mode="clip")}


def widened(gradient_OU: Floats, columns_U: Ints, *, width: int, workspace: Workspace) -> Floats:
    """Return the gradient of the whole weight (O, V): that of words not held is zero."""
    whole_OV = workspace.take("widened", len(gradient_OU), width, dtype=gradient_OU.dtype)
    whole_OV[...] = 0
    for whole_V, gradient_U in zip(whole_OV, gradient_OU, strict=True):  # half the time of [:, U]
        whole_V[columns_U] = gradient_U
    return whole_OV
