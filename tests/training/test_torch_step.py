"""A step of PyTorch keeps what a step promises: resumed to the same bits, and by either backend."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.data.batches import Batch
from sentir.errors import RunError
from sentir.store.checkpoint import read_checkpoint
from sentir.text.sequences import Sequences
from sentir.training.checkpoint import checkpoint_of, restore
from sentir.training.hooks import Hook, KeepBest
from sentir.training.loop import fit
from sentir.training.state import TrainState
from sentir.training.torch_step import TorchStep
from tests.training.conftest import SPEC, SmallRun
from tests.training.test_checkpoint import RUNS, Saves, bits

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.nets.spec import NetSpec
    from tests.training.conftest import MakeRun

DROPS: dict[str, dict[str, Any]] = {
    "usual": {},
    "a text long": {"input_dropout": 0.2, "recurrent_dropout": 0.3, "dense_dropout": 0.2},
}
DRY = replace(
    SPEC,
    embedding_dropout=0.0,
    word_dropout=0.0,
    pooled_dropout=0.0,
    input_dropout=0.0,
    recurrent_dropout=0.0,
)


def torch_run(make_run: MakeRun, *, spec: NetSpec = SPEC, **settings: object) -> SmallRun:
    """Return the run of these settings, its step in PyTorch."""
    run = make_run(spec=spec, **settings)
    step = TorchStep.of(
        run.net,
        run.config,
        objective=run.step.objective,
        total_updates=run.config.epochs * run.data.updates_per_epoch,
        threads=1,
        dropout=np.random.default_rng((run.config.seed, 1)),
    )
    return replace(run, state=TrainState(step=step))


def trained(run: SmallRun, *hooks: Hook) -> TrainState:
    return fit(run.state, run.data, run.config, hooks=[KeepBest(), *hooks])


def saved_at(run: SmallRun, folder: Path, *, last_update: int) -> Any:
    """Train until this update was done, and return the last checkpoint."""
    saves = Saves(folder, last_update=last_update)
    stopped = trained(run, saves, saves.signal).stopped
    assert stopped is not None
    assert stopped.reason == "interrupted"
    return read_checkpoint(folder)


@pytest.mark.parametrize("drops", DROPS.values(), ids=DROPS.keys())
@pytest.mark.parametrize("settings", RUNS.values(), ids=RUNS.keys())
def test_an_interrupted_run_resumes_to_the_same_bits(
    make_run: MakeRun, tmp_path: Path, settings: dict[str, object], drops: dict[str, Any]
) -> None:
    spec = replace(SPEC, **drops)
    expected = trained(torch_run(make_run, spec=spec, **settings))
    saved = saved_at(torch_run(make_run, spec=spec, **settings), tmp_path, last_update=5)
    second = torch_run(make_run, spec=spec, **settings)
    resumed = trained(replace(second, state=restore(saved, second.state.step)))
    assert bits(resumed) == bits(expected)


@pytest.mark.parametrize("settings", RUNS.values(), ids=RUNS.keys())
@pytest.mark.parametrize("begins", ["numpy", "torch"])
def test_a_run_goes_on_with_the_other_backend_as_if_it_had_not_changed(
    make_run: MakeRun, tmp_path: Path, settings: dict[str, object], begins: str
) -> None:
    wide = {**settings, "precision": "double"}
    expected = trained(make_run(spec=DRY, **wide))
    runs = [torch_run(make_run, spec=DRY, **wide), make_run(spec=DRY, **wide)]
    first, other = runs if begins == "torch" else runs[::-1]
    saved = saved_at(first, tmp_path, last_update=5)
    resumed = trained(replace(other, state=restore(saved, other.state.step)))

    assert resumed.best is not None
    assert expected.best is not None
    assert resumed.best.epoch == expected.best.epoch
    ours, theirs = (checkpoint_of(state, machine={}) for state in (resumed, expected))
    assert ours.arrays.keys() == theirs.arrays.keys()
    for name, array in ours.arrays.items():
        np.testing.assert_allclose(array, theirs.arrays[name], rtol=0, atol=1e-12, err_msg=name)
    for mine, its in zip(resumed.history, expected.history, strict=True):
        assert mine.val_loss == pytest.approx(its.val_loss, abs=1e-12)
        assert mine.learning_rate == its.learning_rate


def test_dropout_makes_another_seed_another_run(make_run: MakeRun) -> None:
    run, other = torch_run(make_run), torch_run(make_run)
    other.state.step.dropout.integers(9)  # type: ignore[attr-defined]  # it is a TorchStep
    batch = run.data.batch(np.arange(8))
    assert run.state.step.update(batch).loss != other.state.step.update(batch).loss


def test_measuring_drops_nothing_and_changes_nothing(make_run: MakeRun) -> None:
    run = torch_run(make_run)
    before = checkpoint_of(run.state, machine={})
    first, second = (run.state.step.evaluate(run.data.validation()) for _ in range(2))
    assert first == second
    numpys = make_run().step.evaluate(run.data.validation())
    assert first.loss == pytest.approx(numpys.loss, abs=1e-6)
    assert first.score == numpys.score
    assert checkpoint_of(run.state, machine={}).meta == before.meta


def test_an_update_that_is_not_finite_changes_nothing(make_run: MakeRun) -> None:
    run = torch_run(make_run, spec=DRY)
    step = run.state.step
    saved = step.state()
    arrays = {**saved.arrays, "weights/output.bias": np.array([np.nan, 0, 0], np.float32)}
    step.load(replace(saved, arrays=arrays))
    update = step.update(run.data.batch(np.arange(8)))
    assert not update.is_finite
    assert math.isnan(update.loss)
    assert update.number == 1
    assert step.updates == 0
    after = step.state().arrays
    assert {name: array.tobytes() for name, array in after.items()} == {
        name: array.tobytes() for name, array in arrays.items()
    }


def test_texts_without_any_word_are_learned_from(make_run: MakeRun) -> None:
    run, numpys = torch_run(make_run, spec=DRY), make_run(spec=DRY)
    batch = Batch(Sequences.of([[], []]), np.array([0, 1]), np.arange(2))
    for _ in range(3):
        theirs = numpys.step.update(batch).loss
        assert run.state.step.update(batch).loss == pytest.approx(theirs, abs=1e-6)


def test_weights_taken_do_not_change_when_training_goes_on(make_run: MakeRun) -> None:
    run = torch_run(make_run)
    taken = run.state.step.weights()
    before = {name: array.copy() for name, array in taken.items()}
    run.state.step.update(run.data.batch(np.arange(8)))
    for name, array in taken.items():
        np.testing.assert_array_equal(array, before[name])
    assert any((run.state.step.weights()[name] != before[name]).any() for name in before)


def test_a_checkpoint_of_other_settings_is_refused(make_run: MakeRun) -> None:
    saved = checkpoint_of(torch_run(make_run, optimizer="sgd").state, machine={})
    with pytest.raises(RunError, match=r"slots/m/attention.weight is missing, expected float32"):
        restore(saved, torch_run(make_run, optimizer="adam").state.step)
