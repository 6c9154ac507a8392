"""One text at several strengths: its word vectors multiplied by shares, and the way back to these.

Legend: K strengths, T words, D numbers a word, C outputs, N = K T slots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.cells.packing import Packing
from sentir.nets.inputs import SlotInputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentir.cells.arrays import Floats, Ints
    from sentir.nets.net import Net


def faded(net: Net, ids_T: Ints, shares_K: Floats) -> tuple[Floats, Callable[[Floats], Floats]]:
    """Return the logits (K, C) of a text whose word vectors are multiplied by each share.

    The backward turns d_logits (K, C) into the gradient (K, T) by the share of each single word:
    the sum over D of the gradient of its vector times the vector at full strength.
    """
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
