"""Two shares of the same rows: test and interval from one score statistic.

With b and c the rows that only the one and only the other side has right, the statistic at a
supposed difference d is T(d) = (b - c - n d) / sqrt(n (2 q + d (1 - d))), q the likeliest share of
c under d. T(0) is McNemar's test, and the interval holds every d with |T(d)| below its quantile:
test and interval cannot disagree, and n rows without a difference do not prove that there is none.

Source: Tango 1998, Statistics in Medicine 17, 891-908; McNemar 1947.
"""

from __future__ import annotations

import math

from sentir.statistics.student import normal_quantile, t_tails

_HALVINGS = 60


def score_statistic(only_a: int, only_b: int, *, n: int, supposed: float = 0.0) -> float:
    """Return T at a supposed difference of the shares of A and B, between -1 and 1."""
    gap = only_a - only_b - n * supposed
    either = only_a + only_b
    linear = (2 * n - only_a + only_b) * supposed - either
    constant = -only_b * supposed * (1 - supposed)
    share = (math.sqrt(max(linear**2 - 8 * n * constant, 0.0)) - linear) / (4 * n)
    variance = n * (2 * share + supposed * (1 - supposed))
    if variance <= 0:
        return 0.0 if gap == 0 else math.copysign(math.inf, gap)
    return gap / math.sqrt(variance)


def score_p(only_a: int, only_b: int, *, n: int) -> float:
    """Return the two-sided p-value of equal shares."""
    return t_tails(score_statistic(only_a, only_b, n=n), math.inf)


def score_interval(
    only_a: int, only_b: int, *, n: int, confidence: float = 0.95
) -> tuple[float, float]:
    """Return the differences that the same test at this level would not reject."""
    quantile = normal_quantile(0.5 + confidence / 2)
    high = _upper_end(only_a, only_b, n=n, quantile=quantile)
    return -_upper_end(only_b, only_a, n=n, quantile=quantile), high


def _upper_end(only_a: int, only_b: int, *, n: int, quantile: float) -> float:
    inside, outside = (only_a - only_b) / n, 1.0
    if -score_statistic(only_a, only_b, n=n, supposed=outside) <= quantile:
        return outside
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if -score_statistic(only_a, only_b, n=n, supposed=middle) <= quantile:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2
