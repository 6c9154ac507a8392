"""A text network: word ids in, one row of logits per text out, and the gradients back.

    words -> vectors -> recurrent layers -> one state per text -> dense layers -> logits

Legend: B rows, S pooled state size, C outputs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from sentir.cells.packing import Packing
from sentir.cells.workspace import Workspace
from sentir.nets.crew import Crew
from sentir.nets.dropout import drop_words
from sentir.nets.embedding import embed
from sentir.nets.head import head
from sentir.nets.parameters import check, initial, shapes
from sentir.nets.pooling import POOLINGS
from sentir.nets.stack import Stack
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
    from sentir.text.sequences import Sequences

Gradients: TypeAlias = "dict[str, Floats | RowGradient]"
# d_logits_BC -> the gradient of the inputs' values, and those of the parameters that read them
ReadBackward: TypeAlias = "Callable[[Floats], tuple[Floats, dict[str, Floats]]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A line of the model summary.

    Attributes:
        name: what its parameters' names begin with; `pooling` where it has none.
        shape: what it gives out, per word up to the pooling, per text from there on.
        parameters: how many numbers it learns.
    """

    name: str
    shape: tuple[int, ...]
    parameters: int


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
        packing = Packing.of(sequences.lengths)
        read_N = sequences.ids[packing.gather]
        ids_N = drop_words(read_N, self.spec.word_dropout, unknown=UNKNOWN, rng=rng)
        inputs, embed_backward = self._embed(ids_N, rng)
        logits_BC, read_backward = self.read(inputs, packing, rng)

        def backward(d_logits_BC: Floats) -> Gradients:
            d_values, gradients = read_backward(d_logits_BC)
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
        states, stack_backward = self._stack.forward(inputs, packing, self.parameters, rng=rng)
        pooled_BS, pool_backward = self._pool(states, packing)
        logits_BC, head_backward = self._answer(pooled_BS, rng)

        def backward(d_logits_BC: Floats) -> tuple[Floats, dict[str, Floats]]:
            d_pooled_BS, head_gradients = head_backward(d_logits_BC)
            d_states, pool_gradients = pool_backward(d_pooled_BS)
            d_values, gradients = stack_backward(d_states)
            return d_values, gradients | pool_gradients | head_gradients

        return logits_BC, backward

    def states(self, sequences: Sequences) -> Floats:
        """Return the pooled state (B, S) of each text; nothing is dropped or kept to go back."""
        packing = Packing.of(sequences.lengths)
        inputs, _ = self._embed(sequences.ids[packing.gather], None)
        return self._pool(self._stack.states(inputs, packing, self.parameters), packing)[0]

    def head(self, states_BS: Floats) -> Floats:
        """Return the logits (B, C) of pooled states."""
        return self._answer(states_BS, None)[0]

    def logits(self, sequences: Sequences) -> Floats:
        """Return the logits (B, C) as `forward` does, at half the cost: there is no backward."""
        return self.head(self.states(sequences))

    def layers(self) -> list[Layer]:
        """Return what the net consists of, in the order in which a text meets it."""
        spec = self.spec
        recurrent = [(f"recurrent.{k}", n) for k, n in enumerate(spec.hidden_sizes)]
        sizes = [
            ("embedding", spec.embedding_size),
            *((name, size * spec.directions) for name, size in recurrent),
            ("attention" if spec.pooling == "attention" else "pooling", spec.state_size),
            *((f"dense.{k}", size) for k, size in enumerate(spec.dense_sizes)),
            ("output", spec.outputs),
        ]
        return [
            Layer(name=name, shape=(size,), parameters=self._count(f"{name}."))
            for name, size in sizes
        ]

    @property
    def parameter_count(self) -> int:
        """Return how many numbers the net learns."""
        return self._count("")

    def _count(self, prefix: str) -> int:
        found = shapes(self.spec).items()
        return sum(math.prod(shape) for name, shape in found if name.startswith(prefix))

    def _embed(
        self, ids_N: Ints, rng: np.random.Generator | None
    ) -> tuple[Inputs, Callable[[Floats], RowGradient]]:
        weight, share = self.parameters["embedding.weight"], self.spec.embedding_dropout
        return embed(weight, ids_N, share=share, rng=rng, workspace=self._embedding_workspace)

    def _pool(self, states: list[Floats], packing: Packing) -> tuple[Floats, PoolingBackward]:
        pool = POOLINGS[self.spec.pooling]
        return pool(states, packing, self.parameters, self._pooling_workspaces)

    def _answer(
        self, pooled_BS: Floats, rng: np.random.Generator | None
    ) -> tuple[Floats, HeadBackward]:
        workspaces = self._head_workspaces
        return head(pooled_BS, self.parameters, spec=self.spec, rng=rng, workspaces=workspaces)


def build(
    spec: NetSpec,
    *,
    rng: np.random.Generator,
    dtype: DTypeLike = np.float32,
    threads: int = 1,
) -> Net:
    """Return a net with fresh parameters."""
    return Net(spec, initial(spec, rng=rng, dtype=dtype), threads=threads)
