"""The GRU over a ragged batch at once; equal to `gru_step` row by row.

Legend: B rows alive at a step, N slots, H hidden size, G = 3 H in torch's order r, z, n.

    (1) s = h_t-1 W_hh^T + b_hh                           p is the projected input
    (2) r, z = sigmoid(p_r + s_r, p_z + s_z)
    (3) n = tanh(p_n + r s_n)
    (4) h_t = n + z (h_t-1 - n)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.cells.sigmoid import sigmoid_in_place

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, SequenceBackward
    from sentir.cells.packing import Packing
    from sentir.cells.workspace import Workspace


def gru_states(
    projected_NG: Floats, hh: Floats, b_hh: Floats, packing: Packing, workspace: Workspace
) -> Floats:
    """Return the state of every slot (N, H); gates are kept for one step only."""
    return _forward(projected_NG, hh, b_hh, packing, workspace, keep=False)[0]


def gru_sequence(
    projected_NG: Floats, hh: Floats, b_hh: Floats, packing: Packing, workspace: Workspace
) -> tuple[Floats, SequenceBackward]:
    """Return the state of every slot (N, H) and the backward of all steps."""
    states_NH, gates_NG, new_NH = _forward(projected_NG, hh, b_hh, packing, workspace, keep=True)
    size, dtype = hh.shape[1], states_NH.dtype

    def backward(d_states_NH: Floats) -> tuple[Floats, Floats, Floats]:
        by_h_N3H, n_by_h_NH = _factors(states_NH, gates_NG, new_NH, workspace)
        d_sums_NG = workspace.take("d_sums", *gates_NG.shape, dtype=dtype)
        d_sums_N3H = d_sums_NG.reshape(-1, 3, size)
        d_h_NH = workspace.take("d_h", *states_NH.shape, dtype=dtype)
        through_BH = workspace.take("through", packing.widest, size, dtype=dtype)
        d_next_BH = workspace.take("d_next", packing.widest, size, dtype=dtype)
        d_next_BH[...] = 0  # a row's last step has no next one

        for slots in reversed(packing.steps):
            alive = slots.stop - slots.start
            d_h_BH = np.add(d_states_NH[slots], d_next_BH[:alive], out=d_h_NH[slots])
            np.multiply(d_h_BH[:, None], by_h_N3H[slots], out=d_sums_N3H[slots])  # of (4) to (2)
            np.matmul(d_sums_NG[slots], hh, out=d_next_BH[:alive])  # of (1)
            z = gates_NG[slots, size : 2 * size]
            d_next_BH[:alive] += np.multiply(d_h_BH, z, out=through_BH[:alive])  # of (4)

        before_NH = states_NH[packing.previous]
        d_hh = d_sums_NG[packing.widest :].T @ before_NH  # of (1), one product for all steps
        d_b_hh = d_sums_NG.sum(axis=0)
        # The projected input meets n outside of r, the sums inside: only that third differs.
        np.multiply(d_h_NH, n_by_h_NH, out=d_sums_N3H[:, 2])
        return d_sums_NG, d_hh, d_b_hh

    return states_NH, backward


def _forward(
    projected_NG: Floats,
    hh: Floats,
    b_hh: Floats,
    packing: Packing,
    workspace: Workspace,
    *,
    keep: bool,
) -> tuple[Floats, Floats, Floats]:
    """Return states (N, H) and, good only where `keep` is set, r, z, s_n (N, G) and n (N, H)."""
    size, dtype = hh.shape[1], projected_NG.dtype
    memory, rows = (packing.steps, packing.slots) if keep else (packing.heads, packing.widest)
    states_NH = workspace.take("states", packing.slots, size, dtype=dtype)
    gates_NG = workspace.take("gates", rows, 3 * size, dtype=dtype)
    new_NH = workspace.take("new", rows, size, dtype=dtype)
    hh_transposed = workspace.take("hh_transposed", size, 3 * size, dtype=dtype)
    hh_transposed[...] = hh.T  # BLAS takes a contiguous right side a quarter faster

    h_BH = np.zeros((packing.widest, size), dtype)
    for slots, kept in zip(packing.steps, memory, strict=True):
        h_BH = h_BH[: slots.stop - slots.start]
        gates_BG = np.matmul(h_BH, hh_transposed, out=gates_NG[kept])  # (1)
        gates_BG += b_hh
        r_and_z = gates_BG[:, : 2 * size]
        r_and_z += projected_NG[slots, : 2 * size]
        sigmoid_in_place(r_and_z)  # (2)
        r, z, s_n = (gates_BG[:, k * size : (k + 1) * size] for k in range(3))
        n_BH = np.multiply(r, s_n, out=new_NH[kept])  # (3)
        n_BH += projected_NG[slots, 2 * size :]
        np.tanh(n_BH, out=n_BH)
        h_BH = np.subtract(h_BH, n_BH, out=states_NH[slots])  # (4)
        h_BH *= z
        h_BH += n_BH
    return states_NH, gates_NG, new_NH


def _factors(
    states_NH: Floats, gates_NG: Floats, new_NH: Floats, workspace: Workspace
) -> tuple[Floats, Floats]:
    """Return, for all steps at once, what the backward multiplies by.

    Returns:
        (N, 3, H) the derivatives of h_t by s_r, s_z and s_n; (N, H) of h_t by p_n.
    """
    slots, size = states_NH.shape
    by_h_N3H = workspace.take("by_h", slots, 3, size, dtype=states_NH.dtype)
    n_by_h_NH = workspace.take("n_by_h", slots, size, dtype=states_NH.dtype)
    not_z_NH = workspace.take("not_z", slots, size, dtype=states_NH.dtype)
    r, z, s_n = (gates_NG[:, k * size : (k + 1) * size] for k in range(3))
    by_r, by_z, by_n = (by_h_N3H[:, k] for k in range(3))

    np.subtract(1, z, out=not_z_NH)
    np.subtract(states_NH, new_NH, out=by_z)  # z (h_t-1 - n), by (4)
    by_z *= not_z_NH
    np.multiply(new_NH, new_NH, out=n_by_h_NH)
    np.subtract(1, n_by_h_NH, out=n_by_h_NH)
    n_by_h_NH *= not_z_NH  # (1 - z) (1 - n^2)
    np.multiply(n_by_h_NH, r, out=by_n)
    np.subtract(1, r, out=by_r)
    by_r *= s_n
    by_r *= by_n  # (1 - z) (1 - n^2) s_n r (1 - r)
    return by_h_N3H, n_by_h_NH
