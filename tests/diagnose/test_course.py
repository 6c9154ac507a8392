from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.diagnose.fit import Reference
from sentir.diagnose.remedies import next_steps
from sentir.diagnose.verdict import Verdict, judge
from sentir.store.histories import HistoryRow

if TYPE_CHECKING:
    from collections.abc import Sequence

NAN = float("nan")


def course(
    train: Sequence[float | None],
    validation: Sequence[float | None],
    *,
    rows: int | None = 2000,
    start: float = 1.79,
) -> Verdict:
    """The verdict on these losses after each epoch."""
    history = [HistoryRow(epoch=0, train_loss=start, val_loss=start)]
    history += [
        HistoryRow(epoch=epoch, train_loss=t, val_loss=v)
        for epoch, (t, v) in enumerate(zip(train, validation, strict=True), 1)
    ]
    return judge(history, reference=Reference(validation_rows=rows, classes=6))


FALLING = [0.6, 0.25, 0.15, 0.10, 0.07, 0.05, 0.04, 0.03, 0.025, 0.02]
TURNING = [0.5, 0.25, 0.18, 0.16, 0.17, 0.19, 0.21, 0.25, 0.28, 0.31]


def test_curves_that_part_after_epoch_4_have_turned_there() -> None:
    found = course(FALLING, TURNING)
    assert found.course == "overfit"
    assert found.numbers["turned_at"] == 4
    assert found.numbers["kept_epoch"] == 4
    assert found.numbers["rise"] == pytest.approx(0.12)
    assert 0 < found.numbers["rise_low"] < 0.12
    assert found.numbers["loss_gap_at_end"] == pytest.approx(0.29)


def test_the_same_rise_over_30_rows_may_be_chance() -> None:
    found = course(FALLING, TURNING, rows=30)
    assert (found.course, found.numbers["course_reason"]) == ("cannot_tell", "rise_within_noise")
    assert found.numbers["rise_low"] < 0


def test_without_the_number_of_rows_a_clear_turn_is_still_seen() -> None:
    assert course(FALLING, TURNING, rows=None).course == "overfit"


def test_curves_at_rest_are_good() -> None:
    found = course([0.5, 0.3, 0.2, 0.15, 0.14], [0.5, 0.3, 0.22, 0.20, 0.201])
    assert (found.course, found.numbers["course_reason"]) == ("good", "at_rest")


def test_one_worse_epoch_at_the_end_is_no_turn() -> None:
    assert course([0.5, 0.3, 0.2, 0.15], [0.5, 0.3, 0.20, 0.23]).course == "good"


def test_a_validation_loss_still_falling_is_not_converged() -> None:
    losses = [1.6, 1.45, 1.3, 1.17, 1.05]
    found = course(losses, losses)
    assert (found.course, found.numbers["course_reason"]) == ("not_converged", "still_falling")
    assert found.numbers["expected_fall"] > 0.1
    assert found.numbers["last_fall"] == pytest.approx(0.12)


def test_a_slow_fall_over_many_epochs_is_not_converged() -> None:
    losses = list(0.25 + 1.5 * np.exp(-np.arange(1, 31) / 40))
    assert course(losses, losses).course == "not_converged"


def test_a_loss_that_is_no_number_at_the_end_is_unstable() -> None:
    found = course([0.9, 0.7, None, None], [0.9, 0.8, None, None])
    assert (found.course, found.numbers["course_reason"]) == ("unstable", "not_finite")
    assert found.numbers["broke_at"] == 3


def test_an_infinite_loss_is_no_number_either() -> None:
    assert course([0.9, 0.7, 0.5], [0.9, float("inf"), NAN]).course == "unstable"


def test_holes_all_along_are_no_break() -> None:
    validation = [0.9, None, 0.5, None, 0.4, None, 0.39, None]
    train = [0.9, 0.7, 0.5, 0.45, 0.4, 0.39, 0.38, 0.37]
    assert course(train, validation).course == "good"


def test_a_train_loss_that_jumps_is_unstable() -> None:
    found = course([0.6, 0.3, 0.9, 0.25, 0.2], [0.6, 0.35, 0.9, 0.3, 0.3])
    assert (found.course, found.numbers["course_reason"]) == ("unstable", "train_loss_jumped")
    assert found.numbers["jumped_at"] == 3


