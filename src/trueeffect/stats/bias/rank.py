"""Kendall's rank correlation: score, tau-b and p-values (doi:10.1093/biomet/30.1-2.81)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array
from trueeffect.stats.quantiles import normal_p

EXACT_LIMIT = 1200
"""Longest sequence whose distribution is summed exactly; beyond, four cumulants give about five digits."""


class Kendall(NamedTuple):
    """Score (concordant minus discordant pairs), tau-b, p-value, and whether the p-value is exact."""

    score: float
    tau: float
    p_value: float
    exact: bool


def kendall(x: Array, y: Array) -> Kendall:
    """Return Kendall's tau-b of ``x`` and ``y`` with a two-sided p-value.

    Without ties the p-value is exact; with ties it is normal, the variance corrected for ties, without a
    continuity correction.

    Examples
    --------
    >>> found = kendall(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 2.0, 4.0]))
    >>> found.score, round(found.tau, 4), round(found.p_value, 4)
    (4.0, 0.6667, 0.3333)
    """
    n = len(x)
    tied_x, tied_y, both = _ties(x), _ties(y), _ties(x, y)
    pairs = n * (n - 1) / 2
    lost_x, lost_y = _pairs(tied_x), _pairs(tied_y)
    score = float(pairs - lost_x - lost_y + _pairs(both) - 2 * _discordant(x, y))
    if lost_x == pairs or lost_y == pairs:
        return Kendall(score, np.nan, np.nan, False)
    tau = score / float(np.sqrt((pairs - lost_x) * (pairs - lost_y)))
    if lost_x == 0 and lost_y == 0:
        return Kendall(score, tau, exact_p(score, n), n <= EXACT_LIMIT)
    return Kendall(score, tau, float(normal_p(score / np.sqrt(_variance(n, tied_x, tied_y)))), False)


def score_std_error(n: int) -> float:
    """Return the standard error of Kendall's score for ``n`` pairs without ties."""
    return float(np.sqrt(n * (n - 1) * (2 * n + 5) / 18))


def _ties(*columns: Array) -> Array:
    """Return the sizes of groups of equal values (of equal pairs, for two columns)."""
    if len(columns) == 1:
        return np.unique(columns[0], return_counts=True)[1].astype(float)
    return np.unique(np.column_stack(columns), axis=0, return_counts=True)[1].astype(float)


def _pairs(sizes: Array) -> float:
    return float((sizes * (sizes - 1)).sum() / 2)


def _discordant(x: Array, y: Array) -> int:
    """Count pairs that x and y order differently, in O(n log n): inversions, bit by bit of the rank."""
    order = np.lexsort((y, x))
    rank = np.unique(y, return_inverse=True)[1][order]
    count = 0
    for bit in range(int(rank.max()).bit_length()):
        group = np.argsort(rank >> (bit + 1), kind="stable")
        high = (rank[group] >> bit) & 1
        key = rank[group] >> (bit + 1)
        seen = np.cumsum(high)
        first = np.r_[True, key[1:] != key[:-1]]
        before = (seen - high)[np.maximum.accumulate(np.where(first, np.arange(len(key)), 0))]
        count += int(((seen - before) * (1 - high)).sum())
    return count


def exact_p(score: float, n: int) -> float:
    """Return the two-sided p-value of Kendall's score when all orders are equally likely."""
    inversions = n * (n - 1) // 2
    smaller = round((inversions - abs(score)) / 2)
    if n > EXACT_LIMIT:
        return _edgeworth_p(score, n)
    if n < 2 or score == 0:
        return 1.0
    chance = np.zeros(smaller + 1)
    chance[0] = 1.0
    for m in range(2, n + 1):
        total = np.cumsum(chance)
        chance = total.copy()
        if m <= smaller:
            chance[m:] -= total[: smaller + 1 - m]
        chance /= m
    return float(min(1.0, 2 * np.maximum(chance, 0.0).sum()))


def _edgeworth_p(score: float, n: int) -> float:
    from scipy.special import ndtr

    m = np.arange(2.0, n + 1)
    variance = float((m**2 - 1).sum() / 3)
    excess = float(-2 / 15 * (m**4 - 1).sum()) / variance**2
    z = (abs(score) - 1) / np.sqrt(variance)
    tail = ndtr(-z) + np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * excess / 24 * (z**3 - 3 * z)
    return float(min(1.0, 2 * tail))


def _variance(n: int, tied_x: Array, tied_y: Array) -> float:
    plain = n * (n - 1) * (2 * n + 5)
    fewer = sum(float((t * (t - 1) * (2 * t + 5)).sum()) for t in (tied_x, tied_y))
    first = float((tied_x * (tied_x - 1)).sum() * (tied_y * (tied_y - 1)).sum())
    second = float(
        (tied_x * (tied_x - 1) * (tied_x - 2)).sum() * (tied_y * (tied_y - 1) * (tied_y - 2)).sum()
    )
    value = (plain - fewer) / 18 + first / (2 * n * (n - 1))
    return value + (second / (9 * n * (n - 1) * (n - 2)) if n > 2 else 0.0)
