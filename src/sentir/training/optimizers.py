"""One update of all parameters by an optimizer's rule.

optimizer = Optimizer(OPTIMIZERS["adamw"](config), net.parameters, threads=2)
optimizer.update(gradients, learning_rate=0.001)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.training.pieces import Piece, Pieces, flat
from sentir.training.rules import Adam, Descent, Momentum, Pace, RMSprop, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sentir.cells.arrays import Floats
    from sentir.config.train_settings import TrainConfig
    from sentir.nets.gradients import RowGradient
    from sentir.training.gradients import Gradients

_FLUSH_EVERY = 64
"""Updates between two looks for numbers too small to work with."""


class Optimizer:
    """Moves parameters, which it changes in place, against their gradients.

    Row gradients are exact: a row without a gradient moves by its moments as it would if its
    gradient were given as zeros.

    Attributes:
        updates: how many were done.
    """

    def __init__(self, rule: Rule, parameters: Mapping[str, Floats], *, threads: int) -> None:
        """Begin with empty slots; a second thread shares the work when `threads` is 2 or more."""
        self.updates = 0
        self._rule = rule
        self._parameters = dict(parameters)
        self._slots = {
            name: tuple(np.zeros_like(weights) for _ in rule.slots)
            for name, weights in self._parameters.items()
        }
        self._pieces = Pieces(self._parameters, self._slots, threads=threads)

    def update(self, gradients: Gradients, learning_rate: float) -> None:
        """Move every parameter by its gradient."""
        self.updates += 1
        rule, pace = self._rule, Pace(learning_rate, self.updates)
        is_flushing = self.updates % _FLUSH_EVERY == 0
        dense: dict[str, Floats] = {}
        for name, gradient in gradients.items():
            if isinstance(gradient, np.ndarray):
                dense[name] = flat(np.ascontiguousarray(gradient))
            else:
                self._absorb_rows(name, gradient, pace=pace)

        def change(piece: Piece, scratch: Floats) -> None:
            if (whole := dense.get(piece.name)) is not None:
                part = whole[piece.start : piece.start + piece.weights.size]
                rule.absorb(piece.weights, piece.slots, gradient=part, scratch=scratch, pace=pace)
            rule.sweep(piece.weights, piece.slots, scratch=scratch, pace=pace)
            if is_flushing:
                _flush(piece)

        if dense or rule.slots:
            self._pieces.each(change)

    def state(self) -> dict[str, Floats]:
        """Return copies of the slots, `SLOT/PARAMETER`, already decayed for the next update."""
        return {key: slot.copy() for key, slot in self._named_slots().items()}

    def load(self, state: Mapping[str, Floats], *, updates: int) -> None:
        """Go on from the slots and the number of updates of a saved state.

        Raises:
            KeyError: a slot that the state lacks.
            ValueError: a slot of another shape.
        """
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

    def _absorb_rows(self, name: str, gradient: RowGradient, *, pace: Pace) -> None:
        whole = (self._parameters[name], *self._slots[name])
        weights, *slots = touched = [array[gradient.rows] for array in whole]
        values = gradient.values
        self._rule.absorb(
            weights, tuple(slots), gradient=values, scratch=np.empty_like(values), pace=pace
        )
        for array, rows in zip(whole, touched, strict=True):
            array[gradient.rows] = rows


def _flush(piece: Piece) -> None:
    """Set to 0 what has decayed to nothing.

    The moments of a word not seen for long fall below the smallest normal number and stay there,
    where processors are a hundred times slower. In 64 updates even 0.9^64 leaves what is kept
    here normal, and what is dropped could no longer move a weight.
    """
    for slot in piece.slots:
        is_kept = np.abs(slot) >= np.finfo(slot.dtype).tiny * 1e4
        np.multiply(slot, is_kept, out=slot)


OPTIMIZERS: dict[str, Callable[[TrainConfig], Rule]] = {
    "adam": lambda config: Adam(),  # noqa: ARG005 - a registry's entries are called alike
    "adamw": lambda config: Adam(weight_decay=config.weight_decay),
    "rmsprop": lambda config: RMSprop(),  # noqa: ARG005
    "sgd": lambda config: Momentum(config.momentum) if config.momentum else Descent(),
}
