"""The Elman RNN over a ragged batch at once; equal to `rnn_step` row by row.

Legend: B rows alive at a step, N slots, H hidden size, which is G: there is one gate.

    (1) s_t = p_t + h_t-1 W_hh^T + b_hh        p is the projected input
    (2) h_t = tanh(s_t)

With a mask, (1) reads m h_t-1, see `sequences`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.cells.masked import masked
from sentir.cells.recurrent_gradient import RecurrentGradient

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, SequenceBackward
    from sentir.cells.packing import Packing
    from sentir.cells.workspace import Workspace


def rnn_states(
    projected_NG: Floats, hh: Floats, b_hh: Floats, packing: Packing, workspace: Workspace
) -> Floats:
    """Return the state of every slot (N, H)."""
    return _forward(projected_NG, hh, b_hh, packing, workspace, mask_BH=None)[0]


def _forward(
    projected_NG: Floats,
    hh: Floats,
    b_hh: Floats,
    packing: Packing,
    workspace: Workspace,
    *,
    mask_BH: Floats | None,
) -> tuple[Floats, Floats | None]:
    """Return the states and, with a mask, what of them each slot read: all a backward needs."""
    dtype, hidden_size = projected_NG.dtype, hh.shape[1]
    states_NH = workspace.take("states", packing.slots, hidden_size, dtype=dtype)
    hh_transposed = workspace.take("hh_transposed", *hh.T.shape, dtype=dtype)
    hh_transposed[...] = hh.T  # BLAS takes a contiguous right side a quarter faster
    h_BH = np.zeros((packing.widest, hidden_size), dtype)
    masked_NH = None
    if mask_BH is not None:
        masked_NH = workspace.take("masked", packing.slots, hidden_size, dtype=dtype)

    for slots in packing.steps:
        new_BH = states_NH[slots]
        read_BH = masked(h_BH[: len(new_BH)], mask_BH, masked_NH, slots, slice(len(new_BH)))
        np.matmul(read_BH, hh_transposed, out=new_BH)  # (1)
        new_BH += projected_NG[slots]
        new_BH += b_hh
        np.tanh(new_BH, out=new_BH)  # (2)
        h_BH = new_BH
    return states_NH, masked_NH


def rnn_sequence(
    projected_NG: Floats,
    hh: Floats,
    b_hh: Floats,
    packing: Packing,
    workspace: Workspace,
    *,
    mask_BH: Floats | None = None,
) -> tuple[Floats, SequenceBackward]:
    """Return the state of every slot (N, H) and the backward of all steps."""
    states_NH, masked_NH = _forward(projected_NG, hh, b_hh, packing, workspace, mask_BH=mask_BH)

    def backward(d_states_NH: Floats) -> tuple[Floats, Floats, Floats]:
        by_state_NH = workspace.take("by_state", *states_NH.shape, dtype=states_NH.dtype)
        np.multiply(states_NH, states_NH, out=by_state_NH)
        np.subtract(1, by_state_NH, out=by_state_NH)  # of (2): 1 - tanh^2, all steps at once
        d_sums_NH = workspace.take("d_sums", *states_NH.shape, dtype=states_NH.dtype)
        d_h_BH = np.zeros((packing.widest, hh.shape[1]), states_NH.dtype)

        for slots in reversed(packing.steps):
            d_s_BH = np.add(
                d_states_NH[slots], d_h_BH[: slots.stop - slots.start], out=d_sums_NH[slots]
            )
            d_s_BH *= by_state_NH[slots]  # of (2)
            d_before_BH = np.matmul(d_s_BH, hh, out=d_h_BH[: len(d_s_BH)])  # of (1)
            if mask_BH is not None:
                d_before_BH *= mask_BH[: len(d_s_BH)]

        gradient = RecurrentGradient(
            packing, states_NH, masked_NH, d_s_NG=d_sums_NH, sharing=workspace.sharing
        )
        gradient.add_all()
        return d_sums_NH, *gradient.total()

    return states_NH, backward
