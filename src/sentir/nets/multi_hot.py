"""Which words a text holds, straight into the first dense layer: 1 for a word, however often said.

Of the layer's weights only the columns of words that a batch holds take part, so that a batch is a
small matrix (B, U), whatever the vocabulary. Padding and unknown words have no column.

Legend: B rows, N slots, U distinct known words of a batch, V known words, O outputs of the layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.cells.workspace import Workspace
from sentir.nets.dropout import drop_words
from sentir.nets.embedding import check_range
from sentir.text.vocabulary import SPECIAL, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import DTypeLike

    from sentir.cells.arrays import Floats, Ints
    from sentir.nets.spec import NetSpec
    from sentir.text.sequences import Sequences


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


class WordsHeld:
    """The words that texts hold, and the first dense layer's weight of these words alone.

    Args:
        spec: of a `multi_hot` net.
    """

    def __init__(self, spec: NetSpec) -> None:
        self._spec = spec
        self._weight = ("dense.0" if spec.dense_sizes else "output") + ".weight"
        self._room = Workspace()

    def of(
        self, sequences: Sequences, *, dtype: DTypeLike, rng: np.random.Generator | None = None
    ) -> tuple[Floats, Ints]:
        """Return which words each text holds (B, U) and their columns (U,)."""
        ids_N = drop_words(sequences.ids, self._spec.word_dropout, unknown=UNKNOWN, rng=rng)
        rows_N = np.repeat(np.arange(len(sequences)), sequences.lengths)
        shape = (len(sequences), self._spec.words)
        return multi_hot(ids_N, rows_N, shape=shape, dtype=dtype, workspace=self._room)

    def narrowed(self, parameters: Mapping[str, Floats], columns_U: Ints) -> dict[str, Floats]:
        """Return the parameters, of the first layer's weight only these columns (O, U)."""
        weight_OV = parameters[self._weight]
        room = self._room.take("narrowed", len(weight_OV), columns_U.size, dtype=weight_OV.dtype)
        narrow_OU = np.take(weight_OV, columns_U, axis=1, out=room, mode="clip")
        return {**parameters, self._weight: narrow_OU}

    def widened(self, gradients: Mapping[str, Floats], columns_U: Ints) -> dict[str, Floats]:
        """Return the gradients, that of the whole weight (O, V): 0 for words not held."""
        narrow_OU = gradients[self._weight]
        width = self._spec.pooled_size
        whole_OV = self._room.take("widened", len(narrow_OU), width, dtype=narrow_OU.dtype)
        whole_OV[...] = 0
        for whole_V, narrow_U in zip(whole_OV, narrow_OU, strict=True):  # half the time of [:, U]
            whole_V[columns_U] = narrow_U
        return {**gradients, self._weight: whole_OV}
