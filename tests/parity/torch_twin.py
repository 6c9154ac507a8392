"""The same network in PyTorch: the oracle of the nets. It pads and masks where ours is ragged.

twin = TorchTwin.of(net)    the parameters of a net, in its precision
twin(sequences)             logits (B, C), a torch tensor with a graph behind it
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from sentir.text.vocabulary import PADDING, SPECIAL

if TYPE_CHECKING:
    from sentir.nets.net import Net
    from sentir.nets.spec import NetSpec
    from sentir.text.sequences import Sequences

torch.set_num_threads(1)  # two torch threads on a busy machine collapse

CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
ACTIVATIONS = {
    "linear": nn.Identity(),
    "sigmoid": nn.Sigmoid(),
    "tanh": nn.Tanh(),
    "relu": nn.ReLU(),
}


class TorchTwin(nn.Module):
    """A net of a spec, without dropout; its `state_dict` has the names of `Net.parameters`."""

    def __init__(self, spec: NetSpec) -> None:
        super().__init__()
        self.spec = spec
        if spec.cell != "multi_hot":
            self.embedding = nn.Embedding(spec.words, spec.embedding_size, padding_idx=PADDING)
        self.recurrent = nn.ModuleList(
            CELLS[spec.cell](read, hidden, batch_first=True, bidirectional=spec.directions == 2)
            for read, hidden in spec.recurrent_sizes
        )
        if spec.pooling == "attention" and spec.cell != "multi_hot":
            self.attention = nn.Linear(spec.pooled_size, 1, bias=False)
        sizes = (spec.pooled_size, *spec.dense_sizes)
        self.dense = nn.ModuleList(nn.Linear(given, size) for given, size in pairwise(sizes))
        self.output = nn.Linear(sizes[-1], spec.outputs)

    @classmethod
    def of(cls, net: Net) -> TorchTwin:
        """Return the twin of a net, with copies of its parameters."""
        stored = {name: torch.from_numpy(value.copy()) for name, value in net.parameters.items()}
        twin = cls(net.spec).to(stored["output.bias"].dtype)
        twin.load_state_dict(stored)
        return twin

    def forward(self, sequences: Sequences) -> Tensor:
        """Return the logits (B, C); empty rows have a pooled state of zeros."""
        lengths = torch.from_numpy(sequences.lengths)
        pooled = self.output.weight.new_zeros(len(sequences), self.spec.pooled_size)
        filled = torch.nonzero(lengths).flatten()
        if filled.numel():
            ids = padded(sequences)[filled]
            pooled = pooled.index_copy(0, filled, self.pooled(ids, lengths[filled]))
        for layer in self.dense:
            pooled = ACTIVATIONS[self.spec.dense_activation](layer(pooled))
        logits: Tensor = self.output(pooled)
        return logits

    def pooled(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """Return the pooled state (B, S) of padded ids (B, T); no row is empty."""
        if self.spec.cell == "multi_hot":
            held = functional.one_hot(ids, self.spec.words).amax(dim=1)[:, len(SPECIAL) :]
            return held.to(self.output.weight.dtype)
        states, last = self.embedding(ids), None
        for layer in self.recurrent:
            packed = pack_padded_sequence(states, lengths, batch_first=True, enforce_sorted=False)
            out, final = layer(packed)
            states, _ = pad_packed_sequence(out, batch_first=True)
            last = final[0] if self.spec.cell == "lstm" else final
        is_word = (torch.arange(ids.shape[1]) < lengths[:, None])[:, :, None]
        match self.spec.pooling:
            case "last":
                assert last is not None
                pooled = torch.cat(list(last), dim=1)  # of each direction: (directions, B, H)
            case "max":
                pooled = states.masked_fill(~is_word, -torch.inf).amax(dim=1)
            case "mean":
                pooled = states.masked_fill(~is_word, 0).sum(dim=1) / lengths[:, None]
            case "flatten":
                states = states.masked_fill(~is_word, 0)
                behind = self.spec.places - states.shape[1]
                pooled = functional.pad(states, (0, 0, 0, behind)).flatten(start_dim=1)
            case _:
                scores = self.attention(torch.tanh(states)).masked_fill(~is_word, -torch.inf)
                pooled = (torch.softmax(scores, dim=1) * states).sum(dim=1)
        return pooled


def padded(sequences: Sequences) -> Tensor:
    """Return the ids as a rectangle (B, T), short rows filled up with padding."""
    width = int(sequences.lengths.max(initial=0))
    ids = np.full((len(sequences), width), PADDING, np.int64)
    for row in range(len(sequences)):
        ids[row, : sequences.lengths[row]] = sequences.row(row)
    return torch.from_numpy(ids)
