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

from sentir.cells.lanes import lanes
from sentir.cells.masked import masked
from sentir.cells.recurrent_gradient import RecurrentGradient
from sentir.cells.sigmoid import sigmoid_in_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.cells.arrays import Floats, SequenceBackward
    from sentir.cells.lanes import Lane
    from sentir.cells.packing import Packing
    from sentir.cells.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Memory:
    """What a backward needs; without one, all but the states hold one step only.

    Attributes:
        states: (N, H); the others lie at the places of the lanes.
        gates: (4, N, H) i, f, g, o: planes, as whole contiguous blocks are twice as fast.
        c: (N, H) cells.
        tanh_c: (N, H).
        masked: (N, H) m h_t-1 of each slot; None without a mask.
    """

    states: Floats
    gates: Floats
    c: Floats
    tanh_c: Floats
    masked: Floats | None


def lstm_states(
    projected_NG: Floats,
    hh: Floats,
    b_hh: Floats,
    packing: Packing,
    workspace: Workspace,
) -> Floats:
    """Return the state h of every slot (N, H)."""
    memory = _room(packing, workspace, hh, keep=False, is_masked=False)
    weights = _weights(hh, b_hh, workspace)
    workspace.sharing.each(
        lambda lane: _forward(lane, lane.heads, projected_NG, memory, weights), lanes(packing)
    )
    return memory.states


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
    size, dtype, all_lanes = hh.shape[1], projected_NG.dtype, lanes(packing)
    memory = _room(packing, workspace, hh, keep=True, is_masked=mask_BH is not None)
    weights = _weights(hh, b_hh, workspace)
    workspace.sharing.each(
        lambda lane: _forward(lane, lane.places, projected_NG, memory, weights, mask_BH=mask_BH),
        all_lanes,
    )

    def backward(d_states_NH: Floats) -> tuple[Floats, Floats, Floats]:
        d_s_NG = workspace.take("d_s", packing.slots, 4 * size, dtype=dtype)
        gradient = RecurrentGradient(
            packing, memory.states, memory.masked, d_s_NG=d_s_NG, sharing=workspace.sharing
        )
        going_back = _Backward(d_states_NH, d_s_NG, gradient)
        rooms = {lane.number: workspace.of_lane(lane.number) for lane in all_lanes}
        workspace.sharing.each(
            lambda lane: _go_back(lane, going_back, memory, hh, rooms[lane.number], mask_BH),
            all_lanes,
        )
        if len(all_lanes) > 1:
            gradient.add_all()
        return d_s_NG, *gradient.total()

    return memory.states, backward


def _room(
    packing: Packing, workspace: Workspace, hh: Floats, *, keep: bool, is_masked: bool
) -> _Memory:
    """Return the arrays that the steps fill; with `keep` all that a backward needs."""
    size, dtype = hh.shape[1], hh.dtype
    rows = packing.slots if keep else packing.widest
    return _Memory(
        states=workspace.take("states", packing.slots, size, dtype=dtype),
        gates=workspace.take("gates", 4, rows, size, dtype=dtype),
        c=workspace.take("c", rows, size, dtype=dtype),
        tanh_c=workspace.take("tanh_c", rows, size, dtype=dtype),
        masked=workspace.take("masked", packing.slots, size, dtype=dtype) if is_masked else None,
    )


def _weights(hh: Floats, b_hh: Floats, workspace: Workspace) -> tuple[Floats, Floats]:
    """Return W_hh^T of each gate (4, H, H) and b_hh (4, 1, H)."""
    size = hh.shape[1]
    hh_4HH = workspace.take("hh", 4, size, size, dtype=hh.dtype)
    hh_4HH[...] = hh.reshape(4, size, size).transpose(0, 2, 1)
    return hh_4HH, b_hh.reshape(4, 1, size)


