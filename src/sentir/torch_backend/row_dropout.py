"""Recurrent layers whose dropout lasts a text: the same units at every step of a row.

torch's own layers cannot mask the state where it enters the recurrent product, so that these go
step by step, which is slow. They do so only while such dropout trains.
Legend: B rows alive at a step, F rows alive at the first, N slots, D numbers a slot, H state size,
G = gates x H. Source: `sentir.nets.row_dropout`, `sentir.cells`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from sentir.nets.recurrent import SUFFIXES
from sentir.torch_backend.dropout import mask

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor, nn
    from torch.nn.utils.rnn import PackedSequence

    from sentir.cells.packing import Packing
    from sentir.nets.spec import NetSpec

State = tuple["Tensor", "Tensor"]  # what is read of a step, and what it carries besides


def read_masked(
    layer: nn.Module,
    states: PackedSequence,
    packing: Packing,
    *,
    spec: NetSpec,
    draws: torch.Generator,
) -> tuple[PackedSequence, Tensor]:
    """Return what the layer does (states, and the last of each direction), some units dropped."""
    read, final = [], []
    rows = torch.cat([torch.arange(size) for size in packing.sizes.tolist()])  # (N,) by rank
    for suffix in SUFFIXES[: spec.directions]:
        weights = weights_of(layer, suffix)
        reads, keeps = (torch.Size((packing.widest, weight.shape[1])) for weight in weights[:2])
        mask_FD = mask(reads, spec.input_dropout, draws, like=states.data)
        mask_FH = mask(keeps, spec.recurrent_dropout, draws, like=states.data)
        turn = torch.from_numpy(packing.reverse) if suffix else torch.arange(packing.slots)
        x_ND = (states.data * mask_FD[rows])[turn]
        h_NH = step_through(spec.cell, weights, x_ND, packing, mask_FH=mask_FH)
        ends = torch.from_numpy(packing.last[packing.order[: packing.widest]])
        read.append(h_NH[turn])
        final.append(h_NH[ends])
    return states._replace(data=torch.cat(read, dim=1)), torch.stack(final)


def weights_of(layer: nn.Module, suffix: str) -> list[Tensor]:
    """Return W_ih, W_hh, b_ih and b_hh of one direction."""
    kinds = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    return [layer.get_parameter(kind + suffix) for kind in kinds]


def step_through(
    cell: str, weights: list[Tensor], x_ND: Tensor, packing: Packing, *, mask_FH: Tensor
) -> Tensor:
    """Return the state of every slot (N, H), slots and states in the direction's reading order."""
    ih, hh, b_ih, b_hh = weights
    projected_NG = functional.linear(x_ND, ih, b_ih)
    h = c = x_ND.new_zeros(packing.widest, hh.shape[1])
    found = []
    for slots in packing.steps:
        alive = slots.stop - slots.start
        s_BG = functional.linear(h[:alive] * mask_FH[:alive], hh, b_hh)
        h, c = _STEPS[cell](projected_NG[slots], s_BG, (h[:alive], c[:alive]))
        found.append(h)
    return torch.cat(found)


def _rnn(p_BG: Tensor, s_BG: Tensor, before: State) -> State:
    return torch.tanh(p_BG + s_BG), before[1]


def _gru(p_BG: Tensor, s_BG: Tensor, before: State) -> State:
    (p_r, p_z, p_n), (s_r, s_z, s_n) = p_BG.chunk(3, dim=1), s_BG.chunk(3, dim=1)
    r, z = torch.sigmoid(p_r + s_r), torch.sigmoid(p_z + s_z)
    n = torch.tanh(p_n + r * s_n)
    return n + z * (before[0] - n), before[1]


def _lstm(p_BG: Tensor, s_BG: Tensor, before: State) -> State:
    i, f, g, o = (p_BG + s_BG).chunk(4, dim=1)
    c = torch.sigmoid(f) * before[1] + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


_STEPS: dict[str, Callable[[Tensor, Tensor, State], State]] = {
    "rnn": _rnn,
    "gru": _gru,
    "lstm": _lstm,
}
