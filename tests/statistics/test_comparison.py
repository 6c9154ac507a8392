from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.statistics.comparison import (
    holm,
    minimum_detectable_difference,
    paired_difference,
    seeds_difference,
)


def test_the_paired_interval_follows_its_formula() -> None:
    a = np.array([True] * 80 + [True] * 12 + [False] * 5 + [False] * 3)
    b = np.array([True] * 80 + [False] * 12 + [True] * 5 + [False] * 3)
    found = paired_difference(a, b)
    error = math.sqrt(17 - 49 / 100) / 100
    assert found.effect == pytest.approx(0.07)
    assert (found.low, found.high) == pytest.approx(
        (0.07 - 1.959964 * error, 0.07 + 1.959964 * error), abs=1e-7
    )
    assert found.p == pytest.approx(math.erfc(0.07 / error / math.sqrt(2)))
    assert not found.is_told_apart


def test_sides_that_agree_on_every_row_are_not_proven_equal() -> None:
    right = np.array([True, False] * 10)
    found = paired_difference(right, right)
    assert (found.effect, found.p) == (0.0, 1.0)
    assert found.high == pytest.approx(1.96 * math.sqrt(2) / 20, abs=1e-3)


def test_sides_that_differ_on_every_row_are_told_apart() -> None:
    found = paired_difference(np.ones(5, bool), np.zeros(5, bool))
    assert found.is_told_apart
    assert found.effect == found.high == 1.0
    assert 0 < found.low < 1, "five rows do not make it certain"


def test_a_paired_interval_stays_within_what_can_be() -> None:
    right = np.array([True] * 9 + [False])
    assert paired_difference(right, np.zeros(10, bool)).high == 1.0
    assert paired_difference(np.zeros(10, bool), right).low == -1.0


def test_paired_intervals_cover_the_truth() -> None:
    rng, held = np.random.default_rng(0), []
    for _ in range(500):
        cell = rng.choice(4, size=500, p=[0.85, 0.07, 0.04, 0.04])
        found = paired_difference(cell <= 1, (cell == 0) | (cell == 2))
        held.append(found.low <= 0.03 <= found.high)
    assert 0.93 <= np.mean(held) <= 0.97


def seeds_and_rows(rng: np.random.Generator, *, effect: float) -> tuple[np.ndarray, np.ndarray]:
    """Two sides of 4 seeds on 300 rows; seeds, rows and the sides' taste in rows all vary."""
    rows, taste = rng.normal(0.0, 0.3, 300), rng.normal(0.0, 0.15, (2, 300))
    seeds, noise = rng.normal(0.0, 0.01, (2, 4, 1)), rng.normal(0.0, 0.2, (2, 4, 300))
    sides = rows + taste[:, None] + seeds + noise
    return sides[0] + effect, sides[1]


def test_intervals_over_seeds_and_rows_cover_the_truth() -> None:
    rng, held = np.random.default_rng(1), []
    for _ in range(300):
        found = seeds_difference(*seeds_and_rows(rng, effect=0.05))
        held.append(found.low <= 0.05 <= found.high)
    assert 0.91 <= np.mean(held) <= 0.98


def test_equal_recipes_are_called_different_in_about_5_of_100_cases() -> None:
    rng = np.random.default_rng(2)
    called = [seeds_difference(*seeds_and_rows(rng, effect=0.0)).p < 0.05 for _ in range(300)]
    assert 0.02 <= np.mean(called) <= 0.09


def test_recipes_without_any_spread_differ_by_exactly_their_effect() -> None:
    found = seeds_difference(np.ones((2, 3)), np.zeros((2, 3)))
    assert (found.effect, found.low, found.high, found.p) == (1.0, 1.0, 1.0, 0.0)
    same = seeds_difference(np.ones((2, 3)), np.ones((2, 3)))
    assert (same.effect, same.p) == (0.0, 1.0)


@pytest.mark.parametrize("shapes", [((2, 3), (2, 4)), ((2, 0), (2, 0))])
def test_sides_on_other_rows_are_refused(shapes: tuple[tuple[int, int], tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="scored on the same rows"):
        seeds_difference(np.zeros(shapes[0]), np.zeros(shapes[1]))


def test_one_seed_a_side_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2 seeds and 2 rows"):
        seeds_difference(np.zeros((1, 5)), np.zeros((1, 5)))


def test_holm_multiplies_the_smallest_by_their_number_and_keeps_the_order() -> None:
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_never_lowers_a_p_value(p_values: list[float]) -> None:
    assert all(p <= q <= 1 for p, q in zip(p_values, holm(p_values), strict=True))


def test_the_minimum_detectable_difference_is_found_in_80_of_100_cases() -> None:
    truth = minimum_detectable_difference(1.0)
    assert truth == pytest.approx(2.8016, abs=1e-4)
    draws = np.random.default_rng(0).normal(truth, 1.0, 20_000)
    assert np.mean(np.abs(draws) > 1.96) == pytest.approx(0.8, abs=0.01)
