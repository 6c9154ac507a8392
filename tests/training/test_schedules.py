"""Learning rates; against torch in parity."""

from __future__ import annotations

import json
import math

import pytest

from sentir.config.train_settings import TrainConfig
from sentir.training.schedules import SCHEDULES, OneCycle, Plateau


def test_one_cycle_begins_low_peaks_after_a_third_and_ends_at_almost_nothing() -> None:
    schedule = OneCycle(peak=1.0, total_updates=100)
    rates = [schedule.rate(update) for update in range(100)]
    assert rates[0] == pytest.approx(1 / 25)
    assert rates[29] == pytest.approx(1.0)
    assert max(rates) == rates[29]
    assert rates[-1] == pytest.approx(1 / 250_000)


@pytest.mark.parametrize("total", [1, 2, 3, 4])
def test_one_cycle_knows_runs_of_few_updates(total: int) -> None:
    rates = [OneCycle(peak=1.0, total_updates=total).rate(update) for update in range(total)]
    assert all(0 < rate <= 1 for rate in rates)


def test_plateau_cuts_once_patience_is_over_and_then_waits_anew() -> None:
    schedule = Plateau(learning_rate=1.0, factor=0.1, patience=2)
    rates = []
    for loss in [3.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.0]:
        schedule.end_epoch(loss)
        rates.append(schedule.rate(0))
    assert rates == pytest.approx([1, 1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01])


def test_a_loss_that_is_no_number_is_not_better() -> None:
    schedule = Plateau(learning_rate=1.0, factor=0.5, patience=0)
    schedule.end_epoch(math.nan)
    assert schedule.rate(0) == 0.5


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_a_schedule_goes_on_from_its_saved_state(name: str) -> None:
    config = TrainConfig.model_validate({"schedule": name, "plateau_patience": 1})
    losses = [math.nan, 2.0, 1.9, 1.95, 1.96, 1.97, 1.9, 1.9]
    straight = SCHEDULES[name](config, 40)
    for cut in range(len(losses)):
        first, second = SCHEDULES[name](config, 40), SCHEDULES[name](config, 40)
        for loss in losses[:cut]:
            first.end_epoch(loss)
        second.load(json.loads(json.dumps(first.state(), allow_nan=False)))
        for loss in losses[cut:]:
            second.end_epoch(loss)
        if not cut:
            for loss in losses:
                straight.end_epoch(loss)
        assert [second.rate(update) for update in range(40)] == [
            straight.rate(update) for update in range(40)
        ]
