from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.cells.packing import Packing
from sentir.cells.sequences import GATES, SEQUENCES
from sentir.cells.steps import CellWeights, LstmState, gru_step, lstm_step, rnn_step
from sentir.cells.workspace import Workspace

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

H = 5


def row_by_steps(
    cell: str, weights: CellWeights, projected: Floats, upstream: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """States, d_projected, d_hh and d_b_hh of one row (T words), a step at a time."""
    states, d_projected = np.empty_like(upstream), np.empty_like(projected)
    d_hh, d_b_hh = np.zeros_like(weights.hh), np.zeros_like(weights.b_hh)
    zeros: Floats = np.zeros((1, H))
    if cell == "lstm":
        state, d_state, undo = LstmState(h=zeros, c=zeros), LstmState(h=zeros, c=zeros), []
        for t in range(len(projected)):
            state, back = lstm_step(weights, projected[t : t + 1], state)
            states[t] = state.h
            undo.append(back)
        for t in reversed(range(len(projected))):
            d_new = LstmState(h=d_state.h + upstream[t], c=d_state.c)
            d_projected[t], d_state, d_weights = undo[t](d_new)
            d_hh += d_weights.hh
            d_b_hh += d_weights.b_hh
        return states, d_projected, d_hh, d_b_hh

    step, h, d_h, backwards = {"rnn": rnn_step, "gru": gru_step}[cell], zeros, zeros, []
    for t in range(len(projected)):
        h, backward = step(weights, projected[t : t + 1], h)
        states[t] = h
        backwards.append(backward)
    for t in reversed(range(len(projected))):
        d_projected[t], d_h, d_weights = backwards[t](d_h + upstream[t])
        d_hh += d_weights.hh
        d_b_hh += d_weights.b_hh
    return states, d_projected, d_hh, d_b_hh


@pytest.mark.parametrize("is_masked", [False, True])
@pytest.mark.parametrize("cell", sorted(SEQUENCES))
@pytest.mark.parametrize(
    "lengths", [[3, 0, 1, 6, 3, 1, 0, 2], [1], [4], [0, 7, 0], [1, 1], [2, 5, 5]]
)
def test_a_sequence_equals_its_steps_row_by_row(
    cell: str, lengths: list[int], is_masked: bool
) -> None:
    rng, size = np.random.default_rng(0), GATES[cell] * H
    packing = Packing.of(np.array(lengths))
    projected, upstream = (
        rng.normal(size=(packing.slots, size)),
        rng.normal(size=(packing.slots, H)),
    )
    hh, b_hh = rng.normal(size=(size, H)), rng.normal(size=size)
    # The input is projected already: an identity hands it on.
    weights = CellWeights(ih=np.eye(size), hh=hh, b_ih=np.zeros(size), b_hh=b_hh)

    # h m W^T is h (W m)^T: a row with a mask is one without, whose weights are masked.
    given_mask = np.random.default_rng(1).normal(size=(len(lengths), H)) if is_masked else None
    mask = None if given_mask is None else given_mask[packing.order[: packing.widest]]
    states, backward = SEQUENCES[cell](projected, hh, b_hh, packing, Workspace(), mask_BH=mask)
    d_projected, d_hh, d_b_hh = backward(upstream)

    summed_hh, summed_b_hh = np.zeros_like(hh), np.zeros_like(b_hh)
    for row in range(len(lengths)):
        slots = np.flatnonzero(packing.rows == row)
        of_row = np.ones(H) if given_mask is None else given_mask[row]
        row_states, row_d_projected, row_d_hh, row_d_b_hh = row_by_steps(
            cell, replace(weights, hh=hh * of_row), projected[slots], upstream[slots]
        )
        np.testing.assert_allclose(states[slots], row_states, rtol=0, atol=1e-12)
        np.testing.assert_allclose(d_projected[slots], row_d_projected, rtol=0, atol=1e-12)
        summed_hh += row_d_hh * of_row
        summed_b_hh += row_d_b_hh
    np.testing.assert_allclose(d_hh, summed_hh, rtol=0, atol=1e-12)
    np.testing.assert_allclose(d_b_hh, summed_b_hh, rtol=0, atol=1e-12)
