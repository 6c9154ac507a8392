"""Recurrent layers one on the other; for a bag none, and the word vectors are the states.

Legend: N slots, H state size of one direction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.cells.workspace import Workspace
from sentir.nets.inputs import SlotInputs
from sentir.nets.recurrent import LayerBackward, Recurrent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np

    from sentir.cells.arrays import Floats
    from sentir.cells.packing import Packing
    from sentir.nets.crew import Crew
    from sentir.nets.inputs import Inputs
    from sentir.nets.spec import NetSpec


class Stack:
    """All recurrent layers of a net, each with a size of its own."""

    def __init__(self, spec: NetSpec, crew: Crew) -> None:
        self._layers = [
            Recurrent(spec, layer=layer, crew=crew) for layer in range(len(spec.hidden_sizes))
        ]
        self._workspaces = [Workspace() for _ in self._layers] or [Workspace()]

    def states(
        self, inputs: Inputs, packing: Packing, parameters: Mapping[str, Floats]
    ) -> list[Floats]:
        """Return the top layer's states (N, H) of each direction, in its own reading order."""
        if not self._layers:
            return [inputs.each(self._workspaces[0])[0]]
        states = self._layers[0].states(inputs, packing, parameters)
        for layer, workspace in zip(self._layers[1:], self._workspaces[1:], strict=True):
            joined_ND, _ = _join(states, packing, workspace)
            states = layer.states(SlotInputs(joined_ND), packing, parameters)
        return states

    def forward(
        self,
        inputs: Inputs,
        packing: Packing,
        parameters: Mapping[str, Floats],
        *,
        rng: np.random.Generator | None = None,
    ) -> tuple[list[Floats], LayerBackward]:
        """Return the same, and the backward to the values of the inputs and the parameters."""
        if not self._layers:
            each_ND, each_backward = inputs.each(self._workspaces[0])
            return [each_ND], lambda d_states: (each_backward(d_states[0]), {})
        states, layer_backward = self._layers[0].forward(inputs, packing, parameters, rng=rng)
        backwards = [layer_backward]
        joins = []
        for layer, workspace in zip(self._layers[1:], self._workspaces[1:], strict=True):
            joined_ND, join_backward = _join(states, packing, workspace)
            states, layer_backward = layer.forward(
                SlotInputs(joined_ND), packing, parameters, rng=rng
            )
            joins.append(join_backward)
            backwards.append(layer_backward)

        def backward(d_states: Sequence[Floats]) -> tuple[Floats, dict[str, Floats]]:
            gradients: dict[str, Floats] = {}
            for join_backward, layer_backward in zip(
                reversed(joins), reversed(backwards[1:]), strict=True
            ):
                d_joined_ND, found = layer_backward(d_states)
                gradients.update(found)
                d_states = join_backward(d_joined_ND)
            d_values, found = backwards[0](d_states)
            return d_values, {**found, **gradients}

        return states, backward


def _join(
    states: Sequence[Floats], packing: Packing, workspace: Workspace
) -> tuple[Floats, Callable[[Floats], list[Floats]]]:
    """Return the states of both directions side by side, for a further layer to read."""
    if len(states) == 1:
        return states[0], lambda d_joined_ND: [d_joined_ND]
    slots, size = states[0].shape
    joined_ND = workspace.take("joined", slots, 2 * size, dtype=states[0].dtype)
    joined_ND[:, :size] = states[0]
    joined_ND[:, size:] = states[1][packing.reverse]

    def backward(d_joined_ND: Floats) -> list[Floats]:
        return [d_joined_ND[:, :size], d_joined_ND[packing.reverse, size:]]

    return joined_ND, backward
