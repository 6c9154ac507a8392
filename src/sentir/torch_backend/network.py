"""A text network in PyTorch, under the parameter names of `sentir.nets`.

Legend: B rows, N slots, D numbers a word, V words,
P numbers a row that are pooled.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from sentir.cells.packing import Packing
from sentir.text.vocabulary import PADDING, SPECIAL
from sentir.torch_backend.dropout import drop_words, dropout
from sentir.torch_backend.pooling import POOLINGS, Read
from sentir.torch_backend.row_dropout import read_masked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sentir.cells.arrays import Floats, Ints
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
        has_vectors = spec.cell != "multi_hot"
        self.embedding = (
            nn.Embedding(spec.words, spec.embedding_size, padding_idx=PADDING)
            if has_vectors
            else None
        )
        self.recurrent = nn.ModuleList(
            _CELLS[spec.cell](read, hidden, bidirectional=spec.directions == 2)
            for read, hidden in spec.recurrent_sizes
        )
        has_attention = spec.pooling == "attention" and has_vectors
        self.attention = nn.Linear(spec.pooled_size, 1, bias=False) if has_attention else None
        sizes = (spec.pooled_size, *spec.dense_sizes)
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
        pooled_BP = (
            self._pooled(sequences, draws) if self.embedding else self._held(sequences, draws)
        )
        x = dropout(pooled_BP, self.spec.pooled_dropout, draws)
        for layer in self.dense:
            x = _ACTIVATIONS[self.spec.dense_activation](layer(x))
            x = dropout(x, self.spec.dense_dropout, draws)
        logits: Tensor = self.output(x)
        return logits

    def _held(self, sequences: Sequences, draws: Draws) -> Tensor:
        """Return which known words each row holds (B, P), 0 or 1."""
        ids_N = self._drop_words(sequences.ids, draws)
        rows_N = np.repeat(np.arange(len(sequences)), sequences.lengths)
        held_BV = self.output.weight.new_zeros(len(sequences), self.spec.words)
        held_BV[torch.from_numpy(rows_N).to(ids_N.device), ids_N] = 1
        return held_BV[:, len(SPECIAL) :]

    def _pooled(self, sequences: Sequences, draws: Draws) -> Tensor:
        """Return what is pooled of each row (B, P)."""
        packing = Packing.of(sequences.lengths)
        vectors_ND = self._vectors(sequences.ids[packing.gather], draws)
        empty = vectors_ND.new_zeros(packing.lengths.size - packing.widest, self.spec.pooled_size)
        if not packing.slots:
            return empty
        # The slots of a packing lie as those of torch's packed sequences do: by step, the longest
        # row first. So nothing is padded before the pooling.
        states = PackedSequence(vectors_ND, torch.from_numpy(packing.sizes))
        states, final = self._read(states, packing, draws)
        padded, lengths = pad_packed_sequence(states)
        is_word = torch.arange(len(padded))[:, None] < lengths
        read = Read(
            states=padded,
            is_word=is_word[:, :, None].to(padded.device),
            final=final,
            scored=self.attention,
            places=self.spec.places,
        )
        ranks = torch.from_numpy(np.argsort(packing.order)).to(padded.device)
        return torch.cat([POOLINGS[self.spec.pooling](read), empty])[ranks]

    def _vectors(self, ids_N: Ints, draws: Draws) -> Tensor:
        """Return the vector of each word (N, D)."""
        assert self.embedding is not None  # noqa: S101 - multi_hot alone has none
        read_ND = self.embedding(self._drop_words(ids_N, draws))
        return dropout(read_ND, self.spec.embedding_dropout, draws)

    def _read(
        self, states: PackedSequence, packing: Packing, draws: Draws
    ) -> tuple[PackedSequence, Tensor | None]:
        """Return the top layer's states, and the last of each direction."""
        spec, final = self.spec, None
        for layer in self.recurrent:
            if draws and (spec.input_dropout or spec.recurrent_dropout):
                states, final = read_masked(layer, states, packing, spec=spec, draws=draws)
            else:
                states, last = layer(states)
                final = last[0] if spec.cell == "lstm" else last  # an LSTM's has its memory beside
        return states, final

    def _drop_words(self, ids_N: Ints, draws: Draws) -> Tensor:
        """Return the ids (N,) on the device, some read as unknown."""
        ids = torch.from_numpy(ids_N.astype(np.int64)).to(self.output.weight.device)
        return drop_words(ids, self.spec.word_dropout, draws)
