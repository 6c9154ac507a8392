"""The LSTM over a ragged batch at once; equal to `lstm_step` row by row.

Legend: B rows alive at a step, N slots, H hidden size, G = 4 H in torch's order i, f, g, o.

    (1) s = p_t + h_t-1 W_hh^T + b_hh                     p is the projected input
    (2) i, f, o = sigmoid(s_i, s_f, s_o),  g = tanh(s_g)
    (3) c_t = f c_t-1 + i g
    (4) h_t = o tanh(c_t)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, SequenceBackward
    from sentir.cells.packing import Packing
    from sentir.cells.workspace import Workspace


def lstm_states(
    projected_NG: Floats, hh: Floats, b_hh: Floats, packing: Packing, workspace: Workspace
) -> Floats:
    """Return the state h of every slot (N, H); gates are kept for one step only."""
    return _forward(projected_NG, hh, b_hh, packing, workspace, keep=False)[0]


def lstm_sequence(
    projected_NG: Floats, hh: Floats, b_hh: Floats, packing: Packing, workspace: Workspace
) -> tuple[Floats, SequenceBackward]:
    """Return the state h of every slot (N, H) and the backward of all steps."""
    states_NH, gates_NG, cells_NH, squashed_NH = _forward(
        projected_NG, hh, b_hh, packing, workspace, keep=True
    )
    size, dtype = hh.shape[1], states_NH.dtype

    def backward(d_states_NH: Floats) -> tuple[Floats, Floats, Floats]:
        by_c_N3H, by_o_NH, c_by_h_NH = _factors(gates_NG, cells_NH, squashed_NH, workspace)
        d_sums_NG = workspace.take("d_sums", *gates_NG.shape, dtype=dtype)
        d_sums_N4H = d_sums_NG.reshape(-1, 4, size)
        buffers = (
            workspace.take(name, packing.widest, size, dtype=dtype) for name in ("d_h", "d_c")
        )
        d_next_h_BH, d_next_c_BH = buffers
        d_next_h_BH[...] = d_next_c_BH[...] = 0  # a row's last step has no next one

        for slots in reversed(packing.steps):
            alive = slots.stop - slots.start
            d_h_BH, d_c_BH = d_next_h_BH[:alive], d_next_c_BH[:alive]
            d_h_BH += d_states_NH[slots]
            np.multiply(d_h_BH, by_o_NH[slots], out=d_sums_N4H[slots, 3])  # of (4), (2)
            d_h_BH *= c_by_h_NH[slots]
            d_c_BH += d_h_BH  # of (4)
            np.multiply(d_c_BH[:, None], by_c_N3H[slots], out=d_sums_N4H[slots, :3])  # of (3), (2)
            d_c_BH *= gates_NG[slots, size : 2 * size]  # of (3): what the forget gate lets through
            np.matmul(d_sums_NG[slots], hh, out=d_h_BH)  # of (1)

        before_NH = states_NH[packing.previous]
        d_hh = d_sums_NG[packing.widest :].T @ before_NH  # of (1), one product for all steps
        return d_sums_NG, d_hh, d_sums_NG.sum(axis=0)

    return states_NH, backward


def _forward(
    projected_NG: Floats,
    hh: Floats,
    b_hh: Floats,
    packing: Packing,
    workspace: Workspace,
    *,
    keep: bool,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return states h (N, H) and, good only where `keep` is set, gates, cells c and tanh(c)."""
    size, dtype = hh.shape[1], projected_NG.dtype
    memory, rows = (packing.steps, packing.slots) if keep else (packing.heads, packing.widest)
    states_NH = workspace.take("states", packing.slots, size, dtype=dtype)
    gates_NG = workspace.take("gates", rows, 4 * size, dtype=dtype)
    cells_NH = workspace.take("cells", rows, size, dtype=dtype)
    squashed_NH = workspace.take("squashed", rows, size, dtype=dtype)
    product_BH = workspace.take("product", packing.widest, size, dtype=dtype)
    hh_transposed = workspace.take("hh_transposed", size, 4 * size, dtype=dtype)
    hh_transposed[...] = hh.T  # BLAS takes a contiguous right side a quarter faster
    # All four gates by one tanh, as sigmoid(s) = tanh(s / 2) / 2 + 1 / 2.
    scale_G = np.repeat(np.array([0.5, 0.5, 1.0, 0.5], dtype), size)
    shift_G = 1 - scale_G

    h_BH = c_BH = np.zeros((packing.widest, size), dtype)
    for slots, kept in zip(packing.steps, memory, strict=True):
        alive = slots.stop - slots.start
        gates_BG = np.matmul(h_BH[:alive], hh_transposed, out=gates_NG[kept])  # (1)
        gates_BG += projected_NG[slots]
        gates_BG += b_hh
        gates_BG *= scale_G  # (2)
        np.tanh(gates_BG, out=gates_BG)
        gates_BG *= scale_G
        gates_BG += shift_G
        i, f, g, o = (gates_BG[:, k * size : (k + 1) * size] for k in range(4))
        c_BH = np.multiply(f, c_BH[:alive], out=cells_NH[kept])  # (3)
        c_BH += np.multiply(i, g, out=product_BH[:alive])
        np.tanh(c_BH, out=squashed_NH[kept])  # (4)
        h_BH = np.multiply(o, squashed_NH[kept], out=states_NH[slots])
    return states_NH, gates_NG, cells_NH, squashed_NH


def _factors(
    gates_NG: Floats, cells_NH: Floats, squashed_NH: Floats, workspace: Workspace
) -> tuple[Floats, Floats, Floats]:
    """Return, for all steps at once, what the backward multiplies by.

    Returns:
        (N, 3, H) the derivatives of c by the sums of i, f, g; (N, H) of h by the sum of o;
        (N, H) of h by c.
    """
    slots, size = cells_NH.shape
    dtype = cells_NH.dtype
    by_c_N3H = workspace.take("by_c", slots, 3, size, dtype=dtype)
    by_o_NH = workspace.take("by_o", slots, size, dtype=dtype)
    c_by_h_NH = workspace.take("c_by_h", slots, size, dtype=dtype)
    i, f, g, o = (gates_NG[:, k * size : (k + 1) * size] for k in range(4))
    by_i, by_f, by_g = (by_c_N3H[:, k] for k in range(3))

    np.multiply(i, g, out=by_i)
    np.subtract(cells_NH, by_i, out=by_f)  # f c_t-1, by (3)
    by_f *= 1 - f  # c_t-1 f (1 - f)
    by_g[...] = i
    by_g -= by_i * g  # i (1 - g^2)
    by_i *= 1 - i  # g i (1 - i)
    np.multiply(squashed_NH, squashed_NH, out=c_by_h_NH)
    np.subtract(1, c_by_h_NH, out=c_by_h_NH)
    c_by_h_NH *= o  # o (1 - tanh^2 c)
    np.subtract(1, o, out=by_o_NH)
    by_o_NH *= o
    by_o_NH *= squashed_NH  # tanh(c) o (1 - o)
    return by_c_N3H, by_o_NH, c_by_h_NH
