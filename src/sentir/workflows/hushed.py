"""Progress of one run among many: how training goes, and nothing that was said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.workflows.progress import Progress

if TYPE_CHECKING:
    from sentir.training.state import TrainState
    from sentir.training.step import Update


class Hushed(Progress):
    """Passes on how training goes, but not what is found in the data, which others have said."""

    def __init__(self, heard: Progress) -> None:
        self._heard = heard

    def begin(self, *, epochs: int, updates_per_epoch: int, finished: int) -> None:
        """Pass on how much there is to train."""
        self._heard.begin(epochs=epochs, updates_per_epoch=updates_per_epoch, finished=finished)

    def after_batch(self, state: TrainState, update: Update) -> None:
        """Pass on an update."""
        self._heard.after_batch(state, update)

    def after_epoch(self, state: TrainState) -> None:
        """Pass on a measurement."""
        self._heard.after_epoch(state)

    def end(self) -> None:
        """Pass on that training is over."""
        self._heard.end()
