from __future__ import annotations

import numpy as np
import pytest

from sentir.statistics.bootstrap import bootstrap, confusion_draws, percentile_interval
from sentir.statistics.intervals import Interval


def test_the_bootstrap_of_a_mean_agrees_with_its_formula() -> None:
    values = np.random.default_rng(0).normal(size=400)
    found = bootstrap(lambda rows: float(values[rows].mean()), 400, rng=np.random.default_rng(1))
    half = 1.96 * values.std() / 20
    assert found.value == pytest.approx(values.mean())
    assert (found.low, found.high) == pytest.approx(
        (found.value - half, found.value + half), abs=0.01
    )


def test_the_same_generator_gives_the_same_interval() -> None:
    values = np.arange(20.0)
    first, again = (
        bootstrap(lambda rows: float(np.median(values[rows])), 20, rng=np.random.default_rng(3))
        for _ in range(2)
    )
    assert first == again


def test_the_interval_holds_the_value_even_where_no_draw_reaches_it() -> None:
    assert percentile_interval(1.0, np.array([0.2, 0.3, np.nan]), n=3).high == 1.0


def test_without_draws_the_interval_is_the_value() -> None:
    assert percentile_interval(0.5, np.array([np.nan]), n=1) == Interval(0.5, 0.5, 0.5, 1)


def test_drawn_matrices_hold_as_many_rows_and_lie_about_the_counts() -> None:
    counts = np.array([[900, 100], [50, 950]])
    draws = confusion_draws(counts, rng=np.random.default_rng(0))
    assert (draws.sum(axis=(1, 2)) == 2000).all()
    assert draws.mean(axis=0) == pytest.approx(counts, abs=3)


def test_many_classes_lower_the_number_of_draws() -> None:
    assert len(confusion_draws(np.eye(100, dtype=int), rng=np.random.default_rng(0))) == 400
