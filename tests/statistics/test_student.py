from __future__ import annotations

import pytest

from sentir.statistics.student import normal_quantile, t_cdf, t_quantile, t_tails

stats = pytest.importorskip("scipy.stats")


@pytest.mark.parametrize("df", [0.5, 1, 2, 3.7, 10, 30, 1999, 1e5, 1e7, 1e9])
@pytest.mark.parametrize("probability", [0.001, 0.3, 0.5, 0.6, 0.9, 0.975, 0.9999])
def test_t_quantiles_equal_scipys(df: float, probability: float) -> None:
    expected = stats.t.ppf(probability, df)
    assert t_quantile(probability, df) == pytest.approx(expected, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("df", [0.5, 1, 4, 25, 1999, 1e9])
@pytest.mark.parametrize("t", [-8.0, -1.0, 0.0, 0.3, 2.0, 30.0])
def test_t_tails_equal_scipys(df: float, t: float) -> None:
    assert t_cdf(t, df) == pytest.approx(stats.t.cdf(t, df), abs=1e-9)
    assert t_tails(t, df) == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-6, abs=1e-12)


def test_normal_quantile_equals_scipys() -> None:
    assert normal_quantile(0.975) == pytest.approx(stats.norm.ppf(0.975), abs=1e-12)


@pytest.mark.parametrize(("probability", "df"), [(0.0, 3), (1.0, 3), (0.5, 0), (0.5, float("nan"))])
def test_an_impossible_quantile_is_refused(probability: float, df: float) -> None:
    with pytest.raises(ValueError, match="need 0 < probability < 1"):
        t_quantile(probability, df)
