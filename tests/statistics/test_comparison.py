from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sentir.statistics.comparison import (
    difference_by_seed,
    difference_of,
    minimum_detectable_difference,
    paired_difference,
)

sides = st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(2, 40)).flatmap(
    lambda shape: st.tuples(
        arrays(np.bool_, (shape[0], shape[2])), arrays(np.bool_, (shape[1], shape[2]))
    )
)


@given(sides)
def test_swapping_the_sides_flips_the_sign(pair: tuple[np.ndarray, np.ndarray]) -> None:
    there, back = difference_of(*pair), difference_of(*pair[::-1])
    assert there.effect == pytest.approx(-back.effect)
    assert there.p == pytest.approx(back.p)
    assert there.ends() == pytest.approx((-back.high, -back.low), abs=1e-9)


@given(sides, st.integers(0, 1000))
def test_the_order_of_rows_and_seeds_changes_nothing(
    pair: tuple[np.ndarray, np.ndarray], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.permutation(pair[0].shape[1])
    mixed = [rng.permutation(side, axis=0)[:, rows] for side in pair]
    one, other = difference_of(*pair), difference_of(mixed[0], mixed[1])
    assert one.p == pytest.approx(other.p)
    assert (one.effect, *one.ends()) == pytest.approx((other.effect, *other.ends()), abs=1e-9)


@settings(max_examples=300)
@given(sides)
def test_p_is_below_5_percent_exactly_where_the_interval_leaves_out_0(
    pair: tuple[np.ndarray, np.ndarray],
) -> None:
    found = difference_of(*pair)
    assert (found.p < 0.05) == (found.low > 0 or found.high < 0)
    assert -1 <= found.low <= found.effect <= found.high <= 1


@pytest.mark.parametrize(("k", "m", "claim"), [
    (1, 1, "models"), (1, 3, "model and recipe"), (3, 2, "recipes"),
])  # fmt: skip
def test_the_seeds_a_side_say_what_is_claimed(k: int, m: int, claim: str) -> None:
    rng = np.random.default_rng(0)
    assert difference_of(rng.random((k, 9)), rng.random((m, 9))).claim == claim
    assert difference_of(rng.random((k, 9)) < 0.5, rng.random((m, 9)) < 0.5).claim == claim


def test_one_score_a_row_of_two_models_gives_the_paired_t_test() -> None:
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(0)
    a, b = rng.normal(0.2, 1.0, (2, 1, 30))
    expected = stats.ttest_rel(a[0], b[0])
    found = difference_of(a, b)
    assert found.p == pytest.approx(expected.pvalue)
    assert found.ends() == pytest.approx(tuple(expected.confidence_interval()))


def test_seeds_that_pair_give_the_paired_t_test_of_their_means_where_rows_do_not_differ() -> None:
    stats = pytest.importorskip("scipy.stats")
    a, b = np.random.default_rng(0).normal(0.0, 1.0, (2, 4, 1)) * np.ones(5)
    found = difference_by_seed(a, b)
    assert found.p == pytest.approx(stats.ttest_rel(a[:, 0], b[:, 0]).pvalue)
    assert found.df == pytest.approx(3)


def test_a_seed_that_moves_both_sides_alike_drops_out_of_a_comparison_by_seed() -> None:
    rng = np.random.default_rng(0)
    shared, noise = rng.normal(0.0, 0.3, (5, 1)), rng.normal(0.0, 0.1, (2, 5, 200))
    a, b = shared + noise[0] + 0.05, shared + noise[1]
    assert difference_by_seed(a, b).is_told_apart
    assert not difference_of(a, b).is_told_apart


def test_the_two_way_interval_follows_its_formula() -> None:
    a = np.array([[1.0, 0, 1, 1, 0], [1, 1, 1, 1, 0], [1, 0, 1, 0, 0]])
    b = np.array([[0.0, 0, 1, 1, 0], [1, 0, 1, 0, 0], [0, 0, 1, 0, 0]])
    k, n = a.shape
    s = [side.mean(1).var(ddof=1) / k for side in (a, b)]
    left = [side - side.mean(1, keepdims=True) - side.mean(0) + side.mean() for side in (a, b)]
    e = sum((part**2).sum() / ((k - 1) * (n - 1)) for part in left) / (n * k)
    x = max(0.0, (a.mean(0) - b.mean(0)).var(ddof=1) / n - e)
    f = min(2 * (k - 1), (k + 1) * sum(s) ** 2 / (s[0] ** 2 + s[1] ** 2) - 2)
    v = sum(s) + x
    found = difference_of(a, b)
    assert found.standard_error == pytest.approx(math.sqrt(v))
    assert found.df == pytest.approx(v**2 / (sum(s) ** 2 / f + x**2 / (n - 1)))


def test_two_models_that_agree_on_every_row_are_not_proven_equal() -> None:
    right = np.array([True, False] * 10)
    found = paired_difference(right, right)
    assert (found.effect, found.p) == (0.0, 1.0)
    z2 = 1.959963985**2
    assert found.ends() == pytest.approx((-z2 / (20 + z2), z2 / (20 + z2)))


def test_recipes_whose_seeds_all_agree_are_not_proven_equal() -> None:
    right = np.tile([True, False], (3, 10))
    found = difference_of(right, right)
    assert (found.effect, found.p) == (0.0, 1.0)
    assert found.minimum_detectable > 0.1


def test_sides_that_differ_on_every_row_are_told_apart() -> None:
    found = paired_difference(np.ones(5, bool), np.zeros(5, bool))
    assert found.is_told_apart
    assert found.effect == found.high == 1.0
    assert 0 < found.low < 1, "five rows do not make it certain"


def test_scores_without_any_spread_differ_by_exactly_their_effect() -> None:
    found = difference_of(np.ones((2, 3)), np.zeros((2, 3)))
    assert (found.effect, found.low, found.high, found.p) == (1.0, 1.0, 1.0, 0.0)
    same = difference_of(np.ones((2, 3)), np.ones((2, 3)))
    assert (same.effect, same.p) == (0.0, 1.0)


def seeds_and_rows(
    rng: np.random.Generator, *, effect: float, seeds: tuple[int, int] = (4, 4)
) -> tuple[np.ndarray, np.ndarray]:
    """Two sides on 300 rows; seeds, rows and the sides' taste in rows all vary."""
    rows = rng.normal(0.0, 0.3, 300)
    a, b = (
        rows + rng.normal(0.0, 0.15, 300) + rng.normal(0.0, 0.01, (k, 1))
        + rng.normal(0.0, 0.2, (k, 300))
        for k in seeds
    )  # fmt: skip
    return a + effect, b


@pytest.mark.parametrize("seeds", [(4, 4), (2, 6)])
def test_intervals_over_seeds_and_rows_cover_the_truth(seeds: tuple[int, int]) -> None:
    rng, held = np.random.default_rng(1), []
    for _ in range(300):
        found = difference_of(*seeds_and_rows(rng, effect=0.05, seeds=seeds))
        held.append(found.low <= 0.05 <= found.high)
    assert 0.91 <= np.mean(held) <= 0.98


def test_equal_recipes_are_called_different_in_about_5_of_100_cases() -> None:
    rng = np.random.default_rng(2)
    called = [difference_of(*seeds_and_rows(rng, effect=0.0)).p < 0.05 for _ in range(300)]
    assert 0.02 <= np.mean(called) <= 0.09


@pytest.mark.parametrize("shapes", [((2, 3), (2, 4)), ((2, 0), (2, 0)), ((0, 3), (1, 3))])
def test_sides_on_other_rows_are_refused(shapes: tuple[tuple[int, int], tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="scored on the same rows"):
        difference_of(np.zeros(shapes[0]), np.zeros(shapes[1]))


def test_unlike_numbers_of_seeds_cannot_pair() -> None:
    with pytest.raises(ValueError, match="seeds must pair, not 2 and 3"):
        difference_by_seed(np.zeros((2, 4)), np.zeros((3, 4)))


def test_the_minimum_detectable_difference_is_found_in_80_of_100_cases() -> None:
    truth = minimum_detectable_difference(1.0)
    assert truth == pytest.approx(2.8016, abs=1e-4)
    draws = np.random.default_rng(0).normal(truth, 1.0, 20_000)
    assert np.mean(np.abs(draws) > 1.96) == pytest.approx(0.8, abs=0.01)