def test_a_net_that_diverges_from_the_start_is_unstable() -> None:
    assert course([2.5, 4.0, 9.0], [2.6, 4.1, 9.0]).course == "unstable"


def test_a_validation_loss_that_goes_up_and_down_is_unstable() -> None:
    found = course([0.9, 0.8, 0.7, 0.65, 0.6, 0.55, 0.5], [0.9, 1.6, 0.9, 1.5, 0.85, 1.6, 0.9])
    assert (found.course, found.numbers["course_reason"]) == ("unstable", "validation_loss_jumped")


def test_both_losses_rising_is_unstable_and_not_overfit() -> None:
    found = course([0.9, 0.5, 0.55, 0.6, 0.62], [0.9, 0.5, 0.56, 0.62, 0.65])
    assert (found.course, found.numbers["course_reason"]) == ("unstable", "both_losses_rose")


@pytest.mark.parametrize("epochs", [1, 2])
def test_fewer_than_three_epochs_cannot_tell(epochs: int) -> None:
    found = course([0.5, 0.3][:epochs], [0.5, 0.4][:epochs])
    assert (found.course, found.numbers["course_reason"]) == ("cannot_tell", "few_epochs")


def test_without_train_loss_a_turn_cannot_be_told_from_divergence() -> None:
    found = course([None] * 10, TURNING)
    assert (found.course, found.numbers["course_reason"]) == ("cannot_tell", "no_train_loss")


def test_rows_are_put_in_order_of_their_epochs() -> None:
    rows = [
        HistoryRow(epoch=epoch, train_loss=t, val_loss=v)
        for epoch, (t, v) in enumerate(zip(FALLING, TURNING, strict=True), 1)
    ]
    reference = Reference(validation_rows=2000, classes=6)
    assert judge(rows[::-1], reference=reference) == judge(rows, reference=reference)


def noisy(kind: str, epochs: int, rng: np.random.Generator, *, rows: int) -> Verdict:
    """Curves with 2 % of jitter: healthy ones come to rest, turning ones rise by their half."""
    at = np.arange(1, epochs + 1)
    train, rest = 0.10 + 1.6 * np.exp(-5 * at / epochs), 0.18 + 1.55 * np.exp(-5 * at / epochs)
    if kind == "turning":
        train = train - 0.08
        rest = 0.18 + 1.55 * np.exp(-10 * at / epochs)
        rest = rest + 0.18 * np.maximum(0, at / epochs - 0.4) / 0.6
    if kind == "falling":
        train = 0.2 + 1.5 * np.exp(-0.8 * at / epochs)
        rest = train + 0.05
    jitter = 1 + 0.02 * rng.normal(size=(2, epochs))
    return course(list(train * jitter[0]), list(rest * jitter[1]), rows=rows)


@pytest.mark.parametrize(("epochs", "least"), [(5, 0.8), (10, 0.9), (30, 0.98)])
@pytest.mark.parametrize("rows", [100, 2000])
def test_healthy_curves_are_rarely_called_anything_else(
    epochs: int, least: float, rows: int
) -> None:
    rng = np.random.default_rng(epochs)
    codes = [noisy("healthy", epochs, rng, rows=rows).course for _ in range(150)]
    assert codes.count("good") >= least * 150
    assert codes.count("overfit") <= 1


@pytest.mark.parametrize(("kind", "code"), [("turning", "overfit"), ("falling", "not_converged")])
def test_what_is_wrong_is_mostly_seen(kind: str, code: str) -> None:
    rng = np.random.default_rng(1)
    codes = [noisy(kind, 20, rng, rows=2000).course for _ in range(150)]
    assert codes.count(code) >= 0.9 * 150


def test_an_update_that_was_not_finite_makes_a_course_unstable_though_its_losses_are_not() -> None:
    history = [
        HistoryRow(epoch=epoch, train_loss=1.0 / (epoch + 1), val_loss=1.1 / (epoch + 1))
        for epoch in range(6)
    ]
    stopped = {"reason": "non_finite", "epoch": 5, "update": 61}
    verdict = judge(history, stopped=stopped)
    assert verdict.course == "unstable"
    assert verdict.numbers["course_reason"] == "update_not_finite"
    assert verdict.numbers["broke_at_update"] == 61
    assert next_steps(verdict)[0] == "lower_learning_rate"
