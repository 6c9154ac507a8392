"""The LSTM over a ragged batch at once; equal to `lstm_step` row by row.

Legend: B rows alive at a step, N slots, H hidden size, G = 4 H in torch's order i, f, g, o.

    (1) s = p_t + h_t-1 W_hh^T + b_hh                     p is the projected input
    (2) i, f, o = sigmoid(s_i, s_f, s_o),  g = tanh(s_g)
    (3) c_t = f c_t-1 + i g
    (4) h_t = o tanh(c_t)

With a mask, (1) reads m h_t-1; (3) carries c_t-1 on whole, see `sequences`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.cells.masked import masked
from sentir.cells.sigmoid import sigmoid_in_place

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, SequenceBackward
    from sentir.cells.packing import Packing
    from sentir.cells.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Memory:
    """What a backward needs; without one, all but the states hold one step only.

    Attributes:
        h: (N, H) states.
        gates: (4, N, H) i, f, g, o: planes, as whole contiguous blocks are twice as fast.
        c: (N, H) cells.
        tanh_c: (N, H).
        masked: (N, H) m h_t-1 of each slot; None without a mask.
    """

    h: Floats
    gates: Floats
    c: Floats
    tanh_c: Floats
    masked: Floats | None


def lstm_states(
    projected_NG: Floats, hh: Floats, b_hh: Floats, packing: Packing, workspace: Workspace
) -> Floats:
    """Return the state h of every slot (N, H)."""
    return _forward(projected_NG, (hh, b_hh), packing, workspace, keep=False).h


def lstm_sequence(
    projected_NG: Floats,
    hh: Floats,
    b_hh: Floats,
    packing: Packing,
    workspace: Workspace,
    *,
    mask_BH: Floats | None = None,
) -> tuple[Floats, SequenceBackward]:
    """Return the state h of every slot (N, H) and the backward of all steps."""
    memory = _forward(projected_NG, (hh, b_hh), packing, workspace, keep=True, mask_BH=mask_BH)
    size, dtype = hh.shape[1], projected_NG.dtype

    def backward(d_states_NH: Floats) -> tuple[Floats, Floats, Floats]:
        c_by_s_N3H, h_by_s_o_NH, h_by_c_NH = _factors(memory, workspace)
        d_s_N4H = workspace.take("d_s", packing.slots, 4, size, dtype=dtype)
        d_s_NG = d_s_N4H.reshape(packing.slots, 4 * size)
        d_next_h_BH = np.zeros((packing.widest, size), dtype)  # no step follows a row's last
        d_next_c_BH = np.zeros((packing.widest, size), dtype)

        for slots in reversed(packing.steps):
            alive = slots.stop - slots.start
            d_h_BH, d_c_BH = d_next_h_BH[:alive], d_next_c_BH[:alive]
            d_h_BH += d_states_NH[slots]
            np.multiply(d_h_BH, h_by_s_o_NH[slots], out=d_s_N4H[slots, 3])  # of (4), (2)
            d_h_BH *= h_by_c_NH[slots]
            d_c_BH += d_h_BH  # of (4)
            np.multiply(d_c_BH[:, None], c_by_s_N3H[slots], out=d_s_N4H[slots, :3])  # of (3), (2)
            d_c_BH *= memory.gates[1, slots]  # of (3): f decides how much goes further back
            np.matmul(d_s_NG[slots], hh, out=d_h_BH)  # of (1)
            if mask_BH is not None:
                d_h_BH *= mask_BH[:alive]

        masked_NH, later = memory.masked, slice(packing.widest, None)
        before_NH = memory.h[packing.previous] if masked_NH is None else masked_NH[later]
        d_hh = d_s_NG[later].T @ before_NH  # of (1), one product for all steps
        return d_s_NG, d_hh, d_s_NG.sum(axis=0)

    return memory.h, backward


def _forward(
    projected_NG: Floats,
    weights: tuple[Floats, Floats],
    packing: Packing,
    workspace: Workspace,
    *,
    keep: bool,
    mask_BH: Floats | None = None,
) -> _Memory:
    """Go through the steps; keep all that a backward needs, or the states alone."""
    (hh, b_hh), dtype = weights, projected_NG.dtype
    size = hh.shape[1]
    places, rows = (packing.steps, packing.slots) if keep else (packing.heads, packing.widest)
    memory = _Memory(
        h=workspace.take("h", packing.slots, size, dtype=dtype),
        gates=workspace.take("gates", 4, rows, size, dtype=dtype),
        c=workspace.take("c", rows, size, dtype=dtype),
        tanh_c=workspace.take("tanh_c", rows, size, dtype=dtype),
        masked=None
        if mask_BH is None
        else workspace.take("masked", packing.slots, size, dtype=dtype),
    )
    projected_4NH = projected_NG.reshape(-1, 4, size).transpose(1, 0, 2)
    hh_4HH = workspace.take("hh", 4, size, size, dtype=dtype)
    hh_4HH[...] = hh.reshape(4, size, size).transpose(0, 2, 1)
    b_hh_41H = b_hh.reshape(4, 1, size)
    written_BH = workspace.take("written", packing.widest, size, dtype=dtype)

    h_BH = c_BH = np.zeros((packing.widest, size), dtype)
    for slots, place in zip(packing.steps, places, strict=True):
        alive = slots.stop - slots.start
        read_BH = masked(h_BH[:alive], mask_BH, memory.masked, slots)
        gates = np.matmul(read_BH, hh_4HH, out=memory.gates[:, place])  # (1)
        gates += b_hh_41H
        gates += projected_4NH[:, slots]
        i, f, g, o = gates
        sigmoid_in_place(gates[:2])  # (2)
        sigmoid_in_place(o)
        np.tanh(g, out=g)
        c_BH = np.multiply(f, c_BH[:alive], out=memory.c[place])  # (3)
        c_BH += np.multiply(i, g, out=written_BH[:alive])
        tanh_c = np.tanh(c_BH, out=memory.tanh_c[place])  # (4)
        h_BH = np.multiply(o, tanh_c, out=memory.h[slots])
    return memory


def _factors(memory: _Memory, workspace: Workspace) -> tuple[Floats, Floats, Floats]:
    """Return, for all steps at once, what the backward multiplies by.

    Returns:
        (N, 3, H) the derivatives of c_t by s_i, s_f and s_g; (N, H) of h_t by s_o; (N, H) of
        h_t by c_t.
    """
    shape, dtype = memory.h.shape, memory.h.dtype
    c_by_s_3NH = workspace.take("c_by_s", 3, *shape, dtype=dtype)
    h_by_s_o_NH = workspace.take("h_by_s_o", *shape, dtype=dtype)
    h_by_c_NH = workspace.take("h_by_c", *shape, dtype=dtype)
    rest_NH = workspace.take("rest", *shape, dtype=dtype)
    i, f, g, o = memory.gates
    by_i, by_f, by_g = c_by_s_3NH

    np.multiply(i, g, out=by_i)
    np.multiply(by_i, g, out=by_g)
    np.subtract(i, by_g, out=by_g)  # i (1 - g^2)
    np.subtract(memory.c, by_i, out=by_f)  # c_t-1 f, by (3)
    by_f *= np.subtract(1, f, out=rest_NH)  # c_t-1 f (1 - f)
    by_i *= np.subtract(1, i, out=rest_NH)  # g i (1 - i)
    np.multiply(o, np.subtract(1, o, out=rest_NH), out=h_by_s_o_NH)
    h_by_s_o_NH *= memory.tanh_c  # tanh(c) o (1 - o)
    np.multiply(memory.tanh_c, memory.h, out=rest_NH)  # o tanh(c)^2, by (4)
    np.subtract(o, rest_NH, out=h_by_c_NH)  # o (1 - tanh(c)^2)
    return c_by_s_3NH.transpose(1, 0, 2), h_by_s_o_NH, h_by_c_NH
