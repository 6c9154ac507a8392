"""A killed run resumes to the same bits."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from sentir.errors import RunError
from sentir.store.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from sentir.training import resting
from sentir.training.checkpoint import checkpoint_of, restore
from sentir.training.hooks import Hook, KeepBest, StopSignal
from sentir.training.loop import fit
from sentir.training.machine import differences, machine_record

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.training.state import TrainState
    from sentir.training.step import Update
    from tests.training.conftest import MakeRun

RUNS: dict[str, dict[str, object]] = {
    "adam": {"optimizer": "adam", "l2": 0.01},
    "adamw": {"optimizer": "adamw", "weight_decay": 0.1, "schedule": "one_cycle"},
    "rmsprop": {"optimizer": "rmsprop", "clip_norm": 0.1, "precision": "double"},
    "sgd": {
        "optimizer": "sgd",
        "momentum": 0.9,
        "learning_rate": 0.5,
        "schedule": "plateau",
        "plateau_patience": 0,
    },
}


@dataclass
class Saves(Hook):
    """Writes a checkpoint after every epoch, and asks to stop once an update was done."""

    folder: Path
    signal: StopSignal = field(default_factory=StopSignal)
    last_update: int = 1_000

    def after_batch(self, state: TrainState, update: Update) -> None:
        del state
        if update.number == self.last_update:
            self.signal.set()

    def after_epoch(self, state: TrainState) -> None:
        saved = checkpoint_of(state, machine=machine_record(1))
        write_checkpoint(self.folder, saved.arrays, saved.meta)


def bits(state: TrainState) -> dict[str, Any]:
    saved = checkpoint_of(state, machine={})
    history = [replace(row, seconds=None) for row in state.history]
    arrays = {name: array.tobytes() for name, array in saved.arrays.items()}
    return {"arrays": arrays, "meta": {**saved.meta, "history": history}}


@pytest.mark.parametrize("last_update", [1, 5, 9])
def test_a_run_whose_words_rest_resumes_to_the_same_bits(
    make_run: MakeRun, tmp_path: Path, last_update: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resting, "SMALLEST", 1)  # as if there were thousands of words
    monkeypatch.setattr(resting, "FIRST", 2)
    test_an_interrupted_run_resumes_to_the_same_bits(make_run, tmp_path, RUNS["adamw"], last_update)


@pytest.mark.parametrize("settings", RUNS.values(), ids=RUNS.keys())
@pytest.mark.parametrize("last_update", [1, 3, 5, 9, 11])
def test_an_interrupted_run_resumes_to_the_same_bits(
    make_run: MakeRun, tmp_path: Path, settings: dict[str, object], last_update: int
) -> None:
    straight = make_run(**settings)
    expected = fit(straight.state, straight.data, straight.config, hooks=[KeepBest()])

    first = make_run(**settings)
    saves = Saves(tmp_path, last_update=last_update)
    stopped = fit(
        first.state, first.data, first.config, hooks=[KeepBest(), saves, saves.signal]
    ).stopped
    assert stopped is not None
    assert stopped.reason == "interrupted"

    second = make_run(**settings)
    saved = read_checkpoint(tmp_path)
    assert saved is not None
    state = restore(saved, second.step)
    resumed = fit(state, second.data, second.config, hooks=[KeepBest()])
    assert bits(resumed) == bits(expected)


def test_a_checkpoint_does_not_change_when_training_goes_on(make_run: MakeRun) -> None:
    run = make_run()
    fit(run.state, run.data, run.config.model_copy(update={"epochs": 1}), hooks=[KeepBest()])
    saved = checkpoint_of(run.state, machine={})
    before = copy.deepcopy(saved)
    fit(run.state, run.data, run.config, hooks=[KeepBest()])
    assert saved.meta == before.meta
    for name, array in saved.arrays.items():
        assert array.tobytes() == before.arrays[name].tobytes()


def test_a_checkpoint_of_other_settings_is_refused(make_run: MakeRun) -> None:
    saved = checkpoint_of(make_run(optimizer="sgd").state, machine={})
    with pytest.raises(
        RunError,
        match=r"the checkpoint does not fit the run's settings: slots/m/attention.weight is "
        r"missing, expected float32 \(1, 10\). Start the run anew with sentir train.",
    ):
        restore(saved, make_run(optimizer="adam").step)
    wide = checkpoint_of(make_run(precision="double", optimizer="sgd").state, machine={})
    with pytest.raises(RunError, match=r"is float64 \(1, 10\), expected float32 \(1, 10\)"):
        restore(wide, make_run(optimizer="sgd").step)


@pytest.mark.parametrize("key", ["step", "history", "best_epoch"])
def test_a_checkpoint_that_lacks_a_part_is_refused(make_run: MakeRun, key: str) -> None:
    saved = checkpoint_of(make_run().state, machine={})
    del saved.meta[key]
    with pytest.raises(RunError, match=f"the checkpoint is damaged: it lacks '{key}'"):
        restore(saved, make_run().step)


@pytest.mark.parametrize("key", ["updates", "schedule", "dropout"])
def test_a_step_that_lacks_a_part_is_refused(make_run: MakeRun, key: str) -> None:
    saved = checkpoint_of(make_run().state, machine={})
    del saved.meta["step"][key]
    with pytest.raises(RunError, match=f"does not fit the run's settings: KeyError\\('{key}'\\)"):
        restore(saved, make_run().step)


def test_best_weights_that_are_not_whole_are_refused(make_run: MakeRun) -> None:
    run = make_run(epochs=1)
    saved = checkpoint_of(fit(run.state, run.data, run.config, hooks=[KeepBest()]), machine={})
    arrays = {name: saved.arrays[name] for name in saved.arrays if name != "best/output.bias"}
    with pytest.raises(RunError, match="its best weights are not whole"):
        restore(Checkpoint(arrays=arrays, meta=saved.meta), make_run(epochs=1).step)


def test_what_differs_between_two_machines_is_named() -> None:
    now = machine_record(2)
    assert differences(now, now) == []
    assert differences({**now, "threads": 1, "numpy": "2.0.0"}, now) == [
        f"numpy 2.0.0 -> {now['numpy']}",
        "threads 1 -> 2",
    ]
