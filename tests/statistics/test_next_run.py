from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.statistics.next_run import next_run, next_value

if TYPE_CHECKING:
    from sentir.statistics.arrays import Floats


def test_one_more_value_is_expected_by_students_t() -> None:
    found = next_value(np.array([4.0, 5.0, 9.0]))
    sd = math.sqrt(7)
    assert (found.mean, found.seeds, found.n) == (6.0, 3, 0)
    assert found.sd == pytest.approx(sd)
    assert found.half == pytest.approx(4.302653 * sd * math.sqrt(4 / 3), rel=1e-6)
    assert (found.low, found.high) == (found.mean - found.half, found.mean + found.half)


def test_a_single_run_says_nothing_of_the_next() -> None:
    found = next_run(np.ones((1, 5)), rows=5)
    assert math.isinf(found.half)
    assert math.isnan(found.sd)
    assert found.away(0.0) == 0.0


def test_the_interval_of_a_new_run_follows_its_formula() -> None:
    scores = np.array([[1, 1, 0, 0, 1.0], [1, 0, 0, 1, 1], [1, 1, 1, 0, 1]])
    k, n, rows = 3, 5, 4
    means, of_rows = scores.mean(axis=1), scores.mean(axis=0)
    left = scores - means[:, None] - of_rows + scores.mean()
    noise = (left**2).sum() / ((k - 1) * (n - 1))
    by_row = of_rows.var(ddof=1) - noise / k
    variance = by_row * (1 / rows + 1 / n) + noise * (1 / rows - 1 / n)
    seeds = 4.302653**2 * means.var(ddof=1) * (1 + 1 / k)
    found = next_run(scores, rows=rows)
    assert found.half == pytest.approx(math.sqrt(seeds + 1.959964**2 * variance), rel=1e-6)
    assert found.n == rows


def test_on_the_very_same_rows_only_the_seeds_count() -> None:
    scores = np.array([[1, 1, 0, 0.0], [1, 0, 0, 0], [1, 1, 1, 0]])
    found = next_run(scores, rows=None)
    assert found.half == next_value(scores.mean(axis=1)).half
    assert found.n == 4


def test_runs_that_all_agree_leave_the_rows_in_doubt() -> None:
    found = next_run(np.tile([1.0, 1, 1, 0], (3, 25)), rows=100)
    assert found.sd == 0.0
    assert found.half == pytest.approx(1.96 * math.sqrt(0.75 * 0.25 * 2 / 99), rel=1e-2)


def test_runs_that_score_alike_by_chance_on_other_rows_promise_nothing() -> None:
    scores = np.tile([[1.0, 0, 0], [0, 1, 0]], (1, 10))
    assert next_run(scores, rows=30).sd == 0.0
    assert next_run(scores, rows=30).half > 1.9 * math.sqrt(0.3 / 30)


def test_how_far_a_value_lies_is_told_in_half_widths() -> None:
    found = next_value(np.array([1.0, 2.0, 3.0]))
    assert found.away(found.high) == pytest.approx(1.0)
    assert found.away(found.mean - 2 * found.half) == pytest.approx(2.0)
    sure = next_value(np.array([2.0, 2.0]))
    assert (sure.away(2.0), sure.away(2.1)) == (0.0, math.inf)


@pytest.mark.parametrize("by_seed", [0.0, 0.5])
@pytest.mark.parametrize("rows", [22, 400])
def test_the_interval_holds_new_runs_on_new_rows(by_seed: float, rows: int) -> None:
    rng = np.random.default_rng(0)

    def runs(k: int, n: int) -> Floats:
        seeds, hard = by_seed * rng.normal(size=(k, 1)), rng.normal(size=(1, n))
        return np.asarray(1.6 + seeds + hard + rng.normal(size=(k, n)) > 0, np.float64)

    held = []
    for _ in range(400):
        found = next_run(runs(3, 400), rows=rows)
        held.append(found.low <= runs(1, rows).mean() <= found.high)
    assert 0.93 <= np.mean(held) <= 0.998