def _forward(
    lane: Lane,
    places: Sequence[slice],
    projected_NG: Floats,
    memory: _Memory,
    weights: tuple[Floats, Floats],
    *,
    mask_BH: Floats | None = None,
) -> None:
    """Go through the steps of a lane; gates and c of each step lie at its place."""
    hh_4HH, b_hh_41H = weights
    size, dtype = hh_4HH.shape[2], projected_NG.dtype
    projected_4NH = projected_NG.reshape(-1, 4, size).transpose(1, 0, 2)
    written_BH = np.empty((lane.rows, size), dtype)
    h_BH = c_BH = np.zeros((lane.rows, size), dtype)
    for slots, place, head in zip(lane.steps, places, lane.heads, strict=True):
        alive = slots.stop - slots.start
        read_BH = masked(h_BH[:alive], mask_BH, memory.masked, slots, head)
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
        h_BH = np.multiply(o, tanh_c, out=memory.states[slots])


@dataclass(frozen=True, slots=True, eq=False)
class _Backward:
    """What a backward is given, and what it fills: d_s (N, G)."""

    d_states: Floats
    d_s: Floats
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
    d_s_N4H = to.d_s.reshape(-1, 4, size)
    d_next_h_BH = np.zeros((lane.rows, size), dtype)  # no step follows a row's last
    d_next_c_BH = np.zeros((lane.rows, size), dtype)
    for steps in reversed(lane.blocks(size)):
        block = slice(lane.places[steps][0].start, lane.places[steps][-1].stop)
        c_by_s_3NH, h_by_s_o_NH, h_by_c_NH = _factors(memory, block, workspace)
        for slots, head, place in reversed(lane.of(steps)):
            alive = slots.stop - slots.start
            here = slice(place.start - block.start, place.stop - block.start)
            d_h_BH, d_c_BH = d_next_h_BH[:alive], d_next_c_BH[:alive]
            d_h_BH += to.d_states[slots]
            np.multiply(d_h_BH, h_by_s_o_NH[here], out=d_s_N4H[slots, 3])  # of (4), (2)
            d_h_BH *= h_by_c_NH[here]
            d_c_BH += d_h_BH  # of (4)
            c_by_s_B3H = c_by_s_3NH[:, here].transpose(1, 0, 2)
            np.multiply(d_c_BH[:, None], c_by_s_B3H, out=d_s_N4H[slots, :3])  # of (3), (2)
            d_c_BH *= memory.gates[1, place]  # of (3): f decides how much goes further back
            np.matmul(to.d_s[slots], hh, out=d_h_BH)  # of (1)
            if mask_BH is not None:
                d_h_BH *= mask_BH[head]
        if lane.is_only:
            to.gradient.add(block)


def _factors(memory: _Memory, block: slice, workspace: Workspace) -> tuple[Floats, Floats, Floats]:
    """Return, for a block of steps at once, what the backward multiplies by.

    Returns:
        (3, N, H) the derivatives of c_t by s_i, s_f and s_g; (N, H) of h_t by s_o; (N, H) of
        h_t by c_t.
    """
    tanh_c, dtype = memory.tanh_c[block], memory.tanh_c.dtype
    c_by_s_3NH = workspace.take("c_by_s", 3, *tanh_c.shape, dtype=dtype)
    h_by_s_o_NH = workspace.take("h_by_s_o", *tanh_c.shape, dtype=dtype)
    h_by_c_NH = workspace.take("h_by_c", *tanh_c.shape, dtype=dtype)
    rest_NH = workspace.take("rest", *tanh_c.shape, dtype=dtype)
    i, f, g, o = memory.gates[:, block]
    by_i, by_f, by_g = c_by_s_3NH

    np.multiply(i, g, out=by_i)
    np.multiply(by_i, g, out=by_g)
    np.subtract(i, by_g, out=by_g)  # i (1 - g^2)
    np.subtract(memory.c[block], by_i, out=by_f)  # c_t-1 f, by (3)
    by_f *= np.subtract(1, f, out=rest_NH)  # c_t-1 f (1 - f)
    by_i *= np.subtract(1, i, out=rest_NH)  # g i (1 - i)
    np.multiply(o, np.subtract(1, o, out=rest_NH), out=h_by_s_o_NH)
    h_by_s_o_NH *= tanh_c  # tanh(c) o (1 - o)
    np.multiply(tanh_c, tanh_c, out=rest_NH)
    rest_NH *= o  # o tanh(c)^2
    np.subtract(o, rest_NH, out=h_by_c_NH)  # o (1 - tanh(c)^2)
    return c_by_s_3NH, h_by_s_o_NH, h_by_c_NH
