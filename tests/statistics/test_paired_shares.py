from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.statistics.paired_shares import score_interval, score_p, score_statistic


def test_at_no_difference_the_statistic_is_mcnemars() -> None:
    assert score_statistic(12, 5, n=100) == pytest.approx(7 / math.sqrt(17))
    assert score_p(12, 5, n=100) == pytest.approx(math.erfc(7 / math.sqrt(17) / math.sqrt(2)))


@pytest.mark.parametrize(
    ("only_a", "only_b", "n", "expected"),
    [
        (7, 1, 21, (0.026, 0.517)),  # airways, Fagerland, Lydersen, Laake 2014
        (0, 0, 30, (-0.11352, 0.11352)),  # by hand: z2 / (n + z2)
    ],
)
def test_the_interval_equals_published_ones(
    only_a: int, only_b: int, n: int, expected: tuple[float, float]
) -> None:
    assert score_interval(only_a, only_b, n=n) == pytest.approx(expected, abs=5e-4)


def test_the_test_stays_near_the_exact_one() -> None:
    stats = pytest.importorskip("scipy.stats")
    for only_a, only_b in [(30, 14), (60, 44), (10, 25)]:
        exact = stats.binomtest(only_a, only_a + only_b).pvalue
        middle = exact - stats.binom.pmf(only_a, only_a + only_b, 0.5)  # the mid-p value
        assert score_p(only_a, only_b, n=2000) == pytest.approx(middle, rel=0.1)


counts = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 3000)).filter(
    lambda drawn: drawn[0] + drawn[1] <= drawn[2]
)


@given(counts)
def test_at_the_ends_of_the_interval_the_test_just_rejects(drawn: tuple[int, int, int]) -> None:
    only_a, only_b, n = drawn
    for end, sign in zip(score_interval(only_a, only_b, n=n), (1, -1), strict=True):
        if abs(end) < 1:
            found = sign * score_statistic(only_a, only_b, n=n, supposed=end)
            assert found == pytest.approx(1.959964, abs=1e-4)


@given(counts)
def test_the_interval_leaves_out_0_exactly_where_p_is_below_5_percent(
    drawn: tuple[int, int, int],
) -> None:
    low, high = score_interval(drawn[0], drawn[1], n=drawn[2])
    assert (score_p(drawn[0], drawn[1], n=drawn[2]) < 0.05) == (low > 0 or high < 0)


@pytest.mark.parametrize("discordant", [0.003, 0.15])
@pytest.mark.parametrize("share_of_a", [0.5, 1.0])
def test_intervals_cover_the_truth_also_where_few_rows_differ(
    discordant: float, share_of_a: float
) -> None:
    p = [discordant * share_of_a, discordant * (1 - share_of_a), 1 - discordant]
    drawn = np.random.default_rng(3).multinomial(2000, p, size=1500)
    truth = p[0] - p[1]
    ends = [score_interval(int(a), int(b), n=2000) for a, b, _ in drawn]
    assert 0.92 <= np.mean([low <= truth <= high for low, high in ends]) <= 0.98
