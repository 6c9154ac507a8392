"""Trainings that ended early, or in which nothing happened: histories as a newcomer makes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.diagnose.fit import Reference
from sentir.diagnose.remedies import next_steps
from sentir.diagnose.verdict import judge
from sentir.store.histories import HistoryRow

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = tuple[float, float, float, float]
"""Train and validation loss, train and validation score."""
START: Row = (1.795, 1.795, 0.167, 0.167)
SHORT: list[Row] = [
    (1.783, 1.791, 0.169, 0.170), (1.718, 1.762, 0.448, 0.297), (1.655, 1.739, 0.452, 0.317),
]  # fmt: skip
LONG: list[Row] = [
    (1.791, 1.792, 0.168, 0.177), (1.780, 1.787, 0.340, 0.203), (1.688, 1.759, 0.274, 0.193),
    (1.182, 1.600, 0.569, 0.347), (0.560, 1.344, 0.882, 0.473), (0.194, 1.265, 0.979, 0.527),
    (0.091, 1.284, 0.992, 0.510), (0.064, 1.273, 0.997, 0.507), (0.044, 1.253, 0.998, 0.533),
    (0.038, 1.226, 1.000, 0.550), (0.039, 1.224, 1.000, 0.547), (0.039, 1.223, 1.000, 0.547),
]  # fmt: skip
ROWS = Reference(validation_rows=300, train_rows=1050, classes=6)


def history(rows: Sequence[Row], *, start: Row | None = START) -> list[HistoryRow]:
    """After each epoch, and before the first one if that was measured."""
    numbered = enumerate([*([start] if start else []), *rows], 0 if start else 1)
    return [
        HistoryRow(epoch=n, train_loss=a, val_loss=b, train_score=c, val_score=d)
        for n, (a, b, c, d) in numbered
    ]


@pytest.mark.parametrize("start", [START, None])
@pytest.mark.parametrize("reference", [ROWS, replace(ROWS, classes=None)])
@pytest.mark.parametrize(
    "rows", [SHORT, LONG[:3], LONG[:4], LONG[:5]], ids=["short", "3 of 12", "4 of 12", "5 of 12"]
)
def test_a_stage_on_the_way_is_not_finished_and_asks_for_more_epochs(
    rows: list[Row], reference: Reference, start: Row | None
) -> None:
    found = judge(history(rows, start=start), reference=reference)
    assert found.course == "not_converged"
    assert found.numbers["course_reason"] == "still_falling"
    assert found.fit in {"not_converged", "underfit"}
    assert next_steps(found)[0] == "more_epochs"
    assert "smaller_net" not in next_steps(found)


def test_the_gap_of_a_stage_is_said_without_being_judged() -> None:
    found = judge(history(LONG[:5]), reference=ROWS)
    assert (found.fit, found.numbers["fit_reason"]) == ("not_converged", "not_finished")
    assert found.numbers["gap"] == pytest.approx(0.409)
    assert found.numbers["gap_low"] > 0.05
    assert next_steps(found) == ["more_epochs"]


@pytest.mark.parametrize("epochs", [1, 2])
def test_a_gap_after_one_or_two_epochs_is_not_judged_either(epochs: int) -> None:
    rows = [(1.6, 1.7, 0.6, 0.3), (1.2, 1.5, 0.75, 0.4)][:epochs]
    found = judge(history(rows), reference=ROWS)
    assert (found.fit, found.course) == ("not_converged", "cannot_tell")
    assert next_steps(found) == ["more_epochs"]


def test_the_whole_training_is_overfit() -> None:
    found = judge(history(LONG), reference=ROWS)
    assert (found.fit, found.course) == ("overfit", "good")


def test_a_net_that_knows_its_training_rows_is_overfit_though_the_loss_still_falls() -> None:
    rows = [(0.9, 1.7, 0.80, 0.40), (0.4, 1.6, 0.95, 0.45), (0.05, 1.5, 0.998, 0.47)]
    found = judge(history(rows), reference=ROWS)
    assert (found.fit, found.course) == ("overfit", "not_converged")
    assert next_steps(found)[:2] == ["more_epochs", "more_data"]


def test_weights_kept_from_long_before_the_end_are_no_stage() -> None:
    rows = history([(2.0 - 0.1 * n, 1.7 - 0.05 * n, 0.6, 0.4) for n in range(1, 9)])
    assert judge(rows, reference=ROWS, kept_epoch=8).fit == "not_converged"
    assert judge(rows, reference=ROWS, kept_epoch=2).fit == "overfit"


def test_a_validation_loss_that_has_hardly_moved_waits_for_a_training_loss_that_falls() -> None:
    rows = [(1.78, 1.790, 0.20, 0.18), (1.70, 1.792, 0.35, 0.20), (1.60, 1.788, 0.44, 0.25)]
    found = judge(history(rows), reference=ROWS)
    assert (found.fit, found.course) == ("not_converged", "not_converged")
    assert found.numbers["course_reason"] == "train_loss_falling"


@pytest.mark.parametrize("fall", [0.0, 1e-5, 1e-4])
def test_a_loss_with_nothing_left_of_it_is_not_still_falling(fall: float) -> None:
    rows = [(0.002 - n * fall, 0.004 - n * fall, 1.0, 1.0) for n in range(8)]
    found = judge(history([LONG[3], LONG[5], *rows]), reference=ROWS)
    assert (found.course, found.numbers["course_reason"]) == ("good", "at_rest")


FLAT: list[Row] = [(0.6933 - n * 3e-4, 0.6934 - n * 2e-4, 0.51, 0.50) for n in range(4)]


@pytest.mark.parametrize("start", [(0.6934, 0.6934, 0.5, 0.5), None])
@pytest.mark.parametrize("classes", [2, None])
@pytest.mark.parametrize("validation_rows", [400, None])
def test_losses_that_hardly_moved_have_not_come_to_rest(
    start: Row | None, classes: int | None, validation_rows: int | None
) -> None:
    reference = Reference(classes=classes, validation_rows=validation_rows)
    found = judge(history(FLAT, start=start), reference=reference)
    assert (found.course, found.numbers["course_reason"]) == ("underfit", "hardly_moved")
    assert found.fit == "underfit"
    assert next_steps(found)[0] == "higher_learning_rate"


def test_losses_alone_that_hardly_moved_are_underfit() -> None:
    rows = [replace(row, train_score=None, val_score=None) for row in history(FLAT, start=None)]
    found = judge(rows, reference=Reference(validation_rows=400))
    assert (found.fit, found.course) == ("underfit", "underfit")


def test_a_net_that_knew_its_task_before_has_come_to_rest() -> None:
    rows = [(0.200 - n * 1e-4, 0.220, 0.93, 0.92) for n in range(4)]
    found = judge(history(rows, start=None), reference=Reference(validation_rows=2000))
    assert (found.fit, found.course) == ("good", "good")


def test_a_net_that_tells_the_rows_apart_is_not_underfit_though_its_losses_hardly_moved() -> None:
    rows = [(0.693 - n * 1e-3, 0.6934 - n * 1e-3, 0.96, 0.95) for n in range(4)]
    found = judge(history(rows, start=(0.6934, 0.6934, 0.5, 0.5)), reference=replace(ROWS))
    assert (found.fit, found.course) == ("good", "underfit")
    assert next_steps(found)[0] == "higher_learning_rate"


def stages(rng: np.random.Generator, *, jitter: float) -> list[HistoryRow]:
    """The first 3 to 6 epochs of 12, in which the losses fall slowly, fast, and slowly again."""
    at = np.arange(1, rng.integers(4, 7))
    fallen = 1 / (1 + np.exp((5 - at) / rng.uniform(0.6, 1.2)))
    noise = 1 + jitter * rng.normal(size=(2, at.size))
    train, validation = 1.79 - 1.5 * fallen * noise[0], (1.79 - 0.6 * fallen) * noise[1]
    scores = np.stack([0.17 + 0.75 * fallen, 0.17 + 0.35 * fallen])
    return history(list(zip(train, validation, *scores, strict=True)))


@pytest.mark.parametrize(("jitter", "most"), [(0.0, 0), (0.005, 0.05), (0.01, 0.1)])
def test_early_stages_are_rarely_called_overfit(jitter: float, most: float) -> None:
    rng = np.random.default_rng(0)
    fits = [judge(stages(rng, jitter=jitter), reference=ROWS).fit for _ in range(200)]
    assert fits.count("overfit") <= most * 200


@pytest.mark.parametrize("epochs", [5, 10, 30])
@pytest.mark.parametrize("jitter", [0.002, 0.005])
def test_a_hard_task_may_come_to_rest_at_a_high_loss(epochs: int, jitter: float) -> None:
    rng, at = np.random.default_rng(1), np.arange(1, epochs + 1)
    calm = 0.60 + 0.09 * np.exp(-5 * at / epochs)
    codes = []
    for _ in range(150):
        losses = calm * (1 + jitter * rng.normal(size=(2, epochs)))
        rows = [(float(a), float(b), 0.68, 0.67) for a, b in losses.T]
        found = judge(history(rows, start=(0.693, 0.693, 0.5, 0.5)), reference=ROWS)
        codes.append(found.course)
    assert codes.count("good") >= 0.85 * 150


def test_more_rows_than_the_data_have_are_not_asked_to_be_set_aside() -> None:
    rows = [(0.3, 0.3, 1.0, 1.0)] * 3
    tiny = Reference(validation_rows=4, train_rows=22, majority_score=0.5, classes=2)
    found = judge(history(rows), reference=tiny)
    assert (found.fit, found.numbers["fit_reason"]) == ("cannot_tell", "data_small")
    assert found.numbers["validation_rows_needed"] > 26
    assert next_steps(found) == ["more_labelled_rows"]
    for known in (replace(tiny, train_rows=None), replace(tiny, train_rows=20_000)):
        assert judge(history(rows), reference=known).numbers["fit_reason"] == "validation_small"


def test_the_largest_class_of_a_single_validation_row_is_no_floor() -> None:
    rows = [(0.3, 0.3, 1.0, 1.0)] * 3
    one = Reference(validation_rows=1, train_rows=22, majority_score=1.0, classes=2)
    assert judge(history(rows), reference=one).fit == "cannot_tell"
