"""Overlap statistics of two phases: how far the days after the start lie beyond the days before.

Every function takes ``a`` (m,) and ``b`` (n,), the days before and after, and ``better``, the direction of
improvement. All results are proportions or tau values, not percent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from trueeffect.stats.quantiles import normal_quantile

Better = Literal["lower", "higher"]
Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Nap:
    """Nonoverlap of all pairs with its uncertainty."""

    estimate: float
    std_error: float
    conf_low: float
    conf_high: float


def oriented(a: ArrayLike, b: ArrayLike, better: Better = "higher") -> tuple[Array, Array]:
    """Return both phases with the sign turned so that more is better; refuses empty phases and gaps."""
    x, y = np.asarray(a, float).ravel(), np.asarray(b, float).ravel()
    if not len(x) or not len(y):
        raise ValueError("both phases need at least one value")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("leave missing days out")
    sign = 1.0 if better == "higher" else -1.0
    return sign * x, sign * y


def pnd(a: ArrayLike, b: ArrayLike, better: Better = "higher") -> float:
    """Return the share of days after that are better than the best day before.

    One outlier before ruins it. Scruggs, Mastropieri & Casto 1987, doi:10.1177/074193258700800206.

    Examples
    --------
    >>> round(pnd([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]), 3)
    0.714
    """
    x, y = oriented(a, b, better)
    return float(np.mean(y > x.max()))


def pem(a: ArrayLike, b: ArrayLike, better: Better = "higher") -> float:
    """Return the share of days after that are better than the median before; ties count half.

    Ma 2006, doi:10.1177/0145445504272974.
    """
    x, y = oriented(a, b, better)
    middle = np.median(x)
    return float(np.mean(y > middle) + np.mean(y == middle) / 2)


def pand(a: ArrayLike, b: ArrayLike, better: Better = "higher") -> float:
    """Return the largest share of days that can be kept so that the phases do not overlap.

    Parker, Hagan-Burke & Vannest 2007, doi:10.1177/00224669070400040101.
    """
    x, y = oriented(a, b, better)
    return _kept(np.sort(x), np.sort(y)) / (len(x) + len(y))


def _kept(x: Array, y: Array) -> int:
    """Count the most days of which all before are worse than all after (no ties)."""
    cuts = np.concatenate([[-np.inf], x])
    return int(max(np.searchsorted(x, cut, "right") + np.sum(y > cut) for cut in cuts))


def ird(a: ArrayLike, b: ArrayLike, better: Better = "higher") -> float:
    """Return the robust improvement rate difference, a linear function of PAND.

    ``IRD = 1 - (m + n)² / (2 m n) (1 - PAND)``; Parker, Vannest & Brown 2009,
    doi:10.1177/001440290907500201.
    """
    x, y = oriented(a, b, better)
    m, n = len(x), len(y)
    return 1 - (m + n) ** 2 / (2 * m * n) * (1 - pand(x, y))


def _dominance(x: Array, y: Array) -> Array:
    """Return (m, n): 1 where the day after is better, 1/2 at a tie, 0 otherwise."""
    difference = y[None, :] - x[:, None]
    return (difference > 0) + 0.5 * (difference == 0)


def nap(a: ArrayLike, b: ArrayLike, better: Better = "higher", level: float = 0.95) -> Nap:
    """Return the probability that a random day after is better than a random day before.

    Exactly unbiased variance after Sen 1967 and Mee 1990, ties too, not below ``0.5 / (m n)``; interval after
    Newcombe 2006 (method 5), doi:10.1002/sim.2324. Parker & Vannest 2009, doi:10.1016/j.beth.2008.10.006.
    Days that depend on each other make both too narrow.

    Examples
    --------
    >>> round(nap([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]).estimate, 3)
    0.917
    """
    x, y = oriented(a, b, better)
    grid = _dominance(x, y)
    m, n = grid.shape
    value = float(grid.mean())
    return Nap(
        estimate=value,
        std_error=_nap_error(grid, value),
        conf_low=_newcombe(value, m, n, level, -1),
        conf_high=_newcombe(value, m, n, level, +1),
    )


def _nap_error(grid: Array, value: float) -> float:
    m, n = grid.shape
    if m < 2 or n < 2:
        return float("nan")
    q1, q2 = np.sum(grid.sum(axis=1) ** 2) / (m * n**2), np.sum(grid.sum(axis=0) ** 2) / (m**2 * n)
    q3 = np.mean(grid**2)
    variance = (n * q1 + m * q2 - q3 - (m + n - 1) * value**2) / ((m - 1) * (n - 1))
    return float(max(np.sqrt(max(variance, 0.0)), 0.5 / (m * n)))


def _newcombe(value: float, m: int, n: int, level: float, side: int) -> float:
    """Solve for the limit where the estimate is ``z`` standard errors away."""
    from scipy.optimize import brentq

    z, spare = normal_quantile(level), (m + n) / 2 - 1

    def gap(theta: float) -> float:
        bracket = 1 + spare * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        return (theta - value) ** 2 * m * n - z**2 * theta * (1 - theta) * bracket

    low, high = (0.0, min(value, 1 - 1e-12)) if side < 0 else (max(value, 1e-12), 1.0)
    if value in (0.0, 1.0) and (value == 1.0) == (side > 0):
        return value
    return float(brentq(gap, low, high))


def tau(a: ArrayLike, b: ArrayLike, better: Better = "higher") -> float:
    """Return tau for nonoverlap, ``2 NAP - 1``; not Kendall's tau-b.

    Parker, Vannest, Davis & Sauber 2011, doi:10.1016/j.beth.2010.08.006.
    """
    x, y = oriented(a, b, better)
    return float(2 * _dominance(x, y).mean() - 1)


def trend_sum(a: ArrayLike) -> float:
    """Return Kendall's S of a series against time."""
    x = np.asarray(a, float)
    return float(np.sum(np.triu(np.sign(x[None, :] - x[:, None]), 1)))


