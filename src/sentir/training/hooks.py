"""What may watch the loop and ask it to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.training.state import Best, Stopped, TrainState, best_row

if TYPE_CHECKING:
    from sentir.training.step import Update


class Hook:
    """Watches the loop. All three methods do nothing until a child says otherwise."""

    def asks_to_stop(self, state: TrainState) -> Stopped | None:
        """Return why no further update should be made; None to go on. Asked before each one."""
        del state
        return None

    def after_batch(self, state: TrainState, update: Update) -> None:
        """See what an update came to. Called hundreds of times a second: keep it cheap."""

    def after_epoch(self, state: TrainState) -> None:
        """See the row just added to the history; the first one is of epoch 0."""


class KeepBest(Hook):
    """Keeps a copy of the weights of the epoch with the lowest validation loss.

    It stands before a hook that writes checkpoints, so that these hold the best weights too.
    """

    def after_epoch(self, state: TrainState) -> None:
        """Copy the weights if this epoch's are the best so far."""
        if best_row(state.history) is state.history[-1]:
            weights = {name: array.copy() for name, array in state.step.weights().items()}
            state.best = Best(epoch=state.epoch, weights=weights)


class EarlyStop(Hook):
    """Asks to stop after `patience` epochs without a better validation loss.

    It looks at nothing but the history, so a resumed run stops where the first one would have.
    """

    def __init__(self, patience: int) -> None:
        self._patience = patience

    def asks_to_stop(self, state: TrainState) -> Stopped | None:
        """Compare the finished epochs with the best one."""
        best = best_row(state.history)
        resting = state.epoch - (best.epoch if best else 0)
        if resting < self._patience:
            return None
        return Stopped(reason="early_stop", epoch=state.epoch, update=state.step.updates + 1)


class StopSignal(Hook):
    """Asks to stop before the next update once a person has asked for it.

    The epoch under way is not recorded: a resumed run does it again from its beginning, and so
    comes to the same bits as one that was never stopped.
    """

    def __init__(self) -> None:
        self.is_set = False

    def set(self) -> None:
        """Ask to stop; safe to call from a signal handler."""
        self.is_set = True

    def asks_to_stop(self, state: TrainState) -> Stopped | None:
        """Pass the wish on."""
        if not self.is_set:
            return None
        return Stopped(reason="interrupted", epoch=state.epoch, update=state.step.updates + 1)
