"""p-values and quantiles, from scipy.special only (scipy.stats takes a second to import)."""

from __future__ import annotations

from typing import Any

import numpy as np

Number = Any


def normal_p(z: Number) -> Number:
    """Return the two-sided p-value of a standard normal statistic; accurate in the far tail.

    Examples
    --------
    >>> round(float(normal_p(1.96)), 6)
    0.049996
    """
    from scipy.special import ndtr

    return 2 * ndtr(-np.abs(z))


def t_p(t: Number, df: Number) -> Number:
    """Return the two-sided p-value of a t statistic."""
    from scipy.special import stdtr

    return 2 * stdtr(df, -np.abs(t))


def chi2_p(q: Number, df: Number) -> Number:
    """Return the upper tail of chi-square; 1 when there are no degrees of freedom."""
    from scipy.special import chdtrc

    if np.ndim(df) == 0:
        return chdtrc(df, np.maximum(q, 0.0)) if df > 0 else 1.0 + 0.0 * q
    return np.where(df > 0, chdtrc(np.maximum(df, 1), np.maximum(q, 0.0)), 1.0)


def f_p(f: Number, df1: Number, df2: Number) -> Number:
    """Return the upper tail of F."""
    from scipy.special import fdtrc

    return fdtrc(df1, df2, np.maximum(f, 0.0))


def normal_quantile(level: float) -> float:
    """Return the two-sided critical value of the normal distribution at confidence ``level``.

    Examples
    --------
    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    from scipy.special import ndtri

    return float(-ndtri((1 - level) / 2))


def t_quantile(level: float, df: Number) -> Number:
    """Return the two-sided critical value of t with ``df`` degrees of freedom; NaN when df <= 0."""
    from scipy.special import stdtrit

    if np.ndim(df) == 0:
        return -stdtrit(df, (1 - level) / 2) if df > 0 else np.nan
    distinct, where = np.unique(df, return_inverse=True)  # a batch repeats a few whole numbers
    found = np.where(distinct > 0, -stdtrit(np.maximum(distinct, 1e-300), (1 - level) / 2), np.nan)
    return found[where].reshape(np.shape(df))


def chi2_quantile(probability: float, df: Number) -> Number:
    """Return the lower quantile of chi-square."""
    from scipy.special import gammaincinv

    return 2 * gammaincinv(np.asarray(df) / 2, probability)
