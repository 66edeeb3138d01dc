"""Days that depend on each other: regression with first-order autoregressive errors, gaps allowed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

GRID = np.linspace(-0.48, 0.98, 74)
"""Values of the day-to-day correlation that are tried; steps of 0.02."""


def piecewise_design(time: ArrayLike, start: int) -> Array:
    """Return columns intercept, trend, level change, slope change in the coding of Huitema & McKean.

    The slope change counts days since the first day after, so that the level change is the step on that
    very day; doi:10.1177/00131640021970358.

    Parameters
    ----------
    time : (N,)
        Days; the first is taken as 0.
    start : int
        Index of the first day after.

    Examples
    --------
    >>> piecewise_design([0, 1, 2, 3], 2).tolist()[3]
    [1.0, 3.0, 1.0, 1.0]
    """
    t = np.asarray(time, float)
    after = (np.arange(len(t)) >= start).astype(float)
    return np.column_stack([np.ones_like(t), t - t[0], after, after * (t - t[start])])


def step_design(time: ArrayLike, start: int) -> Array:
    """Return columns intercept and step."""
    after = (np.arange(len(np.asarray(time))) >= start).astype(float)
    return np.column_stack([np.ones(len(after)), after])


@dataclass(frozen=True, kw_only=True, eq=False)
class SerialFits:
    """Generalised least squares at each correlation of a grid.

    ``beta`` (g, p), ``unit_cov`` (g, p, p) without the error variance, ``rss`` (g,), ``log_det`` (g,) of the
    correlation matrix, ``log_det_x`` (g,) of X'R⁻¹X, ``df`` N - p.
    """

    phi: Array
    beta: Array
    unit_cov: Array
    rss: Array
    log_det: Array
    log_det_x: Array
    df: int


def fit_grid(time: ArrayLike, y: ArrayLike, x: ArrayLike, phi: ArrayLike = GRID) -> SerialFits:
    """Fit ``y = X b + e`` with correlation ``phi ** days apart`` for every ``phi`` of a grid.

    Exact for missing days: the errors are whitened one by one with the gap to the day before. Time
    grows with N times the grid.
    """
    t, v, design = np.asarray(time, float), np.asarray(y, float), np.asarray(x, float)
    grid = np.asarray(phi, float)
    gaps = np.diff(t)
    power = np.sign(grid)[:, None] ** gaps * np.abs(grid)[:, None] ** gaps
    left = np.maximum(1 - power**2, 1e-12)
    scale = 1 / np.sqrt(left)
    joint = np.column_stack([design, v])
    white = np.empty((len(grid), len(t), joint.shape[1]))
    white[:, 0] = joint[0]
    white[:, 1:] = scale[..., None] * (joint[None, 1:] - power[..., None] * joint[None, :-1])
    cross = np.einsum("gni,gnj->gij", white, white)
    p = design.shape[1]
    normal, moment = cross[:, :p, :p], cross[:, :p, p]
    inverse = np.linalg.inv(normal)
    beta = np.einsum("gij,gj->gi", inverse, moment)
    rss = np.maximum(cross[:, p, p] - np.einsum("gi,gi->g", beta, moment), 1e-12)
    return SerialFits(
        phi=grid,
        beta=beta,
        unit_cov=inverse,
        rss=rss,
        log_det=np.sum(np.log(left), axis=1),
        log_det_x=np.linalg.slogdet(normal)[1],
        df=len(v) - p,
    )


def restricted_log_likelihood(fits: SerialFits) -> Array:
    """Return the restricted log-likelihood of each correlation, error variance profiled out."""
    return -0.5 * (fits.df * np.log(fits.rss / fits.df) + fits.log_det + fits.log_det_x)


@dataclass(frozen=True, kw_only=True, eq=False)
class SerialFit:
    """One regression: coefficients, standard errors, correlation of neighbouring days, error variance."""

    estimate: Array
    std_error: Array
    phi: float
    sigma2: float
    df: float


def gls(time: ArrayLike, y: ArrayLike, x: ArrayLike) -> SerialFit:
    """Return the regression at the most likely day-to-day correlation (REML on a fine grid).

    With fewer than about 20 days the correlation is badly known and the standard errors come out too
    small; the Bayesian model of :mod:`trueeffect.stats.single_case.bayes` averages over it instead.
    """
    fine = np.linspace(GRID[0], GRID[-1], 293)
    fits = fit_grid(time, y, x, fine)
    best = int(np.argmax(restricted_log_likelihood(fits)))
    sigma2 = float(fits.rss[best] / fits.df)
    return SerialFit(
        estimate=fits.beta[best],
        std_error=np.sqrt(sigma2 * np.diag(fits.unit_cov[best])),
        phi=float(fine[best]),
        sigma2=sigma2,
        df=float(fits.df),
    )


def least_squares(y: ArrayLike, x: ArrayLike) -> SerialFit:
    """Return ordinary least squares, which takes the days as independent."""
    v, design = np.asarray(y, float), np.asarray(x, float)
    fits = fit_grid(np.arange(len(v)), v, design, [0.0])
    sigma2 = float(fits.rss[0] / fits.df)
    return SerialFit(
        estimate=fits.beta[0],
        std_error=np.sqrt(sigma2 * np.diag(fits.unit_cov[0])),
        phi=0.0,
        sigma2=sigma2,
        df=float(fits.df),
    )
