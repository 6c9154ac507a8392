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

from sentir.cells.lanes import has_lanes, lanes
from sentir.cells.masked import masked
from sentir.cells.recurrent_gradient import RecurrentGradient
from sentir.cells.sigmoid import sigmoid_in_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.cells.arrays import Floats, SequenceBackward
    from sentir.cells.lanes import Lane
    from sentir.cells.packing import Packing
    from sentir.cells.workspace import Workspace

_AT_ONCE = 32  # rows of a product: OpenBLAS works on small ones as they lie, a quarter faster


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Memory:
    """What a backward needs; without one, all but the states hold one step only.

    Attributes:
        h: (N, H) states, like the others at the places of the lanes.
        states: (N, H) the same at their slots.
        gates: (3, N, H) r, z and s_n: planes, as whole contiguous blocks are twice as fast.
        n: (N, H) new content.
        masked: (N, H) m h_t-1 of each slot; None without a mask.
    """

    h: Floats
    states: Floats
    gates: Floats
    n: Floats
    masked: Floats | None


def gru_states(
    projected_NG: Floats,
    hh: Floats,
    b_hh: Floats,
    packing: Packing,
    workspace: Workspace,
) -> Floats:
    """Return the state of every slot (N, H)."""
    memory = _room(packing, workspace, hh, keep=False, is_masked=False)
    weights = _weights(hh, b_hh, workspace)
    workspace.sharing.each(
        lambda lane: _forward(lane, lane.heads, projected_NG, memory, weights), lanes(packing)
    )
    return memory.states


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
    size, dtype, all_lanes = hh.shape[1], projected_NG.dtype, lanes(packing)
    memory = _room(packing, workspace, hh, keep=True, is_masked=mask_BH is not None)
    weights = _weights(hh, b_hh, workspace)
    workspace.sharing.each(
        lambda lane: _forward(lane, lane.places, projected_NG, memory, weights, mask_BH=mask_BH),
        all_lanes,
    )

    def backward(d_states_NH: Floats) -> tuple[Floats, Floats, Floats]:
        d_s_N3H = workspace.take("d_s", packing.slots, 3, size, dtype=dtype)
        d_s_NG = d_s_N3H.reshape(packing.slots, 3 * size)
        d_p_n_NH = workspace.take("d_p_n", *d_states_NH.shape, dtype=dtype)
        gradient = RecurrentGradient(
            packing, memory.states, memory.masked, d_s_NG=d_s_NG, sharing=workspace.sharing
        )
        going_back = _Backward(d_states_NH, d_s_N3H, d_p_n_NH, gradient)
        rooms = {lane.number: workspace.of_lane(lane.number) for lane in all_lanes}
        workspace.sharing.each(
            lambda lane: _go_back(lane, going_back, memory, hh, rooms[lane.number], mask_BH),
            all_lanes,
        )
        if len(all_lanes) > 1:
            gradient.add_all()
        d_hh, d_b_hh = gradient.total()
        # p_n stands outside of r in (3), s_n inside: only that third of d_p is not d_s.
        d_s_N3H[:, 2] = d_p_n_NH
        return d_s_NG, d_hh, d_b_hh

    return memory.states, backward


def _room(
    packing: Packing, workspace: Workspace, hh: Floats, *, keep: bool, is_masked: bool
) -> _Memory:
    """Return the arrays that the steps fill; with `keep` all that a backward needs."""
    size, dtype = hh.shape[1], hh.dtype
    rows = packing.slots if keep else packing.widest
    states_NH = workspace.take("states", packing.slots, size, dtype=dtype)
    is_divided = keep and has_lanes(packing)
    return _Memory(
        h=workspace.take("h", rows, size, dtype=dtype) if is_divided else states_NH,
        states=states_NH,
        gates=workspace.take("gates", 3, rows, size, dtype=dtype),
        n=workspace.take("n", rows, size, dtype=dtype),
        masked=workspace.take("masked", packing.slots, size, dtype=dtype) if is_masked else None,
    )


def _weights(hh: Floats, b_hh: Floats, workspace: Workspace) -> tuple[Floats, Floats]:
    """Return W_hh^T of each gate (3, H, H) and b_hh (3, 1, H)."""
    size = hh.shape[1]
    hh_3HH = workspace.take("hh", 3, size, size, dtype=hh.dtype)
    hh_3HH[...] = hh.reshape(3, size, size).transpose(0, 2, 1)
    return hh_3HH, b_hh.reshape(3, 1, size)


