from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.statistics.comparison import difference_of, paired_difference
from sentir.statistics.families import corrected, holm


def test_holm_multiplies_the_smallest_by_their_number_and_keeps_the_order() -> None:
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert holm([0.01, 0.02, 0.03, 0.04, 0.6]) == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.6])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_never_lowers_a_p_value(p_values: list[float]) -> None:
    assert all(p <= q <= 1 for p, q in zip(p_values, holm(p_values), strict=True))


@given(st.integers(0, 10_000), st.integers(1, 3), st.integers(2, 6))
def test_the_corrected_interval_leaves_out_0_exactly_where_the_outcome_is_not_tied(
    seed: int, seeds: int, family: int
) -> None:
    rng = np.random.default_rng(seed)
    sides = [rng.random((seeds, 60)) < share for share in rng.uniform(0.4, 0.9, family)]
    found = corrected([difference_of(sides[0], side) for side in sides[1:]])
    for each in found:
        assert (each.outcome != "tied") == (each.low > 0 or each.high < 0)
        assert (each.outcome != "tied") == (each.adjusted_p < 0.05)
        assert each.low <= each.difference.low <= each.difference.high <= each.high


def test_one_comparison_alone_is_not_widened() -> None:
    a = np.array([True] * 40 + [False] * 10)
    b = np.array([True] * 25 + [False] * 15 + [True] * 3 + [False] * 7)
    (found,) = corrected([paired_difference(a, b)])
    assert (found.low, found.high) == pytest.approx(found.difference.ends())
    assert found.outcome == "higher"


def test_of_two_the_weaker_may_be_tied_only_because_there_are_two() -> None:
    base = np.zeros(100, bool)
    p_values = {}
    strong, weak = base.copy(), base.copy()
    strong[:30] = True
    weak[:14] = True
    base[30:35] = True
    weak[5:10] = False
    alone = corrected([paired_difference(weak, base)])[0]
    p_values["alone"] = alone.adjusted_p
    both = corrected([paired_difference(weak, base), paired_difference(weak, base)])
    assert both[0].adjusted_p == pytest.approx(2 * p_values["alone"])


def test_the_numbers_are_those_of_the_format() -> None:
    (found,) = corrected([paired_difference(np.ones(30, bool), np.zeros(30, bool))])
    assert list(found.to_json()) == [
        "claim", "effect", "low", "high", "p", "minimum_detectable_difference", "rows",
        "adjusted_p", "adjusted_low", "adjusted_high", "outcome",
    ]  # fmt: skip
