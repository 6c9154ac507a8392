"""One text at several strengths, and the way back to the strength of each of its words.

Legend: K strengths, T words, U distinct known words, D numbers a word, C outputs, N = K T slots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from sentir.cells.packing import Packing
from sentir.nets.inputs import SlotInputs
from sentir.text.vocabulary import SPECIAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentir.cells.arrays import Floats, Ints
    from sentir.nets.net import Net

# d_logits (K, C) -> the gradient (K, T) by the strength of each word
FadedBackward: TypeAlias = "Callable[[Floats], Floats]"


def faded(net: Net, ids_T: Ints, shares_K: Floats) -> tuple[Floats, FadedBackward]:
    """Return the logits (K, C) of a text (T,) at each strength, and the backward.

    At strength 1 it is the text; at 0 its word vectors are zero, or, for a `multi_hot` net, no
    word is there.
    """
    if net.spec.cell == "multi_hot":
        return _faded_presence(net, ids_T, shares_K)
    strengths, words = shares_K.size, ids_T.size
    packing = Packing.of(np.full(strengths, words))
    whole_TD = net.parameters["embedding.weight"][ids_T]
    step_N, row_N = packing.gather % max(words, 1), packing.rows
    values_ND = whole_TD[step_N] * shares_K.astype(whole_TD.dtype)[row_N, None]
    logits_KC, read_backward = net.read(SlotInputs(values_ND), packing)

    def backward(d_logits_KC: Floats) -> Floats:
        d_values_ND, _ = read_backward(d_logits_KC)
        d_shares_KT = np.zeros((strengths, words))
        d_shares_KT[row_N, step_N] = np.einsum("nd,nd->n", d_values_ND, whole_TD[step_N])
        return d_shares_KT

    return logits_KC, backward


def _faded_presence(net: Net, ids_T: Ints, shares_K: Floats) -> tuple[Floats, FadedBackward]:
    """Return the same where a word is there or not: said twice, it has half of the gradient."""
    is_known = ids_T >= len(SPECIAL)
    words_U, place, times_U = np.unique(ids_T[is_known], return_inverse=True, return_counts=True)
    dtype = net.parameters["output.bias"].dtype
    holds_KU = np.repeat(shares_K.astype(dtype)[:, None], words_U.size, axis=1)
    logits_KC, read_backward = net.read_held(holds_KU, words_U - len(SPECIAL))

    def backward(d_logits_KC: Floats) -> Floats:
        d_holds_KU, _ = read_backward(d_logits_KC)
        d_shares_KT = np.zeros((shares_K.size, ids_T.size))
        d_shares_KT[:, is_known] = (d_holds_KU / times_U)[:, place]
        return d_shares_KT

    return logits_KC, backward