def tau_u(
    a: ArrayLike, b: ArrayLike, better: Better = "higher", variant: str = "a_vs_b_minus_trend_a"
) -> float:
    """Return one of the statistics that are all called Tau-U; the variant must be named in a report.

    ``a_vs_b_minus_trend_a``
        ``(S_AB - S_A) / (m n)``, Parker 2011; can pass 1.
    ``a_vs_b_minus_trend_a_all_pairs``
        the same over ``m n + m (m - 1) / 2``.
    ``a_vs_b_plus_trend_b_minus_trend_a``
        ``(S_AB + S_B - S_A)`` over all ``(m + n)(m + n - 1) / 2`` pairs.
    ``a_vs_b``
        tau without correction.
    """
    x, y = oriented(a, b, better)
    m, n = len(x), len(y)
    between, before, after = m * n * tau(x, y), trend_sum(x), trend_sum(y)
    whole = (m + n) * (m + n - 1) / 2
    found = {
        "a_vs_b": between / (m * n),
        "a_vs_b_minus_trend_a": (between - before) / (m * n),
        "a_vs_b_minus_trend_a_all_pairs": (between - before) / (m * n + m * (m - 1) / 2),
        "a_vs_b_plus_trend_b_minus_trend_a": (between + after - before) / whole,
    }
    if variant not in found:
        raise ValueError(f"variant is one of {', '.join(found)}")
    return float(found[variant])


def theil_sen(time: ArrayLike, y: ArrayLike) -> tuple[float, float]:
    """Return intercept and slope of the Theil-Sen line: the median of all pairwise slopes."""
    t, v = np.asarray(time, float), np.asarray(y, float)
    i, j = np.triu_indices(len(t), 1)
    apart = t[j] != t[i]
    if not apart.any():
        return float(np.median(v)), 0.0
    slope = float(np.median((v[j] - v[i])[apart] / (t[j] - t[i])[apart]))
    return float(np.median(v - slope * t)), slope


def baseline_corrected_tau(
    time: ArrayLike, y: ArrayLike, start: int, better: Better = "higher"
) -> tuple[float, float]:
    """Return tau after the Theil-Sen line of the days before is taken off all days, and its slope.

    Parameters
    ----------
    time, y : (N,)
        Days and values in order.
    start : int
        Index of the first day after.

    Notes
    -----
    No pre-test decides whether to correct; with few days before, it overcorrects. Tarlow 2017,
    doi:10.1177/0145445516676750 (who uses Kendall's tau-b between the corrected values and the phase).
    """
    t, v = np.asarray(time, float), np.asarray(y, float)
    level, slope = theil_sen(t[:start], v[:start])
    rest = np.round(v - level - slope * t, 12)  # ties survive the subtraction
    return tau(rest[:start], rest[start:], better), slope
