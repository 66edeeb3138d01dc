"""Hedges and Olkin's estimator: unweighted moments."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem, Projection
from trueeffect.stats.tau2._base import Solution, Tau2Method, not_negative


def estimate(problem: Problem, q_weights: Array | None = None) -> Solution:
    """Return (y'Py - tr PV)/(k-p) with P of ordinary least squares."""
    plain = Projection(problem, problem.unit())
    with np.errstate(all="ignore"):
        tau2 = (plain.form() - plain.trace_with(problem.v)) / problem.df
    return Solution(not_negative(tau2, problem))


def std_error(problem: Problem, tau2: Number, q_weights: Array | None = None) -> Number:
    """Return sqrt(2 tr PVPV + 4 tau2 tr PV + 2 tau2^2 (k-p))/(k-p)."""
    plain, df, v = Projection(problem, problem.unit()), problem.df, problem.v
    spread = 2 * plain.trace_between(v, v) + 4 * tau2 * plain.trace_with(v) + 2 * tau2**2 * df
    with np.errstate(all="ignore"):
        return np.sqrt(spread) / df


ESTIMATOR = Tau2Method(
    code="HE",
    name="Hedges-Olkin",
    estimate=estimate,
    std_error=std_error,
    doi="10.1016/C2009-0-03396-0",
    formula="(y'Py - tr PV)/(k-p), unit weights",
    r_code="HE",
)
