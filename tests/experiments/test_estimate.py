from __future__ import annotations

import pytest

from sentir.experiments.estimate import TimeLeft, wall_seconds


@pytest.mark.parametrize(("seconds", "jobs", "expected"), [
    ([4, 3, 2, 1], 2, 5), ([10, 1, 1, 1], 2, 10), ([1, 2, 3], 1, 6), ([5], 8, 5), ([], 2, 0),
])  # fmt: skip
def test_trials_side_by_side_take_as_long_as_the_fullest_process(
    seconds: list[float], jobs: int, expected: float
) -> None:
    assert wall_seconds(seconds, jobs=jobs) == expected


def test_what_could_not_be_timed_is_taken_for_the_mean_of_the_others() -> None:
    assert TimeLeft([2.0, None, 4.0], jobs=1).total_s == 9.0


def test_time_left_goes_by_what_was_seen_the_more_of_it_there_is() -> None:
    now = [0.0]
    left = TimeLeft([10.0, 10.0], jobs=1, clock=lambda: now[0])
    assert left.left_s() == 20.0
    now[0] = 20.0  # the first trial took twice as long as was thought
    left.reached(0, 1.0)
    assert left.left_s() == pytest.approx(20.0)
    left.reached(1, 0.5)
    now[0] = 30.0
    assert left.left_s() == pytest.approx(10.0)
    left.reached(1, 1.0)
    assert left.left_s() == 0.0


def test_a_first_glimpse_counts_for_little() -> None:
    now = [0.0]
    left = TimeLeft([100.0] * 10, jobs=2, clock=lambda: now[0])
    now[0] = 5.0  # the processes had to start first
    left.reached(0, 0.01)
    assert left.left_s() < 600.0
