"""p-curve: what the significant p-values alone say (doi:10.1037/a0033242, doi:10.1037/xge0000104)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array

LEVEL = 0.05
LOW_POWER = 1 / 3
"""Power that a flat curve is tested against."""


class Curve(NamedTuple):
    """Stouffer tests of the full and the half curve, each as z with its one-sided p-value, and the power.

    ``right_skew``: is there evidential value; ``flatness``: is there less than studies of 33% power would
    show.
    """

    used: int
    used_half: int
    right_skew: tuple[float, float]
    right_skew_half: tuple[float, float]
    flatness: tuple[float, float]
    flatness_half: tuple[float, float]
    power: float
    shares: Array


def p_curve(y: Array, v: Array) -> Curve:
    """Return the analysis of the studies with a two-sided p-value below 0.05."""
    from scipy.special import ndtr

    z = np.abs(y) / np.sqrt(v)
    p = 2 * ndtr(-z)
    full, half = p < LEVEL, p < LEVEL / 2
    shares = np.histogram(p[full], bins=[0, 0.01, 0.02, 0.03, 0.04, LEVEL])[0] / max(1, full.sum())
    weak = _shift(LOW_POWER, LEVEL)
    return Curve(
        int(full.sum()),
        int(half.sum()),
        _stouffer(p[full] / LEVEL),
        _stouffer(p[half] / (LEVEL / 2)),
        _stouffer(_conditional(z[full], weak, LEVEL)),
        _stouffer(_conditional(z[half], weak, LEVEL / 2)),
        _power(z[full]),
        shares,
    )


def _stouffer(chances: Array) -> tuple[float, float]:
    """Combine p-values of p-values; the lower tail is the evidence."""
    from scipy.special import ndtr, ndtri

    if not len(chances):
        return float("nan"), float("nan")
    total = float(ndtri(np.clip(chances, 1e-300, 1 - 1e-16)).sum() / np.sqrt(len(chances)))
    return total, float(ndtr(total))


def _cut(level: float) -> float:
    from scipy.special import ndtri

    return float(-ndtri(level / 2))


def _shift(power: float, level: float) -> float:
    """Return the mean of z at which a two-sided test has ``power``."""
    from scipy.optimize import brentq
    from scipy.special import ndtr

    cut = _cut(level)
    return float(brentq(lambda m: ndtr(m - cut) + ndtr(-m - cut) - power, 0.0, 40.0, xtol=1e-13))


def _conditional(z: Array, shift: float, level: float) -> Array:
    """Return the chance of a z no larger than seen, given significance, at mean ``shift``."""
    from scipy.special import ndtr

    cut = _cut(level)
    above = ndtr(shift - cut) + ndtr(-shift - cut)
    return np.asarray((above - ndtr(shift - z) - ndtr(-shift - z)) / above)


def _power(z: Array) -> float:
    """Return the average power at which the significant p-values are as they should be."""
    from scipy.optimize import brentq

    if not len(z):
        return float("nan")

    def gap(power: float) -> float:
        return _stouffer(_conditional(z, _shift(power, LEVEL), LEVEL))[0]

    low, high = 0.0501, 0.9999
    if gap(low) <= 0:
        return 0.05
    return high if gap(high) >= 0 else float(brentq(gap, low, high, xtol=1e-10))
