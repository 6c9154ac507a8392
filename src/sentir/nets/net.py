"""A text network: word ids in, one row of logits per text out, and the gradients back.

    words -> vectors -> recurrent layers -> one state per text -> dense layers -> logits
    words -> which of them a text holds, 0 or 1 each (multi_hot) -> dense layers -> logits

Legend: B rows, S state size, U distinct words of a batch, C outputs.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from sentir.cells.packing import Packing
from sentir.cells.stopwatch import WATCH
from sentir.cells.workspace import Workspace
from sentir.nets.crew import Crew
from sentir.nets.dropout import drop_words
from sentir.nets.embedding import embed
from sentir.nets.flatten import flatten
from sentir.nets.head import WHOLE, Part, head
from sentir.nets.multi_hot import WordsHeld
from sentir.nets.parameters import check, initial, shapes
from sentir.nets.pooling import POOLINGS
from sentir.nets.stack import Stack
from sentir.nets.summary import layers
from sentir.text.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import DTypeLike

    from sentir.cells.arrays import Floats, Ints
    from sentir.nets.gradients import RowGradient
    from sentir.nets.head import HeadBackward
    from sentir.nets.inputs import Inputs
    from sentir.nets.pooling import PoolingBackward
    from sentir.nets.spec import NetSpec
    from sentir.nets.summary import Layer
    from sentir.text.sequences import Sequences

# Layers that make a wide net's state, and those behind it.
_FIRST, _REST = Part(layers=slice(1)), Part(layers=slice(1, None))
Gradients: TypeAlias = "dict[str, Floats | RowGradient]"
# d_logits_BC -> the gradient of the inputs' values, and those of the parameters that read them
ReadBackward: TypeAlias = "Callable[[Floats], tuple[Floats, dict[str, Floats]]]"


class Net:
    """A network and its parameters.

    Buffers are kept from one batch to the next, so that a net is not for two threads at once, and
    a backward is good until the next forward. Nets may share parameters: give each thread its own
    `Net(spec, parameters)`.

    Args:
        spec: what the net is made of.
        parameters: by torch's names; read anew at every batch.
        threads: with 2 or more both directions of a layer are read at once, to the same numbers;
            BLAS then does best with one thread.
    """

    def __init__(self, spec: NetSpec, parameters: dict[str, Floats], *, threads: int = 1) -> None:
        self.spec = spec
        self.parameters = parameters
        self._stack = Stack(spec, Crew(threads))
        self._words_held = WordsHeld(spec)
        self._embedding_workspace = Workspace()
        self._pooling_workspaces = [Workspace() for _ in range(spec.directions)]
        self._head_workspaces = [Workspace() for _ in range(len(spec.dense_sizes) + 1)]

    @classmethod
    def from_parameters(
        cls, spec: NetSpec, parameters: Mapping[str, Floats], *, threads: int = 1
    ) -> Net:
        """Return a net with stored parameters.

        Raises:
            RunError: the parameters are not those of the spec.
        """
        check(spec, parameters)
        return cls(spec, dict(parameters), threads=threads)

    def forward(
        self, sequences: Sequences, rng: np.random.Generator | None = None
    ) -> tuple[Floats, Callable[[Floats], Gradients]]:
        """Return the logits (B, C), rows in the order given, and the backward.

        Args:
            sequences: the texts.
            rng: decides what is dropped, for training; without it nothing is.
        """
        if self.spec.cell == "multi_hot":
            return self._forward_held(sequences, rng)
        with WATCH.part("words"):
            packing = Packing.of(sequences.lengths)
            read_N = sequences.ids[packing.gather]
            ids_N = drop_words(read_N, self.spec.word_dropout, unknown=UNKNOWN, rng=rng)
            inputs, embed_backward = self._embed(ids_N, rng)
        logits_BC, read_backward = self.read(inputs, packing, rng)

        def backward(d_logits_BC: Floats) -> Gradients:
            d_values, gradients = read_backward(d_logits_BC)
            with WATCH.part("words_back"):
                found: Gradients = {"embedding.weight": embed_backward(d_values), **gradients}
            return {name: found[name] for name in self.parameters}

        return logits_BC, backward

    def read(
        self, inputs: Inputs, packing: Packing, rng: np.random.Generator | None = None
    ) -> tuple[Floats, ReadBackward]:
        """Return the logits (B, C) of vectors in place of words, rows in the order given.

        The backward turns d_logits (B, C) into the gradient of the inputs' values and those of
        all parameters but the word vectors.
        """
        with WATCH.part("recurrent"):
            states, stack_backward = self._stack.forward(inputs, packing, self.parameters, rng=rng)
        with WATCH.part("head"):
            pooled_BS, pool_backward = self._pool(states, packing)
            logits_BC, head_backward = self._answer(pooled_BS, rng)

        def backward(d_logits_BC: Floats) -> tuple[Floats, dict[str, Floats]]:
            with WATCH.part("head_back"):
                d_pooled_BS, head_gradients = head_backward(d_logits_BC)
                d_states, pool_gradients = pool_backward(d_pooled_BS)
            with WATCH.part("recurrent_back"):
                d_values, gradients = stack_backward(d_states)
            return d_values, gradients | pool_gradients | head_gradients

        return logits_BC, backward

    def read_held(
        self,
        holds_BU: Floats,
        columns_U: Ints,
        rng: np.random.Generator | None = None,
        *,
        is_end: bool = False,
    ) -> tuple[Floats, ReadBackward]:
        """Return the logits (B, C) of a `multi_hot` net for rows that hold so much of each word.

        The backward turns d_logits (B, C) into the gradient of `holds_BU`, left out where the way
        back is to end, and those of all parameters.
        """
        parameters, part = (
            self._words_held.narrowed(self.parameters, columns_U),
            Part(is_end=is_end),
        )
        logits_BC, head_backward = self._answer(holds_BU, rng, parameters=parameters, part=part)

        def backward(d_logits_BC: Floats) -> tuple[Floats, dict[str, Floats]]:
            d_holds_BU, found = head_backward(d_logits_BC)
            return d_holds_BU, self._words_held.widened(found, columns_U)

        return logits_BC, backward

    def states(self, sequences: Sequences) -> Floats:
        """Return the state (B, S) of each text; nothing is dropped or kept to go back."""
        if self.spec.cell == "multi_hot":
            holds_BU, columns_U = self._words_held.of(sequences, dtype=self._dtype)
            parameters = self._words_held.narrowed(self.parameters, columns_U)
            return self._answer(holds_BU, None, parameters=parameters, part=_FIRST)[0]
        packing = Packing.of(sequences.lengths)
        inputs, _ = self._embed(sequences.ids[packing.gather], None)
        pooled = self._pool(self._stack.states(inputs, packing, self.parameters), packing)[0]
        return self._answer(pooled, None, part=_FIRST)[0] if self.spec.is_wide else pooled

    def head(self, states_BS: Floats) -> Floats:
        """Return the logits (B, C) of states."""
        return self._answer(states_BS, None, part=_REST if self.spec.is_wide else WHOLE)[0]

    def logits(self, sequences: Sequences) -> Floats:
        """Return the logits (B, C) as `forward` does, at half the cost: there is no backward."""
        return self.head(self.states(sequences))

    def layers(self) -> list[Layer]:
        """Return what the net consists of, in the order in which a text meets it."""
        return layers(self.spec)

    @property
    def parameter_count(self) -> int:
        """Return how many numbers the net learns."""
        return sum(math.prod(shape) for shape in shapes(self.spec).values())

    def _embed(
        self, ids_N: Ints, rng: np.random.Generator | None
    ) -> tuple[Inputs, Callable[[Floats], RowGradient]]:
        weight, share = self.parameters["embedding.weight"], self.spec.embedding_dropout
        return embed(weight, ids_N, share=share, rng=rng, workspace=self._embedding_workspace)

    def _forward_held(
        self, sequences: Sequences, rng: np.random.Generator | None
    ) -> tuple[Floats, Callable[[Floats], Gradients]]:
        holds_BU, columns_U = self._words_held.of(sequences, dtype=self._dtype, rng=rng)
        logits_BC, read_backward = self.read_held(holds_BU, columns_U, rng, is_end=True)

        def backward(d_logits_BC: Floats) -> Gradients:
            _, found = read_backward(d_logits_BC)
            return {name: found[name] for name in self.parameters}

        return logits_BC, backward

    @property
    def _dtype(self) -> np.dtype[np.floating[Any]]:
        return self.parameters["output.bias"].dtype

    def _pool(self, states: list[Floats], packing: Packing) -> tuple[Floats, PoolingBackward]:
        if self.spec.pooling == "flatten":
            return flatten(states, packing, places=self.spec.places)
        pool = POOLINGS[self.spec.pooling]
        return pool(states, packing, self.parameters, self._pooling_workspaces)

    def _answer(
        self,
        pooled_BS: Floats,
        rng: np.random.Generator | None,
        *,
        parameters: Mapping[str, Floats] | None = None,
        part: Part = WHOLE,
    ) -> tuple[Floats, HeadBackward]:
        return head(
            pooled_BS,
            parameters or self.parameters,
            spec=self.spec,
            rng=rng,
            workspaces=self._head_workspaces,
            part=part,
        )


def build(
    spec: NetSpec,
    *,
    rng: np.random.Generator,
    dtype: DTypeLike = np.float32,
    threads: int = 1,
) -> Net:
    """Return a net with fresh parameters."""
    return Net(spec, initial(spec, rng=rng, dtype=dtype), threads=threads)
