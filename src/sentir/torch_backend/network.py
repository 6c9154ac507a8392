"""A text network in PyTorch, under the parameter names of `sentir.nets`.

Legend: B rows, F rows that are not empty, N slots, D numbers a word, S pooled state size.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from sentir.cells.packing import Packing
from sentir.text.vocabulary import PADDING, UNKNOWN
from sentir.torch_backend.dropout import drop_words, dropout
from sentir.torch_backend.pooling import POOLINGS, Read
from sentir.torch_backend.row_dropout import read_masked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sentir.cells.arrays import Floats
    from sentir.nets.spec import NetSpec
    from sentir.text.sequences import Sequences

Draws: TypeAlias = "torch.Generator | None"

_CELLS: dict[str, Callable[..., nn.RNNBase]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
_ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "linear": lambda x: x,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
}


class Network(nn.Module):
    """The net of a spec; its `state_dict` has the names and the order of `Net.parameters`."""

    def __init__(self, spec: NetSpec) -> None:
        super().__init__()
        self.spec = spec
        self.embedding = nn.Embedding(spec.words, spec.embedding_size, padding_idx=PADDING)
        self.recurrent = nn.ModuleList(
            _CELLS[spec.cell](read, hidden, bidirectional=spec.directions == 2)
            for read, hidden in spec.recurrent_sizes
        )
        has_attention = spec.pooling == "attention"
        self.attention = nn.Linear(spec.state_size, 1, bias=False) if has_attention else None
        sizes = (spec.state_size, *spec.dense_sizes)
        self.dense = nn.ModuleList(nn.Linear(given, size) for given, size in pairwise(sizes))
        self.output = nn.Linear(sizes[-1], spec.outputs)

    @classmethod
    def of(cls, spec: NetSpec, parameters: Mapping[str, Floats], device: torch.device) -> Network:
        """Return the net with copies of these parameters, on the device."""
        with torch.device("meta"):  # no numbers are drawn only to be replaced
            net = cls(spec)
        stored = {name: torch.from_numpy(value.copy()) for name, value in parameters.items()}
        net.load_state_dict(stored, assign=True)
        return net.to(device)

    def forward(self, sequences: Sequences, draws: Draws = None) -> Tensor:
        """Return the logits (B, C), rows in the order given; without draws nothing is dropped."""
        packing = Packing.of(sequences.lengths)
        pooled_BS = self._in_order_given(self._pooled(sequences, packing, draws), packing)
        x = dropout(pooled_BS, self.spec.pooled_dropout, draws)
        for layer in self.dense:
            x = _ACTIVATIONS[self.spec.dense_activation](layer(x))
            x = dropout(x, self.spec.dense_dropout, draws)
        logits: Tensor = self.output(x)
        return logits

    def _pooled(self, sequences: Sequences, packing: Packing, draws: Draws) -> Tensor:
        """Return the pooled states (F, S), rows by falling length."""
        if not packing.slots:
            return self.output.weight.new_zeros(0, self.spec.state_size)
        spec, device = self.spec, self.output.weight.device
        ids_N = torch.from_numpy(sequences.ids[packing.gather].astype(np.int64)).to(device)
        ids_N = drop_words(ids_N, spec.word_dropout, unknown=UNKNOWN, draws=draws)
        vectors_ND = dropout(self.embedding(ids_N), spec.embedding_dropout, draws)
        # The slots of a packing lie as those of torch's packed sequences do: by step, the longest
        # row first. So nothing is padded before the pooling.
        states = PackedSequence(vectors_ND, torch.from_numpy(packing.sizes))
        final: Tensor | tuple[Tensor, Tensor] | None = None
        for layer in self.recurrent:
            if draws and (spec.input_dropout or spec.recurrent_dropout):
                states, final = read_masked(layer, states, packing, spec=spec, draws=draws)
            else:
                states, final = layer(states)
        if isinstance(final, tuple):  # an LSTM's: state and memory
            final = final[0]
        padded, lengths = pad_packed_sequence(states)
        is_word = torch.arange(len(padded))[:, None] < lengths
        read = Read(
            states=padded,
            is_word=is_word[:, :, None].to(device),
            final=final,
            scored=self.attention,
        )
        return POOLINGS[spec.pooling](read)

    def _in_order_given(self, pooled_FS: Tensor, packing: Packing) -> Tensor:
        """Return the rows (B, S) in the order given; an empty row is zeros."""
        empty = pooled_FS.new_zeros(packing.lengths.size - len(pooled_FS), pooled_FS.shape[1])
        ranks = torch.from_numpy(np.argsort(packing.order)).to(pooled_FS.device)
        return torch.cat([pooled_FS, empty])[ranks]
