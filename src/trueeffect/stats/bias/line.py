"""Weighted least squares with a free scale: the line behind most tests of funnel plot asymmetry."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array
from trueeffect.stats.quantiles import t_p


class Line(NamedTuple):
    """Coefficients (p,) with covariance (p, p); t tests with ``df`` = k - p degrees of freedom."""

    coef: Array
    cov: Array
    df: int

    @property
    def std_error(self) -> Array:
        """Standard errors, shape (p,)."""
        return np.asarray(np.sqrt(np.diag(self.cov)))

    @property
    def statistic(self) -> Array:
        """Coefficients over their standard errors."""
        with np.errstate(all="ignore"):
            return np.asarray(self.coef / self.std_error)

    @property
    def p_value(self) -> Array:
        """Two-sided p-values."""
        return np.asarray(t_p(self.statistic, self.df))


def fit_line(y: Array, design: Array, w: Array, *, scaled: bool = True) -> Line:
    """Return the fit of ``y`` (k,) on ``design`` (k, p) with weights ``w``.

    The scale is estimated when ``scaled``; else the weights are taken as inverse variances.

    Examples
    --------
    >>> x = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> fit_line(np.array([0.0, 1.0, 2.5]), x, np.ones(3)).coef.round(4).tolist()
    [-0.0833, 1.25]
    """
    top = w.max()
    root = np.sqrt(w / top)
    scale = np.abs(design).max(axis=0)
    q, r = np.linalg.qr(design / scale * root[:, None])
    coef = np.linalg.solve(r, q.T @ (root * y))
    resid = root * y - q @ (q.T @ (root * y))
    df = len(y) - design.shape[1]
    back = np.linalg.inv(r) / scale[:, None]
    with np.errstate(all="ignore"):
        variance = np.divide(resid @ resid, df) if scaled else 1 / top
    return Line(coef / scale, variance * (back @ back.T), df)


def with_intercept(x: Array) -> Array:
    """Return the design of a line on ``x``."""
    return np.column_stack([np.ones_like(x), x])
