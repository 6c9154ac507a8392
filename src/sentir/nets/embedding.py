"""From word ids to word vectors, and back to the gradient of the rows that were read.

Legend: V vocabulary, D numbers a word, N slots, U distinct words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.errors import RunError
from sentir.nets.dropout import dropout
from sentir.nets.gradients import RowGradient
from sentir.nets.grouping import Groups
from sentir.nets.inputs import Inputs, SlotInputs, WordInputs
from sentir.text.vocabulary import PADDING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentir.cells.arrays import Floats, Ints
    from sentir.cells.workspace import Workspace


def embed(
    weight_VD: Floats,
    ids_N: Ints,
    *,
    share: float,
    rng: np.random.Generator | None,
    workspace: Workspace,
) -> tuple[Inputs, Callable[[Floats], RowGradient]]:
    """Return the vector each slot reads; backward turns the gradient of its values into rows.

    With dropout every slot has a mask of its own, so that equal words differ; without it the
    distinct words stand for all slots.

    Raises:
        RunError: an id is not one of the V words.
    """
    groups = Groups.of(ids_N)
    check_range(groups.words, len(weight_VD))
    if rng is None or share == 0:
        room = workspace.take("words", groups.words.size, weight_VD.shape[1], dtype=weight_VD.dtype)
        values_UD = np.take(weight_VD, groups.words, axis=0, out=room, mode="clip")
        return WordInputs(values_UD, groups), lambda d_UD: _rows(groups.words, d_UD)
    room = workspace.take("slots", ids_N.size, weight_VD.shape[1], dtype=weight_VD.dtype)
    read_ND = np.take(weight_VD, ids_N, axis=0, out=room, mode="clip")
    values_ND, dropout_backward = dropout(read_ND, share, rng=rng, workspace=workspace)

    def backward(d_values_ND: Floats) -> RowGradient:
        sums_UD = groups.sums(dropout_backward(d_values_ND), workspace)
        return _rows(groups.words[groups.by_frequency], sums_UD)

    return SlotInputs(values_ND), backward


def _rows(words_U: Ints, values_UD: Floats) -> RowGradient:
    """Return the gradient of the words' rows; padding is no word and stays zero."""
    values_UD[words_U == PADDING] = 0
    return RowGradient(rows=words_U, values=values_UD)


def check_range(words_U: Ints, vocabulary: int) -> None:
    """Refuse ids that no row of the embedding answers to; the words are rising."""
    if words_U.size and not 0 <= words_U[0] <= words_U[-1] < vocabulary:
        wrong = words_U[0] if words_U[0] < 0 else words_U[-1]
        raise RunError(
            f"The texts hold the word id {wrong}, expected 0 to {vocabulary - 1}: "
            "they were not encoded with this network's vocabulary."
        )
