from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sentir.statistics.comparison import difference_of, paired_difference
from sentir.statistics.planning import needed_rows, needed_seeds
from sentir.statistics.two_way import Spread


def models(only_a: int, only_b: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    a, b = np.ones(n, bool), np.ones(n, bool)
    b[:only_a] = False
    a[only_a : only_a + only_b] = False
    return a, b


def test_rows_that_decide_between_two_models_do_so_in_80_of_100_cases() -> None:
    n = needed_rows(paired_difference(*models(30, 20, 1000)))
    assert n is not None
    drawn = np.random.default_rng(0).multinomial(n, [0.03, 0.02, 0.95], size=400)
    told = [paired_difference(*models(int(a), int(b), n)).is_told_apart for a, b, _ in drawn]
    assert np.mean(told) == pytest.approx(0.8, abs=0.05)


def recipes(
    rng: np.random.Generator, k: int, n: int, *, taste: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    a, b = (
        rng.normal(0, taste, n) + rng.normal(0, 0.02, (k, 1)) + rng.normal(0, 0.3, (k, n))
        for _ in range(2)
    )
    return a + 0.02, b


def test_seeds_that_decide_between_two_recipes_do_so_in_80_of_100_cases() -> None:
    rng = np.random.default_rng(5)
    part, noise = 0.02**2 + 0.3**2 / 400, 0.3**2
    spread = Spread(seeds=(3, 3), n=400, by_seed=(part, part), noise=(noise, noise), by_row=0.0)
    seen = replace(difference_of(*recipes(rng, 3, 400)), effect=0.02, spread=spread)
    k = needed_seeds(seen)
    assert k is not None
    told = [difference_of(*recipes(rng, k, 400)).is_told_apart for _ in range(300)]
    assert np.mean(told) == pytest.approx(0.8, abs=0.06)


def test_no_seeds_decide_what_the_rows_leave_open() -> None:
    rng = np.random.default_rng(0)
    assert needed_seeds(difference_of(*recipes(rng, 4, 50, taste=2.0))) is None


def test_no_rows_decide_what_the_seeds_leave_open() -> None:
    a = np.array([[0.1], [0.9], [0.52]]) + np.zeros(50)
    b = np.array([[0.2], [0.8], [0.5]]) + np.zeros(50)
    assert needed_rows(difference_of(a, b)) is None


def test_more_seeds_say_nothing_about_two_models() -> None:
    assert needed_seeds(paired_difference(*models(30, 20, 1000))) is None


def test_nothing_decides_a_difference_of_nothing() -> None:
    same = paired_difference(*models(5, 5, 100))
    assert (needed_rows(same), needed_seeds(same)) == (None, None)
