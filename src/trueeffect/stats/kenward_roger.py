"""Kenward and Roger's standard errors and degrees of freedom for one-level REML models."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.regression import on_design


def kenward_roger(problem: Problem, tau2: float) -> tuple[Array, Array]:
    """Return the adjusted covariance (p, p) and the degrees of freedom of each coefficient (p,).

    With F = (X'WX)^-1, P = X'W^2X, R = X'W^3X and the expected-information variance u = 2/tr PP of tau2, the
    covariance is F + 2 u F (R - P F P) F; a single coefficient l has 2/(u (l'F P F l / l'F l)^2) degrees of
    freedom and the scale factor 1 (doi:10.2307/2533558).
    """
    at = problem.at(tau2)
    w2 = at.w * at.w
    spread = 2 / at.trace2()
    gram2, gram3 = np.atleast_2d(at.moment(w2)), np.atleast_2d(at.moment(w2 * at.w))
    inverse = np.atleast_2d(at.inverse)
    change = inverse @ gram2 @ inverse
    adjusted = inverse + 2 * spread * (inverse @ gram3 @ inverse - change @ gram2 @ inverse)
    if problem.basis is not None:
        zero = np.zeros(problem.p)
        adjusted = on_design(problem, zero, adjusted)[1]
        change = on_design(problem, zero, change)[1]
        inverse = on_design(problem, zero, inverse)[1]
    share = np.diag(change) / np.diag(inverse)
    return adjusted, 2 / (spread * share**2)
