"""The loop, with the small net and with steps made to fail."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.nets.spec import NetSpec
from sentir.training.hooks import EarlyStop, Hook, KeepBest, StopSignal
from sentir.training.loop import fit
from sentir.training.state import Stopped, TrainState, best_row

if TYPE_CHECKING:
    from sentir.store.histories import HistoryRow
    from sentir.training.step import Update
    from tests.training.conftest import MakeRun, SmallRun


@dataclass
class Notes(Hook):
    """Writes down what it sees."""

    updates: list[Update] = field(default_factory=list)
    epochs: list[int] = field(default_factory=list)

    def after_batch(self, state: TrainState, update: Update) -> None:
        del state
        self.updates.append(update)

    def after_epoch(self, state: TrainState) -> None:
        self.epochs.append(state.epoch)


@dataclass
class SignalAt(Hook):
    """Sets a signal once an update was done, as Ctrl-C would."""

    signal: StopSignal
    number: int

    def after_batch(self, state: TrainState, update: Update) -> None:
        del state
        if update.number == self.number:
            self.signal.set()


def trained(run: SmallRun, *hooks: Hook) -> TrainState:
    return fit(run.state, run.data, run.config, hooks=hooks)


def timeless(history: list[HistoryRow]) -> list[HistoryRow]:
    return [replace(row, seconds=None) for row in history]


def test_the_history_begins_before_training_and_has_a_row_per_epoch(make_run: MakeRun) -> None:
    state = trained(make_run())
    assert [row.epoch for row in state.history] == [0, 1, 2, 3, 4]
    assert [row.step for row in state.history] == [0, 3, 6, 9, 12]
    assert state.stopped is None
    first = state.history[0].train_loss
    assert first == pytest.approx(math.log(3), abs=0.1)


def test_both_losses_and_scores_are_those_of_the_same_weights(make_run: MakeRun) -> None:
    run = make_run(epochs=2)
    state = trained(run)
    last, train, validation = (
        state.history[-1],
        run.step.evaluate(run.data.seen()),
        run.step.evaluate(run.data.validation()),
    )
    assert (last.train_loss, last.train_score) == (train.loss, train.score)
    assert (last.val_loss, last.val_score) == (validation.loss, validation.score)


def test_few_examples_are_learned_by_heart(make_run: MakeRun) -> None:
    spec = NetSpec(words=30, outputs=3, cell="gru", embedding_size=8, hidden_sizes=(8,))
    run = make_run(spec=spec, epochs=40, learning_rate=0.05, optimizer="adam")
    last = trained(run).history[-1]
    assert last.train_score == 1.0
    assert last.train_loss == pytest.approx(0, abs=0.02)


def test_hooks_see_every_update_and_every_row(make_run: MakeRun) -> None:
    notes = Notes()
    trained(make_run(), notes)
    assert [update.number for update in notes.updates] == list(range(1, 13))
    assert notes.epochs == [0, 1, 2, 3, 4]


def test_seconds_grow_over_a_break(make_run: MakeRun) -> None:
    run, ticks = make_run(epochs=2), count()
    fit(run.state, run.data, run.config, clock=lambda: float(next(ticks)))
    run.state.history.pop()
    late = count(1_000)
    fit(run.state, run.data, run.config, clock=lambda: float(next(late)))
    assert [row.seconds for row in run.state.history] == [1, 2, 3]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("precision", ["single", "double"])
def test_the_same_seed_gives_the_same_bits(make_run: MakeRun, precision: str, threads: int) -> None:
    one, other = make_run(precision=precision), make_run(precision=precision, threads=threads)
    assert timeless(trained(one).history) == timeless(trained(other).history)
    for name, weights in one.net.parameters.items():
        assert weights.dtype == (np.float32 if precision == "single" else np.float64)
        assert weights.tobytes() == other.net.parameters[name].tobytes()


def test_another_seed_gives_another_run(make_run: MakeRun) -> None:
    one, other = trained(make_run(seed=1)), trained(make_run(seed=2))
    assert timeless(one.history) != timeless(other.history)


def test_training_stops_before_an_update_that_is_not_finite(make_run: MakeRun) -> None:
    run, notes = make_run(), Notes()
    update_as_it_is = run.step.net.forward
    intact: dict[str, bytes] = {}

    def forward(*arguments: object, **settings: object) -> object:
        logits, backward = update_as_it_is(*arguments, **settings)  # type: ignore[arg-type]  # passed through
        if len(notes.updates) == 4 and settings.get("rng") is not None:
            intact.update({k: v.tobytes() for k, v in run.net.parameters.items()})
            logits = logits * math.nan
        return logits, backward

    run.net.forward = forward  # type: ignore[assignment, method-assign]  # a fault is put in
    state = trained(run, notes)
    assert state.stopped == Stopped(reason="non_finite", epoch=1, update=5)
    assert [row.epoch for row in state.history] == [0, 1]
    assert {name: array.tobytes() for name, array in run.net.parameters.items()} == intact
    assert run.step.updates == 4


def test_a_gradient_too_large_for_its_square_is_not_applied(make_run: MakeRun) -> None:
    run = make_run()
    run.net.parameters["output.weight"] *= np.float32(1e30)
    before = {name: array.copy() for name, array in run.net.parameters.items()}
    batch = next(run.data.train(0))
    update = run.step.update(batch)
    assert not update.is_finite
    for name, array in run.net.parameters.items():
        np.testing.assert_array_equal(array, before[name])
    assert not any(array.any() for array in run.step.optimizer.state().values())


def test_a_signal_stops_before_the_next_update_and_leaves_the_epoch_out(
    make_run: MakeRun,
) -> None:
    signal = StopSignal()
    state = trained(make_run(), SignalAt(signal, 5), signal)
    assert state.stopped == Stopped(reason="interrupted", epoch=1, update=6)
    assert [row.epoch for row in state.history] == [0, 1]
    assert state.step.updates == 5


def test_the_best_weights_are_those_of_the_lowest_validation_loss(make_run: MakeRun) -> None:
    run = make_run(epochs=30, learning_rate=0.05, optimizer="adam")
    state = trained(run, KeepBest())
    best = best_row(state.history)
    assert best is not None
    assert state.best is not None
    assert state.best.epoch == best.epoch < 30  # it overfits
    for name, array in state.best.weights.items():
        run.net.parameters[name][...] = array
    assert run.step.evaluate(run.data.validation()).loss == best.val_loss


def test_epoch_zero_is_never_the_best(make_run: MakeRun) -> None:
    run = make_run(epochs=2, learning_rate=5.0, optimizer="sgd")
    state = trained(run, KeepBest())
    losses = [row.val_loss or 0.0 for row in state.history]
    assert losses[0] == min(losses)
    assert state.best is not None
    assert state.best.epoch in {1, 2}


def test_early_stopping_waits_for_its_patience(make_run: MakeRun) -> None:
    state = trained(make_run(epochs=50, learning_rate=0.05, optimizer="adam"), EarlyStop(3))
    best = best_row(state.history)
    assert best is not None
    assert state.epoch == best.epoch + 3 < 50
    assert state.stopped == Stopped(
        reason="early_stop", epoch=state.epoch, update=3 * state.epoch + 1
    )


def test_a_run_that_stopped_early_does_not_go_on_when_resumed(make_run: MakeRun) -> None:
    run = make_run(epochs=50, learning_rate=0.05, optimizer="adam")
    state = trained(run, EarlyStop(3))
    ended = timeless(state.history)
    state.stopped = None
    assert timeless(fit(state, run.data, run.config, hooks=[EarlyStop(3)]).history) == ended
