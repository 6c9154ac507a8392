"""Every cell's value and gradients equal torch's, in double: steps, sequences and directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from sentir.cells.packing import Packing
from sentir.cells.sequences import GATES, SEQUENCES, STATES
from sentir.cells.steps import CellWeights, LstmState, gru_step, lstm_step, rnn_step
from sentir.cells.workspace import Workspace

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

torch.set_num_threads(1)

D, H = 4, 6
LAYERS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
WEIGHTS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")

all_cells = pytest.mark.parametrize("cell", sorted(LAYERS))


def oracle(cell: str, *, bidirectional: bool = False) -> torch.nn.RNNBase:
    torch.manual_seed(0)
    layer = LAYERS[cell](D, H, batch_first=True, bidirectional=bidirectional, dtype=torch.double)
    assert isinstance(layer, torch.nn.RNNBase)
    return layer


def assert_equal(ours: Floats, theirs: Floats) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10)


def value(parameter: torch.Tensor) -> Floats:
    found: Floats = parameter.detach().numpy()
    return found


def gradient(parameter: torch.Tensor) -> Floats:
    assert parameter.grad is not None
    return value(parameter.grad)


def weights_of(layer: torch.nn.RNNBase) -> CellWeights:
    ih, hh, b_ih, b_hh = (value(getattr(layer, name)) for name in WEIGHTS)
    return CellWeights(ih=ih, hh=hh, b_ih=b_ih, b_hh=b_hh)


def assert_same_gradients(layer: torch.nn.RNNBase, d_weights: CellWeights) -> None:
    ours = (d_weights.ih, d_weights.hh, d_weights.b_ih, d_weights.b_hh)
    for name, found in zip(WEIGHTS, ours, strict=True):
        assert_equal(found, gradient(getattr(layer, name)))


@pytest.mark.parametrize("cell", ["gru", "rnn"])
def test_one_step_equals_torch(cell: str) -> None:
    layer, rng = oracle(cell), np.random.default_rng(1)
    x, h, d_new = rng.normal(size=(3, D)), rng.normal(size=(3, H)), rng.normal(size=(3, H))
    step = gru_step if cell == "gru" else rnn_step
    new, backward = step(weights_of(layer), x, h)
    d_x, d_h, d_weights = backward(d_new)

    torch_x = torch.tensor(x[:, None], requires_grad=True)
    torch_h = torch.tensor(h[None], requires_grad=True)
    output, _ = layer(torch_x, torch_h)
    torch.autograd.backward(output, torch.tensor(d_new[:, None]))
    assert_equal(new, value(output)[:, 0])
    assert_equal(d_x, gradient(torch_x)[:, 0])
    assert_equal(d_h, gradient(torch_h)[0])
    assert_same_gradients(layer, d_weights)


def test_one_step_of_the_lstm_equals_torch() -> None:
    layer, rng = oracle("lstm"), np.random.default_rng(1)
    x, (h, c, d_h, d_c) = rng.normal(size=(3, D)), rng.normal(size=(4, 3, H))
    new, backward = lstm_step(weights_of(layer), x, LstmState(h=h, c=c))
    d_x, d_state, d_weights = backward(LstmState(h=d_h, c=d_c))

    torch_x = torch.tensor(x[:, None], requires_grad=True)
    torch_h, torch_c = (torch.tensor(a[None], requires_grad=True) for a in (h, c))
    _, (new_h, new_c) = layer(torch_x, (torch_h, torch_c))
    torch.autograd.backward((new_h, new_c), (torch.tensor(d_h[None]), torch.tensor(d_c[None])))
    assert_equal(new.h, value(new_h)[0])
    assert_equal(new.c, value(new_c)[0])
    assert_equal(d_x, gradient(torch_x)[:, 0])
    assert_equal(d_state.h, gradient(torch_h)[0])
    assert_equal(d_state.c, gradient(torch_c)[0])
    assert_same_gradients(layer, d_weights)


def run_torch(
    layer: torch.nn.RNNBase, x: Floats, d_states: Floats, lengths: list[int]
) -> tuple[Floats, Floats]:
    """States and derivatives of the input, row after row, by torch's packed sequences."""
    rows = np.split(x, np.cumsum(lengths)[:-1])
    padded = torch.zeros(len(lengths), max(lengths), x.shape[1], dtype=torch.double)
    upstream = torch.zeros(len(lengths), max(lengths), d_states.shape[1], dtype=torch.double)
    for row, length in enumerate(lengths):
        padded[row, :length] = torch.tensor(rows[row])
        upstream[row, :length] = torch.tensor(np.split(d_states, np.cumsum(lengths)[:-1])[row])
    padded.requires_grad_()
    counts = torch.tensor(lengths)
    packed = pack_padded_sequence(padded, counts, batch_first=True, enforce_sorted=False)
    output, _ = layer(packed)
    assert isinstance(output, PackedSequence)
    states, _ = pad_packed_sequence(output, batch_first=True)
    torch.autograd.backward(states, upstream)
    inside = np.arange(max(lengths)) < np.array(lengths)[:, None]
    return value(states)[inside], gradient(padded)[inside]


@all_cells
@pytest.mark.parametrize("lengths", [[3, 1, 7, 2, 7], [1], [5, 5], [9, 1, 1]])
@pytest.mark.parametrize("is_reversed", [False, True])
def test_a_sequence_equals_torch_in_both_directions(
    cell: str, lengths: list[int], is_reversed: bool
) -> None:
    layer, rng = oracle(cell, bidirectional=True), np.random.default_rng(2)
    packing = Packing.of(np.array(lengths))
    x, upstream = rng.normal(size=(packing.slots, D)), rng.normal(size=(packing.slots, 2 * H))
    half = slice(H, None) if is_reversed else slice(H)
    upstream[:, slice(H) if is_reversed else slice(H, None)] = 0
    states, d_x = run_torch(layer, x, upstream, lengths)

    suffix = "_reverse" if is_reversed else ""
    ih, hh, b_ih, b_hh = (value(getattr(layer, name + suffix)) for name in WEIGHTS)
    turn = packing.reverse if is_reversed else np.arange(packing.slots)
    time_major = x[packing.gather][turn]
    ours, backward = SEQUENCES[cell](time_major @ ih.T + b_ih, hh, b_hh, packing, Workspace())
    assert_equal(ours[turn], states[packing.gather, half])

    d_projected, d_hh, d_b_hh = backward(upstream[packing.gather, half][turn])
    assert_equal((d_projected @ ih)[turn], d_x[packing.gather])
    found = (d_projected.T @ time_major, d_hh, d_projected.sum(axis=0), d_b_hh)
    for name, mine in zip(WEIGHTS, found, strict=True):
        assert_equal(mine, gradient(getattr(layer, name + suffix)))


@all_cells
def test_states_in_single_precision_are_as_near_to_torch_as_single_precision_is(cell: str) -> None:
    layer, lengths = oracle(cell).float(), list(range(1, 65))
    packing = Packing.of(np.array(lengths))
    x = np.random.default_rng(3).normal(size=(packing.slots, D)).astype(np.float32)
    weights = weights_of(layer)
    projected = x[packing.gather] @ weights.ih.T + weights.b_ih
    ours = STATES[cell](projected, weights.hh, weights.b_hh, packing, Workspace())
    assert GATES[cell] * H == projected.shape[1]

    rows = torch.split(torch.tensor(x), lengths)
    with torch.no_grad():
        theirs = np.concatenate([value(layer(row)[0]) for row in rows])
    np.testing.assert_allclose(ours, theirs[packing.gather], rtol=0, atol=2e-6)
