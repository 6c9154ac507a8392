from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.runtime.calibration import LEAST_ROWS, fit_temperature
from sentir.tasks.task import Task, make_task

TASKS = [make_task("binary", ["a", "b"]), make_task("multiclass", ["a", "b", "c"])]


def drawn(task: Task, logits: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return classes drawn with the probabilities that these logits state."""
    shares = task.activate(logits).cumsum(axis=1)
    return np.asarray((rng.random((len(logits), 1)) > shares[:, :-1]).sum(axis=1))


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_the_temperature_undoes_a_scale_of_the_logits(task: Task, scale: float) -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(20_000, task.outputs)) * 2
    found = fit_temperature(logits * scale, drawn(task, logits, rng), task)
    assert found.value == pytest.approx(scale, rel=0.05)
    assert found.how == ("fitted" if found.value != 1 else "not_better")
    assert found.log_loss_after <= found.log_loss_before


@given(seed=st.integers(0, 1000), task=st.sampled_from(TASKS), scale=st.floats(1e-3, 1e3))
def test_the_temperature_is_never_worse_than_none_on_its_rows(
    seed: int, task: Task, scale: float
) -> None:
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(60, task.outputs)) * scale
    targets = rng.integers(0, len(task.labels), 60)
    found = fit_temperature(logits, targets, task)

    def log_loss(temperature: float) -> float:
        chosen = task.activate(logits, temperature=temperature)[np.arange(60), targets]
        return -float(np.log(np.maximum(chosen, np.finfo(float).tiny)).mean())

    assert found.log_loss_after == pytest.approx(log_loss(found.value))
    assert log_loss(found.value) <= log_loss(1.0)


def test_too_few_rows_keep_the_temperature_at_one() -> None:
    logits = np.full((LEAST_ROWS - 1, 1), 5.0)
    found = fit_temperature(logits, np.zeros(LEAST_ROWS - 1, int), TASKS[0])
    assert (found.value, found.how, found.rows) == (1.0, "too_few_rows", LEAST_ROWS - 1)
    assert fit_temperature(np.empty((0, 1)), np.empty(0, int), TASKS[0]).value == 1.0


def test_a_net_that_is_always_right_keeps_a_temperature_in_bounds() -> None:
    logits = np.full((100, 1), 5.0)
    found = fit_temperature(logits, np.ones(100, int), TASKS[0])
    assert 0.2 <= found.value < 1
