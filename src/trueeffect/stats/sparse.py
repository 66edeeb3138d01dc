"""Rare events: Mantel-Haenszel, Peto, and tests of association and of homogeneity, from raw counts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array
from trueeffect.stats.quantiles import chi2_p

_add = np.add.reduce


class Score(NamedTuple):
    """A chi-square test."""

    statistic: float
    df: int
    p_value: float


def mantel_haenszel_or(a: Array, b: Array, c: Array, d: Array) -> tuple[Array, Array]:
    """Return the log odds ratio and its Robins-Breslow-Greenland variance (doi:10.2307/2531052).

    Arrays have shape (k,) or (k, d), the batch axis last; an absent study has four empty cells.
    """
    n = _total(a, b, c, d)
    p, q, r, s = (a + d) / n, (b + c) / n, a * d / n, b * c / n
    top, bottom = _add(r, 0), _add(s, 0)
    with np.errstate(all="ignore"):
        v = (
            _add(p * r, 0) / top**2 + _add(p * s + q * r, 0) / (top * bottom) + _add(q * s, 0) / bottom**2
        ) / 2
        return np.log(top / bottom), v


def mantel_haenszel_rr(a: Array, b: Array, c: Array, d: Array) -> tuple[Array, Array]:
    """Return the log risk ratio and its Greenland-Robins variance (doi:10.2307/2530643)."""
    n, n1, n2 = _total(a, b, c, d), a + b, c + d
    top, bottom = _add(a * n2 / n, 0), _add(c * n1 / n, 0)
    with np.errstate(all="ignore"):
        v = _add(n1 * n2 * (a + c) / n**2 - a * c / n, 0) / (top * bottom)
        return np.log(top / bottom), v


def mantel_haenszel_rd(a: Array, b: Array, c: Array, d: Array) -> tuple[Array, Array]:
    """Return the risk difference and Sato's variance (doi:10.2307/2531784)."""
    n, n1, n2 = _total(a, b, c, d), a + b, c + d
    weight = _add(n1 * n2 / n, 0)
    with np.errstate(all="ignore"):
        y = _add(a * n2 / n - c * n1 / n, 0) / weight
        first = _add((n1**2 * c - n2**2 * a + n1 * n2 * (n2 - n1) / 2) / n**2, 0)
        second = _add((a * d + b * c) / (2 * n), 0)
        return y, (y * first + second) / weight**2


def mantel_haenszel_irr(x1: Array, t1: Array, x2: Array, t2: Array) -> tuple[Array, Array]:
    """Return the log rate ratio and its variance (doi:10.2307/2530643)."""
    t = _time(t1, t2)
    top, bottom = _add(x1 * t2 / t, 0), _add(x2 * t1 / t, 0)
    with np.errstate(all="ignore"):
        return np.log(top / bottom), _add(t1 * t2 * (x1 + x2) / t**2, 0) / (top * bottom)


def mantel_haenszel_ird(x1: Array, t1: Array, x2: Array, t2: Array) -> tuple[Array, Array]:
    """Return the rate difference and its variance (doi:10.2307/2530643)."""
    t = _time(t1, t2)
    weight = _add(t1 * t2 / t, 0)
    with np.errstate(all="ignore"):
        y = _add((x1 * t2 - x2 * t1) / t, 0) / weight
        return y, _add(x1 * (t2 / t) ** 2 + x2 * (t1 / t) ** 2, 0) / weight**2


def _total(a: Array, b: Array, c: Array, d: Array) -> Array:
    n = a + b + c + d
    return np.where(n > 0, n, 1.0)


def _time(t1: Array, t2: Array) -> Array:
    t = t1 + t2
    return np.where(t > 0, t, 1.0)


def peto(a: Array, b: Array, c: Array, d: Array) -> tuple[Array, Array, Array]:
    """Return the one-step log odds ratio, its variance, and Q (doi:10.1016/S0033-0620(85)80003-7)."""
    n = _total(a, b, c, d)
    n1, n2, m1, m2 = a + b, c + d, a + c, b + d
    v = n1 * n2 * m1 * m2 / (n**2 * np.maximum(n - 1, 1))
    excess = a - n1 * m1 / n
    total, information = _add(excess, 0), _add(v, 0)
    with np.errstate(all="ignore"):
        q = _add(np.where(v > 0, excess**2 / np.where(v > 0, v, 1.0), 0.0), 0) - total**2 / information
        return total / information, 1 / information, q


def association_test(a: Array, b: Array, c: Array, d: Array, correct: bool = True) -> Score:
    """Return the Cochran-Mantel-Haenszel test, with a continuity correction of 1/2 unless refused.

    The statistic is (|A - E| - 1/2)^2/V as Mantel and Haenszel wrote it (doi:10.1093/jnci/22.4.719); when A
    is within 1/2 of E, the correction makes it larger, not smaller, and the test says nothing.
    """
    n = _total(a, b, c, d)
    n1, n2, m1, m2 = a + b, c + d, a + c, b + d
    use = n > 1
    gap = abs(float(_add((a - n1 * m1 / n)[use], 0)))
    variance = float(_add((n1 * n2 * m1 * m2 / (n**2 * np.where(use, n - 1, 1)))[use], 0))
    gap = gap - 0.5 if correct else gap
    return _score(gap**2 / variance if variance > 0 else np.nan, 1)


def rate_association_test(x1: Array, t1: Array, x2: Array, t2: Array, correct: bool = True) -> Score:
    """Return the Mantel-Haenszel test of two rates."""
    t = _time(t1, t2)
    gap = abs(float(_add(x1 - (x1 + x2) * t1 / t, 0)))
    gap = gap - 0.5 if correct else gap
    variance = float(_add((x1 + x2) * t1 * t2 / t**2, 0))
    return _score(gap**2 / variance if variance > 0 else np.nan, 1)


def tarone_test(a: Array, b: Array, c: Array, d: Array, log_or: float) -> Score:
    """Return Tarone's test that all studies share the odds ratio exp(log_or) (doi:10.1093/biomet/72.1.91)."""
    informative = ((a + c) > 0) & ((b + d) > 0) & ((a + b) > 0) & ((c + d) > 0)
    a, b, c, d = (x[informative] for x in (a, b, c, d))
    ratio, n1, n2, m1 = np.exp(log_or), a + b, c + d, a + c
    expected = _expected(ratio, n1, n2, m1)
    v = 1 / (1 / expected + 1 / (m1 - expected) + 1 / (n1 - expected) + 1 / (n2 - m1 + expected))
    gap = a - expected
    statistic = float((gap**2 / v).sum() - gap.sum() ** 2 / v.sum())
    return _score(max(statistic, 0.0), len(a) - 1)


def _expected(ratio: float, n1: Array, n2: Array, m1: Array) -> Array:
    """Return the expected first cell given the margins, from its quadratic equation."""
    if abs(ratio - 1) < 1e-9:
        return n1 * m1 / (n1 + n2)
    half = ratio * (n1 + m1) + n2 - m1
    root = np.sqrt(half**2 - 4 * (ratio - 1) * ratio * n1 * m1)
    return np.asarray(2 * ratio * n1 * m1 / (half + root))


def _score(statistic: float, df: int) -> Score:
    return Score(statistic, df, float(chi2_p(statistic, df)) if df > 0 else np.nan)
