"""The GRU over a ragged batch at once; equal to `gru_step` row by row.

Legend: B rows alive at a step, N slots, H hidden size, G = 3 H in torch's order r, z, n.

    (1) s = h_t-1 W_hh^T + b_hh                           p is the projected input
    (2) r, z = sigmoid(p_r + s_r, p_z + s_z)
    (3) n = tanh(p_n + r s_n)
    (4) h_t = n + z (h_t-1 - n)

With a mask, (1) reads m h_t-1; (4) carries h_t-1 itself on, see `sequences`.
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
        gates: (3, N, H) r, z and s_n: planes, as whole contiguous blocks are twice as fast.
        n: (N, H) new content.
        masked: (N, H) m h_t-1 of each slot; None without a mask.
    """

    h: Floats
    gates: Floats
    n: Floats
    masked: Floats | None


def gru_states(
    projected_NG: Floats, hh: Floats, b_hh: Floats, packing: Packing, workspace: Workspace
) -> Floats:
    """Return the state of every slot (N, H)."""
    return _forward(projected_NG, (hh, b_hh), packing, workspace, keep=False).h


def gru_sequence(
    projected_NG: Floats,
    hh: Floats,
    b_hh: Floats,
    packing: Packing,
    workspace: Workspace,
    *,
    mask_BH: Floats | None = None,
) -> tuple[Floats, SequenceBackward]:
    """Return the state of every slot (N, H) and the backward of all steps."""
    memory = _forward(projected_NG, (hh, b_hh), packing, workspace, keep=True, mask_BH=mask_BH)
    size, dtype = hh.shape[1], projected_NG.dtype

    def backward(d_states_NH: Floats) -> tuple[Floats, Floats, Floats]:
        by_s_N3H, by_p_n_NH = _factors(memory, workspace)
        d_h_NH = workspace.take("d_h", *d_states_NH.shape, dtype=dtype)
        d_s_N3H = workspace.take("d_s", packing.slots, 3, size, dtype=dtype)
        d_s_NG = d_s_N3H.reshape(packing.slots, 3 * size)
        kept_BH = workspace.take("kept", packing.widest, size, dtype=dtype)
        d_next_BH = np.zeros((packing.widest, size), dtype)  # no step follows a row's last

        for slots in reversed(packing.steps):
            alive = slots.stop - slots.start
            d_h_BH = np.add(d_states_NH[slots], d_next_BH[:alive], out=d_h_NH[slots])
            np.multiply(d_h_BH[:, None], by_s_N3H[slots], out=d_s_N3H[slots])  # of (4) to (2)
            d_next = np.matmul(d_s_NG[slots], hh, out=d_next_BH[:alive])  # of (1)
            if mask_BH is not None:
                d_next *= mask_BH[:alive]
            d_next += np.multiply(d_h_BH, memory.gates[1, slots], out=kept_BH[:alive])  # of (4)

        masked_NH, later = memory.masked, slice(packing.widest, None)
        before_NH = memory.h[packing.previous] if masked_NH is None else masked_NH[later]
        d_hh = d_s_NG[later].T @ before_NH  # of (1), one product for all steps
        d_b_hh = d_s_NG.sum(axis=0)
        # p_n stands outside of r in (3), s_n inside: only that third of d_p is not d_s.
        np.multiply(d_h_NH, by_p_n_NH, out=d_s_N3H[:, 2])
        return d_s_NG, d_hh, d_b_hh

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
        gates=workspace.take("gates", 3, rows, size, dtype=dtype),
        n=workspace.take("n", rows, size, dtype=dtype),
        masked=None
        if mask_BH is None
        else workspace.take("masked", packing.slots, size, dtype=dtype),
    )
    projected_3NH = projected_NG.reshape(-1, 3, size).transpose(1, 0, 2)
    hh_3HH = workspace.take("hh", 3, size, size, dtype=dtype)
    hh_3HH[...] = hh.reshape(3, size, size).transpose(0, 2, 1)
    b_hh_31H = b_hh.reshape(3, 1, size)

    h_BH = np.zeros((packing.widest, size), dtype)
    for slots, place in zip(packing.steps, places, strict=True):
        before_BH = h_BH[: slots.stop - slots.start]
        read_BH = masked(before_BH, mask_BH, memory.masked, slots)
        gates = np.matmul(read_BH, hh_3HH, out=memory.gates[:, place])  # (1)
        gates += b_hh_31H
        gates[:2] += projected_3NH[:2, slots]
        sigmoid_in_place(gates[:2])  # (2)
        r, z, s_n = gates
        n = np.multiply(r, s_n, out=memory.n[place])  # (3)
        n += projected_3NH[2, slots]
        np.tanh(n, out=n)
        h_BH = np.subtract(before_BH, n, out=memory.h[slots])  # (4)
        h_BH *= z
        h_BH += n
    return memory


def _factors(memory: _Memory, workspace: Workspace) -> tuple[Floats, Floats]:
    """Return, for all steps at once, what the backward multiplies by.

    Returns:
        (N, 3, H) the derivatives of h_t by s_r, s_z and s_n; (N, H) of h_t by p_n.
    """
    shape, dtype = memory.h.shape, memory.h.dtype
    by_s_3NH = workspace.take("by_s", 3, *shape, dtype=dtype)
    by_p_n_NH = workspace.take("by_p_n", *shape, dtype=dtype)
    not_z_NH = workspace.take("not_z", *shape, dtype=dtype)
    r, z, s_n = memory.gates
    by_r, by_z, by_n = by_s_3NH

    np.subtract(1, z, out=not_z_NH)
    np.multiply(memory.n, memory.n, out=by_p_n_NH)
    np.subtract(1, by_p_n_NH, out=by_p_n_NH)
    by_p_n_NH *= not_z_NH  # (1 - z) (1 - n^2)
    np.subtract(memory.h, memory.n, out=by_z)  # z (h_t-1 - n), by (4)
    by_z *= not_z_NH  # (h_t-1 - n) z (1 - z)
    np.multiply(by_p_n_NH, r, out=by_n)
    np.subtract(1, r, out=by_r)
    by_r *= s_n
    by_r *= by_n  # (1 - z) (1 - n^2) s_n r (1 - r)
    return by_s_3NH.transpose(1, 0, 2), by_p_n_NH
