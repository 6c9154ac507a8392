"""One update of all parameters by an optimizer's rule.

optimizer = Optimizer(OPTIMIZERS["adamw"](config), net.parameters, threads=2)
optimizer.update(gradients, learning_rate=0.001)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.training.pieces import Piece, Pieces, flat
from sentir.training.resting import RestingRows, change_rows
from sentir.training.rules import (
    Adam,
    Descent,
    Momentum,
    Pace,
    RMSprop,
    Rule,
    drop_faded,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sentir.cells.arrays import Floats, Ints
    from sentir.config.train_settings import TrainConfig
    from sentir.nets.gradients import RowGradient
    from sentir.training.gradients import Gradients

_FLUSH_EVERY = 64
"""Updates between two looks for faded numbers; even 0.9^64 leaves what is kept here normal."""


class Optimizer:
    """Moves parameters, which it changes in place, against their gradients.

    Row gradients are exact: a row without a gradient moves by its moments as it would if its
    gradient were given as zeros; one of a parameter that may rest does so when it is settled.

    Attributes:
        updates: how many were done.
    """

    def __init__(
        self,
        rule: Rule,
        parameters: Mapping[str, Floats],
        *,
        threads: int,
        resting: Sequence[str] = (),
    ) -> None:
        """Begin with empty slots.

        Args:
            rule: how a weight moves.
            parameters: what is learned, by name.
            threads: a second one shares the work when there are 2 or more.
            resting: names of parameters whose rows are settled before they are read.
        """
        self.updates = 0
        self._rule = rule
        self._parameters = dict(parameters)
        self._slots = {
            name: tuple(np.zeros_like(weights) for _ in rule.slots)
            for name, weights in self._parameters.items()
        }
        self._pieces = Pieces(self._parameters, self._slots, threads=threads)
        found = {
            name: RestingRows.of(rule, self._parameters[name], self._slots[name])
            for name in resting
        }
        self._resting = {name: rows for name, rows in found.items() if rows is not None}

    def settle(self, name: str, rows: Ints) -> None:
        """Bring rows of a parameter up to date, before they are read."""
        if name in self._resting:
            self._resting[name].settle(rows)

    def settle_all(self) -> None:
        """Bring everything up to date."""
        for rows in self._resting.values():
            rows.settle_all()

    def update(self, gradients: Gradients, learning_rate: float) -> None:
        """Move every parameter by its gradient."""
        self.updates += 1
        rule, pace = self._rule, Pace(learning_rate, self.updates)
        is_flushing = self.updates % _FLUSH_EVERY == 0
        dense, moved = self._take_rows(gradients, pace)

        def change(piece: Piece, scratch: Floats) -> None:
            if (whole := dense.get(piece.name)) is not None:
                part = whole[piece.start : piece.start + piece.weights.size]
                rule.absorb(piece.weights, piece.slots, gradient=part, scratch=scratch, pace=pace)
            rule.sweep(piece.weights, piece.slots, scratch=scratch, pace=pace)
            if is_flushing:
                for slot in piece.slots:
                    drop_faded(slot)

        if dense or rule.slots:
            self._pieces.each(change, leaving_out=moved)

    def state(self) -> dict[str, Floats]:
        """Return copies of the slots, `SLOT/PARAMETER`, already decayed for the next update."""
        self.settle_all()
        return {key: slot.copy() for key, slot in self._named_slots().items()}

    def load(self, state: Mapping[str, Floats], *, updates: int) -> None:
        """Go on from the slots and the number of updates of a saved state.

        Raises:
            KeyError: a slot that the state lacks.
            ValueError: a slot of another shape.
        """
        self.settle_all()
        for key, slot in self._named_slots().items():
            if state[key].shape != slot.shape:
                raise ValueError(f"{key} has shape {state[key].shape}, not {slot.shape}")
            slot[...] = state[key]
        self.updates = updates

    def _named_slots(self) -> dict[str, Floats]:
        return {
            f"{kind}/{name}": slot
            for name, slots in self._slots.items()
            for kind, slot in zip(self._rule.slots, slots, strict=True)
        }

    def _take_rows(self, gradients: Gradients, pace: Pace) -> tuple[dict[str, Floats], set[str]]:
        """Absorb row gradients; return the flat whole ones, and the names that need no sweep."""
        whole: dict[str, Floats] = {}
        moved: set[str] = set()
        for name, gradient in gradients.items():
            if isinstance(gradient, np.ndarray):
                whole[name] = flat(np.ascontiguousarray(gradient))
            elif name in self._resting and self._resting[name].move(gradient, pace):
                moved.add(name)
            else:
                self._absorb_rows(name, gradient, pace=pace)
        for name in self._resting.keys() - moved:
            self._resting[name].settle_all()
        return whole, moved

    def _absorb_rows(self, name: str, gradient: RowGradient, *, pace: Pace) -> None:

        def change(weights: Floats, *slots: Floats) -> None:
            values, scratch = gradient.values, np.empty_like(weights)
            self._rule.absorb(weights, slots, gradient=values, scratch=scratch, pace=pace)

        change_rows((self._parameters[name], *self._slots[name]), gradient.rows, change)


OPTIMIZERS: dict[str, Callable[[TrainConfig], Rule]] = {
    "adam": lambda config: Adam(),  # noqa: ARG005 - a registry's entries are called alike
    "adamw": lambda config: Adam(weight_decay=config.weight_decay),
    "rmsprop": lambda config: RMSprop(),  # noqa: ARG005
    "sgd": lambda config: Momentum(config.momentum) if config.momentum else Descent(),
}
