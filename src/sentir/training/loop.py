"""The training loop: it knows no backend, no file, no task and no progress bar."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from sentir.cells.stopwatch import EVALUATION, WATCH
from sentir.training.state import Stopped, TrainState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sentir.config.train_settings import TrainConfig
    from sentir.data.batches import Batch
    from sentir.training.hooks import Hook


class TrainingData(Protocol):
    """Batches to learn from, and batches to measure on."""

    def train(self, epoch: int) -> Iterable[Batch]:
        """Return the batches of this epoch, counted from 0, in an order that it alone decides."""
        ...

    def seen(self) -> Iterable[Batch]:
        """Return the training rows to measure on."""
        ...

    def validation(self) -> Iterable[Batch]:
        """Return the validation rows."""
        ...


def fit(
    state: TrainState,
    data: TrainingData,
    config: TrainConfig,
    *,
    hooks: Sequence[Hook] = (),
    clock: Callable[[], float] = time.perf_counter,
) -> TrainState:
    """Train until the epochs run out, a hook asks to stop, or an update would not be finite.

    A state without history is measured first; one that was restored goes on where it stood. When
    training stops inside an epoch, that epoch leaves no trace in the history.
    """
    begin = clock() - state.seconds
    if not state.history:
        _measure(state, data, hooks=hooks, seconds=clock() - begin)
    for epoch in range(state.epoch, config.epochs):
        for batch in WATCH.each("batches", data.train(epoch)):
            if stopped := next(filter(None, [hook.asks_to_stop(state) for hook in hooks]), None):
                state.stopped = stopped
                return state
            update = state.step.update(batch)  # forward, loss, backward, finite?, clip, optimizer
            if not update.is_finite:
                state.stopped = Stopped(reason="non_finite", epoch=epoch, update=update.number)
                return state
            for hook in hooks:
                hook.after_batch(state, update)
        _measure(state, data, hooks=hooks, seconds=clock() - begin)
    return state


def _measure(
    state: TrainState, data: TrainingData, *, hooks: Sequence[Hook], seconds: float
) -> None:
    """Measure training and validation rows with the same weights, nothing dropped."""
    with WATCH.part(EVALUATION):
        train, validation = state.step.evaluate(data.seen()), state.step.evaluate(data.validation())
    state.record(train, validation, seconds=seconds)
    for hook in hooks:
        hook.after_epoch(state)