def _forward(
    lane: Lane,
    places: Sequence[slice],
    projected_NG: Floats,
    memory: _Memory,
    weights: tuple[Floats, Floats],
    *,
    mask_BH: Floats | None = None,
) -> None:
    """Go through the steps of a lane; gates and n of each step lie at its place."""
    hh_3HH, b_hh_31H = weights
    size = hh_3HH.shape[2]
    projected_3NH = projected_NG.reshape(-1, 3, size).transpose(1, 0, 2)
    h_BH = np.zeros((lane.rows, size), projected_NG.dtype)
    for slots, place, head in zip(lane.steps, places, lane.heads, strict=True):
        before_BH = h_BH[: slots.stop - slots.start]
        read_BH = masked(before_BH, mask_BH, memory.masked, slots, head)
        gates = memory.gates[:, place]
        for first in range(0, len(read_BH), _AT_ONCE):
            rows = slice(first, first + _AT_ONCE)
            np.matmul(read_BH[rows], hh_3HH, out=gates[:, rows])  # (1)
        gates += b_hh_31H
        gates[:2] += projected_3NH[:2, slots]
        sigmoid_in_place(gates[:2])  # (2)
        r, z, s_n = gates
        n = np.multiply(r, s_n, out=memory.n[place])  # (3)
        n += projected_3NH[2, slots]
        np.tanh(n, out=n)
        h_BH = np.subtract(before_BH, n, out=memory.states[slots])  # (4)
        h_BH *= z
        h_BH += n
        if memory.h is not memory.states:
            memory.h[place] = h_BH


@dataclass(frozen=True, slots=True, eq=False)
class _Backward:
    """What a backward is given, and what it fills: d_s (N, 3, H) and d_p_n (N, H)."""

    d_states: Floats
    d_s: Floats
    d_p_n: Floats
    gradient: RecurrentGradient


def _go_back(
    lane: Lane,
    to: _Backward,
    memory: _Memory,
    hh: Floats,
    workspace: Workspace,
    mask_BH: Floats | None,
) -> None:
    """Go through the steps of a lane from the last to the first."""
    size, dtype = hh.shape[1], hh.dtype
    d_s_NG = to.d_s.reshape(-1, 3 * size)
    kept_BH = workspace.take("kept", lane.rows, size, dtype=dtype)
    d_next_BH = np.zeros((lane.rows, size), dtype)  # no step follows a row's last
    for steps in reversed(lane.blocks(size)):
        block = slice(lane.places[steps][0].start, lane.places[steps][-1].stop)
        by_s_3NH, by_p_n_NH = _factors(memory, block, workspace)
        for slots, head, place in reversed(lane.of(steps)):
            alive = slots.stop - slots.start
            here = slice(place.start - block.start, place.stop - block.start)
            d_h_BH = np.add(to.d_states[slots], d_next_BH[:alive], out=to.d_p_n[slots])
            by_s_B3H = by_s_3NH[:, here].transpose(1, 0, 2)
            np.multiply(d_h_BH[:, None], by_s_B3H, out=to.d_s[slots])  # of (4) to (2)
            d_next = np.matmul(d_s_NG[slots], hh, out=d_next_BH[:alive])  # of (1)
            if mask_BH is not None:
                d_next *= mask_BH[head]
            d_next += np.multiply(d_h_BH, memory.gates[1, place], out=kept_BH[:alive])  # of (4)
            d_h_BH *= by_p_n_NH[here]  # of (4), (3)
        if lane.is_only:
            to.gradient.add(block)


def _factors(memory: _Memory, block: slice, workspace: Workspace) -> tuple[Floats, Floats]:
    """Return, for a block of steps at once, what the backward multiplies by.

    Returns:
        (3, N, H) the derivatives of h_t by s_r, s_z and s_n; (N, H) of h_t by p_n.
    """
    h, n, dtype = memory.h[block], memory.n[block], memory.h.dtype
    by_s_3NH = workspace.take("by_s", 3, *h.shape, dtype=dtype)
    by_p_n_NH = workspace.take("by_p_n", *h.shape, dtype=dtype)
    not_z_NH = workspace.take("not_z", *h.shape, dtype=dtype)
    r, z, s_n = memory.gates[:, block]
    by_r, by_z, by_n = by_s_3NH

    np.subtract(1, z, out=not_z_NH)
    np.multiply(n, n, out=by_p_n_NH)
    np.subtract(1, by_p_n_NH, out=by_p_n_NH)
    by_p_n_NH *= not_z_NH  # (1 - z) (1 - n^2)
    np.subtract(h, n, out=by_z)  # z (h_t-1 - n), by (4)
    by_z *= not_z_NH  # (h_t-1 - n) z (1 - z)
    np.multiply(by_p_n_NH, r, out=by_n)
    np.subtract(1, r, out=by_r)
    by_r *= s_n
    by_r *= by_n  # (1 - z) (1 - n^2) s_n r (1 - r)
    return by_s_3NH, by_p_n_NH
