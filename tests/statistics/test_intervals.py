from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.statistics.intervals import Interval, difference, mean_interval, wilson

stats = pytest.importorskip("scipy.stats")


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_equals_scipys_and_holds_its_value(case: tuple[int, int]) -> None:
    successes, n = case
    found = wilson(successes, n)
    expected = stats.binomtest(successes, n).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_wilson_of_14_in_22_is_wide() -> None:
    found = wilson(14, 22)
    assert (round(found.low, 2), round(found.high, 2)) == (0.43, 0.80)


def test_wilson_without_rows_is_the_whole_range() -> None:
    assert wilson(0, 0) == Interval(0.0, 0.0, 1.0, 0)


def test_wilson_refuses_more_successes_than_rows() -> None:
    with pytest.raises(ValueError, match="between 0 and n = 3, not 4"):
        wilson(4, 3)


@pytest.mark.parametrize(("share", "n"), [(0.5, 20), (0.95, 40), (0.92, 2000)])
def test_wilson_covers_the_truth_in_about_95_of_100_samples(share: float, n: int) -> None:
    hits = np.random.default_rng(1).binomial(n, share, size=2000)
    held = [wilson(int(hit), n) for hit in hits]
    covered = np.mean([interval.low <= share <= interval.high for interval in held])
    assert 0.93 <= covered <= 0.98


def test_mean_interval_equals_scipys() -> None:
    values = np.random.default_rng(0).exponential(size=30)
    found = mean_interval(values)
    expected = stats.t.interval(0.95, 29, loc=values.mean(), scale=stats.sem(values))
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-9)
    assert found.n == 30


def test_mean_interval_covers_the_truth_in_about_95_of_100_samples() -> None:
    samples = np.random.default_rng(2).normal(3.0, 2.0, size=(1000, 8))
    held = [mean_interval(sample) for sample in samples]
    assert 0.93 <= np.mean([interval.low <= 3.0 <= interval.high for interval in held]) <= 0.97


def test_one_value_bounds_nothing() -> None:
    assert mean_interval(np.array([2.0]), lowest=0.0) == Interval(2.0, 0.0, math.inf, 1)


def test_no_value_gives_nan() -> None:
    assert math.isnan(mean_interval(np.empty(0)).value)


def test_an_interval_survives_json_with_null_for_the_infinite() -> None:
    stored = Interval(2.0, 0.0, math.inf, 1).to_json()
    assert stored == {"value": 2.0, "low": 0.0, "high": None, "n": 1}
    assert Interval.from_json(stored) == Interval(2.0, 0.0, math.inf, 1)


def test_a_difference_of_shares_equals_newcombes_example() -> None:
    found = difference(wilson(56, 70), wilson(48, 80))  # Newcombe 1998, table II, row (a)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert found.value == pytest.approx(0.2)
    assert found.n == 70
