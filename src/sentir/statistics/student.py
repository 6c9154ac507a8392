"""Quantiles and tails of the normal and of Student's t distribution, without SciPy.

The core installs without SciPy, and every score carries an interval; SciPy's agree to 1e-7.
"""

from __future__ import annotations

import math

_TINY = 1e-300
_NORMAL_FROM_DF = 1e8  # above, t and normal quantiles agree to the digits that are found


def normal_quantile(probability: float) -> float:
    """Return the z below which this share (0..1, ends excluded) of the standard normal lies."""
    from statistics import (
        NormalDist,
    )  # the standard library's: it loads slowly, and predict is in a hurry

    return NormalDist().inv_cdf(probability)


def t_cdf(t: float, df: float) -> float:
    """Return the share of Student's t with `df` degrees of freedom that lies below t."""
    if df >= _NORMAL_FROM_DF:
        return 0.5 * math.erfc(-t / math.sqrt(2))
    tail = 0.5 * _incomplete_beta(df / 2, 0.5, df / (df + t * t))
    return tail if t < 0 else 1 - tail


def t_tails(t: float, df: float) -> float:
    """Return the two-sided p-value of t."""
    return min(1.0, 2 * t_cdf(-abs(t), df))


def t_quantile(probability: float, df: float) -> float:
    """Return the t below which this share (0..1, ends excluded) lies, for df > 0.

    Newton's steps, kept between two bounds; a step that would leave them halves instead.
    """
    if not 0 < probability < 1 or not df > 0:
        raise ValueError(f"need 0 < probability < 1 and df > 0, not {probability} and {df}")
    if probability <= 0.5:
        return -t_quantile(1 - probability, df) if probability < 0.5 else 0.0
    low, high = 0.0, 2.0
    while t_cdf(-high, df) > 1 - probability:
        low, high = high, high * 2
    found = (low + high) / 2
    while high - low > 1e-12 * high:
        excess = t_cdf(-found, df) - (1 - probability)
        low, high = (found, high) if excess > 0 else (low, found)
        step = found + excess / _t_density(found, df)
        if abs(step - found) <= 1e-13 * found:
            return step
        found = step if low < step < high else (low + high) / 2
    return found


def _t_density(t: float, df: float) -> float:
    if df >= _NORMAL_FROM_DF:
        return math.exp(-t * t / 2) / math.sqrt(2 * math.pi)
    front = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - 0.5 * math.log(df * math.pi)
    return math.exp(front - (df + 1) / 2 * math.log1p(t * t / df))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta I_x(a, b).

    Source: its continued fraction (NIST DLMF 8.17.22) by Lentz's method.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast on the other side only
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return front * _beta_fraction(a, b, x) / a


def _beta_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
