"""Kenward and Roger's standard errors and degrees of freedom for one-level REML models."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.regression import on_design


def kenward_roger(problem: Problem, tau2: float) -> tuple[Array, Array]:
    """Return the adjusted covariance (p, p) and the degrees of freedom of each coefficient (p,).

    With F = (X'WX)^-1, P = X'W^2X, R = X'W^3X and the expected-information variance u = 2/tr PP of tau2, the
    covariance is A = F + 2 u F (R - P F P) F (doi:10.2307/2533558). A single coefficient l has
    2/(u (l'A P A l / l'A l)^2) degrees of freedom: the adjusted covariance takes the place of F there, as
    meta-analysis
    software does (doi:10.1177/0962280218773520); Kenward and Roger's own F gives slightly more.
    """
    at = problem.at(tau2)
    spread = 2 / at.trace2()
    gram2, inverse = np.atleast_2d(at.moment(at.w * at.w)), np.atleast_2d(at.inverse)
    q = np.ones((len(at.w), 1)) if problem.basis is None else problem.basis.q
    # R - P F P as a sum of squares: the difference itself loses its digits when weights are uneven.
    away = at.w[:, None] * q - q @ (inverse @ gram2)
    middle = away.T @ (at.w[:, None] * away)
    adjusted = inverse + 2 * spread * (inverse @ middle @ inverse)
    change = adjusted @ gram2 @ adjusted
    if problem.basis is not None:
        zero = np.zeros(problem.p)
        adjusted = on_design(problem, zero, adjusted)[1]
        change = on_design(problem, zero, change)[1]
    share = np.diag(change) / np.diag(adjusted)
    return adjusted, 2 / (spread * share**2)
