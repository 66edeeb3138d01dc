"""The generalised Q estimator: method of moments with any weights."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem, Projection
from trueeffect.stats.tau2._base import Solution, Tau2Method, not_negative


def _projection(problem: Problem, q_weights: Array | None) -> Projection:
    if q_weights is None:
        return problem.at(0.0)
    a = q_weights if q_weights.ndim == problem.y.ndim else q_weights[:, None]
    return Projection(problem, a if problem.one is None else a * problem.one)


def estimate(problem: Problem, q_weights: Array | None = None) -> Solution:
    """Return (y'Py - tr PV)/tr P with the given weights; inverse variances when none are given."""
    at = _projection(problem, q_weights)
    with np.errstate(all="ignore"):
        return Solution(not_negative((at.form() - at.trace_with(problem.v)) / at.trace(), problem))


def std_error(problem: Problem, tau2: Number, q_weights: Array | None = None) -> Number:
    """Return sqrt(2 tr PVPV + 4 tau2 tr PVP + 2 tau2^2 tr PP)/tr P."""
    at, v = _projection(problem, q_weights), problem.v
    spread = 2 * at.trace_between(v, v) + 4 * tau2 * at.trace_between(v, 1.0) + 2 * tau2**2 * at.trace2()
    with np.errstate(all="ignore"):
        return np.sqrt(spread) / at.trace()


ESTIMATOR = Tau2Method(
    code="GENQ",
    name="generalised Q",
    estimate=estimate,
    std_error=std_error,
    doi="10.1002/jrsm.1081",
    formula="(y'P_A y - tr P_A V)/tr P_A",
    takes_weights=True,
    r_code="GENQ",
)
