"""A recurrent layer over a ragged batch, read from the front or from both ends.

Legend: N slots, H state size of one direction, G = gates x H, D numbers a slot.

The direction from the end reads the slots in the order `packing.reverse`, and its states stay in
that order until a further layer needs both directions of a word side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sentir.cells.sequences import SEQUENCES, STATES
from sentir.cells.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sentir.cells.arrays import Floats, Ints
    from sentir.cells.packing import Packing
    from sentir.nets.crew import Crew
    from sentir.nets.inputs import Inputs

SUFFIXES = ("", "_reverse")  # torch's names of the two directions

# d_states_NH of each direction -> d_values of the inputs, and the gradients of the parameters
LayerBackward: TypeAlias = "Callable[[Sequence[Floats]], tuple[Floats, dict[str, Floats]]]"
_DirectionBackward: TypeAlias = "Callable[[Floats], tuple[Floats, dict[str, Floats]]]"
_KINDS = ("read", "step")  # two workspaces a direction: for the projection and for the cell


class Recurrent:
    """One layer of a cell; its parameters lie in the net under `recurrent.<layer>.`.

    Args:
        cell: `rnn`, `lstm` or `gru`.
        layer: place in the stack, from 0.
        directions: 1, or 2 for both ends.
        crew: who reads the second direction meanwhile.
    """

    def __init__(self, cell: str, *, layer: int, directions: int, crew: Crew) -> None:
        self._cell = cell
        self._prefix = f"recurrent.{layer}."
        self._suffixes = SUFFIXES[:directions]
        self._crew = crew
        self._workspaces = {kind + suffix: Workspace() for kind in _KINDS for suffix in SUFFIXES}

    def states(
        self, inputs: Inputs, packing: Packing, parameters: Mapping[str, Floats]
    ) -> list[Floats]:
        """Return the states (N, H) of each direction, in its own reading order."""

        def read(suffix: str) -> Floats:
            ih, hh, b_ih, b_hh = (parameters[name] for name in self._names(suffix))
            reading, stepping = (self._workspaces[kind + suffix] for kind in _KINDS)
            order = _order(packing, suffix)
            projected_NG, _ = inputs.project(ih, b_ih, order=order, workspace=reading)
            return STATES[self._cell](projected_NG, hh, b_hh, packing, stepping)

        return self._crew.each(read, self._suffixes, slots=packing.slots)

    def forward(
        self, inputs: Inputs, packing: Packing, parameters: Mapping[str, Floats]
    ) -> tuple[list[Floats], LayerBackward]:
        """Return the states of each direction and the backward."""

        def read(suffix: str) -> tuple[Floats, _DirectionBackward]:
            ih, hh, b_ih, b_hh = (parameters[name] for name in self._names(suffix))
            reading, stepping = (self._workspaces[kind + suffix] for kind in _KINDS)
            order = _order(packing, suffix)
            projected_NG, project_backward = inputs.project(
                ih, b_ih, order=order, workspace=reading
            )
            states_NH, steps_backward = SEQUENCES[self._cell](
                projected_NG, hh, b_hh, packing, stepping
            )

            def backward(d_states_NH: Floats) -> tuple[Floats, dict[str, Floats]]:
                d_projected_NG, d_hh, d_b_hh = steps_backward(d_states_NH)
                d_values, d_ih, d_b_ih = project_backward(d_projected_NG)
                gradients = (d_ih, d_hh, d_b_ih, d_b_hh)
                return d_values, dict(zip(self._names(suffix), gradients, strict=True))

            return states_NH, backward

        states, backwards = zip(
            *self._crew.each(read, self._suffixes, slots=packing.slots), strict=True
        )

        def backward(d_states: Sequence[Floats]) -> tuple[Floats, dict[str, Floats]]:
            pairs = list(zip(backwards, d_states, strict=True))
            done = self._crew.each(lambda pair: pair[0](pair[1]), pairs, slots=packing.slots)
            d_values, gradients = done[0]
            for d_further, further in done[1:]:
                d_values += d_further
                gradients |= further
            return d_values, gradients

        return list(states), backward

    def _names(self, suffix: str) -> list[str]:
        """Return the names of W_ih, W_hh, b_ih and b_hh of one direction."""
        kinds = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        return [f"{self._prefix}{kind}_l0{suffix}" for kind in kinds]


def _order(packing: Packing, suffix: str) -> Ints | None:
    """Return the slots in the direction's reading order; None where that is their own."""
    return packing.reverse if suffix else None
