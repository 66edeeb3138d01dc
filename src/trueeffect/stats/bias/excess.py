"""Are there more significant studies than their power allows? (doi:10.1177/1740774507079441)"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array
from trueeffect.stats.quantiles import normal_quantile

ALTERNATIVES = ("two.sided", "greater", "less")
TESTS = ("chi2", "binom", "exact")
AT_ONCE = 1000
"""Studies whose distribution is summed one by one."""


class Excess(NamedTuple):
    """Observed and expected numbers of significant studies, each study's power, and the one-sided test."""

    observed: int
    expected: float
    power: Array
    significant: Array
    p_value: float
    chi2: float


def power(v: Array, theta: float, tau2: float, alternative: str, alpha: float) -> Array:
    """Return the chance that each study is significant, its true effect drawn from N(theta, tau2)."""
    from scipy.special import ndtr

    spread = np.sqrt(v + tau2)
    if alternative == "two.sided":
        cut = normal_quantile(1 - alpha) * np.sqrt(v)
        return np.asarray(ndtr((theta - cut) / spread) + ndtr((-theta - cut) / spread))
    cut = normal_quantile(1 - 2 * alpha) * np.sqrt(v)
    return np.asarray(ndtr(((theta if alternative == "greater" else -theta) - cut) / spread))


def significant(y: Array, v: Array, alternative: str, alpha: float) -> Array:
    """Tell which studies are significant in the stated direction."""
    from scipy.special import ndtr

    z = y / np.sqrt(v)
    if alternative == "two.sided":
        return np.asarray(2 * ndtr(-np.abs(z)) <= alpha)
    return np.asarray(ndtr(-z if alternative == "greater" else z) <= alpha)


def excess(
    y: Array, v: Array, theta: float, tau2: float, test: str, alternative: str, alpha: float
) -> Excess:
    """Return the test of excess significance; ``test`` is one of :data:`TESTS`."""
    chances = power(v, theta, tau2, alternative, alpha)
    found = significant(y, v, alternative, alpha)
    observed, expected, k = int(found.sum()), float(chances.sum()), len(y)
    with np.errstate(all="ignore"):
        chi2 = float(np.divide((observed - expected) ** 2, expected * (k - expected) / k))
    p = {"chi2": _signed_root, "binom": _binomial, "exact": _poisson_binomial}[test]
    return Excess(observed, expected, chances, found, p(observed, chances, chi2), chi2)


def _signed_root(observed: int, chances: Array, chi2: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(-np.copysign(np.sqrt(chi2), observed - chances.sum())))


def _binomial(observed: int, chances: Array, chi2: float) -> float:
    from scipy.special import bdtrc

    return 1.0 if observed == 0 else float(bdtrc(observed - 1, len(chances), chances.mean()))


def _poisson_binomial(observed: int, chances: Array, chi2: float) -> float:
    return float(min(1.0, max(0.0, _count_distribution(chances)[observed:].sum())))


def _count_distribution(chances: Array) -> Array:
    """Return the distribution of the number of successes; halves of many are joined by Fourier transform."""
    k = len(chances)
    if k > AT_ONCE:
        left, right = (_count_distribution(part) for part in np.array_split(chances, 2))
        size = 1 << k.bit_length()
        product = np.fft.rfft(left, size) * np.fft.rfft(right, size)
        return np.asarray(np.fft.irfft(product, size)[: k + 1])
    mass = np.zeros(k + 1)
    mass[0] = 1.0
    for i, chance in enumerate(chances):
        mass[1 : i + 2] = mass[1 : i + 2] * (1 - chance) + mass[: i + 1] * chance
        mass[0] *= 1 - chance
    return mass
