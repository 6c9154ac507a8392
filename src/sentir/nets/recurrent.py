"""A recurrent layer over a ragged batch, read from the front or from both ends.

Legend: N slots, H state size of one direction, G = gates x H, D numbers a slot.

The direction from the end reads the slots in the order `packing.reverse`, and its states stay in
that order until a further layer needs both directions of a word side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sentir.cells.sequences import SEQUENCES, STATES
from sentir.cells.sharing import ALONE
from sentir.cells.stopwatch import WATCH
from sentir.cells.workspace import Workspace
from sentir.nets.row_dropout import RowDropout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np

    from sentir.cells.arrays import Floats, Ints
    from sentir.cells.packing import Packing
    from sentir.cells.sharing import Sharing
    from sentir.nets.crew import Crew
    from sentir.nets.inputs import Inputs
    from sentir.nets.spec import NetSpec

SUFFIXES = ("", "_reverse")  # torch's names of the two directions

# d_states_NH of each direction -> d_values of the inputs, and the gradients of the parameters
LayerBackward: TypeAlias = "Callable[[Sequence[Floats]], tuple[Floats, dict[str, Floats]]]"
_DirectionBackward: TypeAlias = "Callable[[Floats], tuple[Floats, dict[str, Floats]]]"
_KINDS = ("read", "step")  # two workspaces a direction: for the projection and for the cell


class Recurrent:
    """One layer of a cell; its parameters lie in the net under `recurrent.<layer>.`.

    Args:
        spec: its cell, directions and dropout.
        layer: place in the stack, from 0.
        crew: who reads the second direction meanwhile, or shares the work on the only one.
    """

    def __init__(self, spec: NetSpec, *, layer: int, crew: Crew) -> None:
        self._cell = spec.cell
        self._sizes = spec.recurrent_sizes[layer]
        self._prefix = f"recurrent.{layer}."
        self._suffixes = SUFFIXES[: spec.directions]
        self._dropouts = {
            suffix: RowDropout(input_share=spec.input_dropout, state_share=spec.recurrent_dropout)
            for suffix in self._suffixes
        }
        self._crew = crew
        # The helper has a direction to read, or else a part of the one there is.
        sharing: Sharing = crew if spec.directions == 1 else ALONE
        self._workspaces = {
            kind + suffix: Workspace(sharing) for kind in _KINDS for suffix in SUFFIXES
        }

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

        return self._crew.each(read, self._suffixes)

    def forward(
        self,
        inputs: Inputs,
        packing: Packing,
        parameters: Mapping[str, Floats],
        *,
        rng: np.random.Generator | None = None,
    ) -> tuple[list[Floats], LayerBackward]:
        """Return the states of each direction and the backward; the rng decides what is dropped."""
        dtype = parameters[self._names("")[0]].dtype
        masks = {  # drawn before a second thread begins: the draws have an order
            suffix: dropout.draw(packing, sizes=self._sizes, dtype=dtype, rng=rng)
            for suffix, dropout in self._dropouts.items()
        }

        def step(suffix: str) -> tuple[Floats, _DirectionBackward]:
            ih, hh, b_ih, b_hh = (parameters[name] for name in self._names(suffix))
            reading, stepping = (self._workspaces[kind + suffix] for kind in _KINDS)
            read, read_backward = self._dropouts[suffix].inputs(inputs, masks[suffix], packing)
            with WATCH.part("projection"):
                projected_NG, project_backward = read.project(
                    ih, b_ih, order=_order(packing, suffix), workspace=reading
                )
            states_NH, steps_backward = SEQUENCES[self._cell](
                projected_NG,
                hh,
                b_hh,
                packing,
                stepping,
                mask_BH=masks[suffix].state,
            )

            def backward(d_states_NH: Floats) -> tuple[Floats, dict[str, Floats]]:
                d_projected_NG, d_hh, d_b_hh = steps_backward(d_states_NH)
                with WATCH.part("projection_back"):
                    d_values, d_ih, d_b_ih = project_backward(d_projected_NG)
                gradients = (d_ih, d_hh, d_b_ih, d_b_hh)
                return read_backward(d_values), dict(
                    zip(self._names(suffix), gradients, strict=True)
                )

            return states_NH, backward

        states, backwards = zip(*self._crew.each(step, self._suffixes), strict=True)

        def backward(d_states: Sequence[Floats]) -> tuple[Floats, dict[str, Floats]]:
            pairs = list(zip(backwards, d_states, strict=True))
            done = self._crew.each(lambda pair: pair[0](pair[1]), pairs)
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
