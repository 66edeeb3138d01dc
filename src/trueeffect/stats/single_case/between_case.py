"""Several single cases on the scale of trials: the between-case standardised mean difference, by REML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class BetweenCase:
    """The effect in standard deviations between persons, with the parts it is made of.

    ``estimate`` carries the small-sample factor ``1 - 3 / (4 df - 1)``; ``raw`` does not. ``step`` is the
    mean change in the unit of the ratings, ``tau2`` the variance between persons, ``sigma2`` the variance of
    the days of one person, ``phi`` the correlation of neighbouring days.
    """

    estimate: float
    std_error: float
    raw: float
    df: float
    step: float
    step_error: float
    tau2: float
    sigma2: float
    phi: float
    cases: int


def between_case(cases: Sequence[tuple[ArrayLike, ArrayLike, int]]) -> BetweenCase:
    """Return the between-case effect of cases that each changed from one phase to the other.

    Model: ``y = b0 + b1 [after] + u_case + e`` with ``u ~ N(0, tau2)`` and AR(1) errors of variance
    ``sigma2``; effect ``b1 / sqrt(tau2 + sigma2)``. Pustejovsky, Hedges & Shadish 2014,
    doi:10.3102/1076998614547577. Variances by REML, degrees of freedom after Satterthwaite from the
    curvature of the restricted likelihood.

    Parameters
    ----------
    cases : sequence of (days, values, start)
        One per person; ``start`` is the index of the first day after.

    Raises
    ------
    ValueError
        With fewer than three cases.
    """
    if len(cases) < 3:
        raise ValueError("three cases or more are needed")
    data = [(np.asarray(t, float), np.asarray(y, float), int(s)) for t, y, s in cases]
    best = _optimum(data)
    cov = _information(data, best)
    sigma2, ratio, phi = np.exp(best[0]), np.exp(best[1]), np.tanh(best[2])
    beta, beta_cov = _fixed(data, best)
    total = sigma2 * (1 + ratio)
    # total = exp(a) (1 + exp(b)): its variance by the delta rule from the variances of a and b
    slope = np.array([total, sigma2 * ratio, 0.0])
    spread = float(slope @ cov @ slope)
    df = max(2 * total**2 / spread, 2.1) if spread > 0 else 1e6
    raw = float(beta[1] / np.sqrt(total))
    factor = 1 - 3 / (4 * df - 1)
    kappa2 = float(beta_cov[1, 1] / total)
    error2 = factor**2 * (kappa2 * df / (df - 2) + raw**2 * (df / (df - 2) - 1 / factor**2))
    return BetweenCase(
        estimate=factor * raw,
        std_error=float(np.sqrt(max(error2, kappa2 * factor**2))),
        raw=raw,
        df=float(df),
        step=float(beta[1]),
        step_error=float(np.sqrt(beta_cov[1, 1])),
        tau2=float(sigma2 * ratio),
        sigma2=float(sigma2),
        phi=float(phi),
        cases=len(data),
    )


Data = list[tuple[Array, Array, int]]


def _blocks(data: Data, theta: Array) -> tuple[Array, Array, float, float, float]:
    """Return X'V⁻¹X, X'V⁻¹y, y'V⁻¹y, log|V| and N, with V in units of sigma2."""
    ratio, phi = np.exp(theta[1]), np.tanh(theta[2])
    normal, moment, square, log_det, n = np.zeros((2, 2)), np.zeros(2), 0.0, 0.0, 0.0
    for time, y, start in data:
        gap = np.abs(time[:, None] - time[None, :])
        v = np.sign(phi) ** gap * np.abs(phi) ** gap + ratio
        x = np.column_stack([np.ones(len(y)), np.arange(len(y)) >= start]).astype(float)
        lower = np.linalg.cholesky(v)
        white = np.linalg.solve(lower, np.column_stack([x, y]))
        cross = white.T @ white
        normal += cross[:2, :2]
        moment += cross[:2, 2]
        square += cross[2, 2]
        log_det += 2 * float(np.log(np.diag(lower)).sum())
        n += len(y)
    return normal, moment, square, log_det, n


def _deviance(theta: Array, data: Data) -> float:
    """Return minus twice the restricted log-likelihood, without constants."""
    normal, moment, square, log_det, n = _blocks(data, theta)
    rest = square - moment @ np.linalg.solve(normal, moment)
    return float((n - 2) * theta[0] + log_det + np.linalg.slogdet(normal)[1] + rest / np.exp(theta[0]))


def _optimum(data: Data) -> Array:
    from scipy.optimize import minimize

    values = np.concatenate([y for _, y, _ in data])
    first = np.array([np.log(max(float(np.var(values)), 1e-8) / 2), 0.0, 0.2])
    bounds = [(first[0] - 12, first[0] + 12), (-14.0, 8.0), (-1.5, 3.0)]
    found = minimize(
        _deviance, first, args=(data,), method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13}
    )
    return np.asarray(found.x)


def _information(data: Data, theta: Array) -> Array:
    """Return the inverse curvature of half the deviance, by central differences."""
    size, h = len(theta), 1e-3
    curve = np.zeros((size, size))
    for i in range(size):
        for j in range(i, size):
            steps = []
            for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
                moved = theta.copy()
                moved[i] += a * h
                moved[j] += b * h
                steps.append(_deviance(moved, data))
            curve[i, j] = curve[j, i] = 0.5 * (steps[0] - steps[1] - steps[2] + steps[3]) / (4 * h * h)
    return np.asarray(np.linalg.pinv(curve, hermitian=True), float)


def _fixed(data: Data, theta: Array) -> tuple[Array, Array]:
    normal, moment, *_ = _blocks(data, theta)
    inverse = np.linalg.inv(normal)
    return inverse @ moment, np.exp(theta[0]) * inverse
