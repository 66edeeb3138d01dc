"""Sidik and Jonkman's estimator."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem
from trueeffect.stats.tau2._base import Solution, Tau2Method, not_negative


def _start(problem: Problem) -> Number:
    """Return the mean squared deviation of y from its plain mean."""
    one, k = problem.one, problem.count
    if one is None:
        return np.add.reduce((problem.y - np.add.reduce(problem.y, 0) / k) ** 2, 0) / k
    mean = np.add.reduce(problem.y * one, 0) / k
    return np.add.reduce(one * (problem.y - mean) ** 2, 0) / k


def estimate(problem: Problem, q_weights: Array | None = None) -> Solution:
    """Return t0 y'Py/(k-p), P at tau2 = t0."""
    start = _start(problem)
    with np.errstate(all="ignore"):
        tau2 = start * problem.at(start).form() / problem.df
    return Solution(not_negative(tau2, problem))


def std_error(problem: Problem, tau2: Number, q_weights: Array | None = None) -> Number:
    """Return t0 sqrt(2 tr PVPV + 4 tau2 tr PVP + 2 tau2^2 tr PP)/(k-p), P at t0."""
    start, v = _start(problem), problem.v
    at = problem.at(start)
    spread = 2 * at.trace_between(v, v) + 4 * tau2 * at.trace_between(v, 1.0) + 2 * tau2**2 * at.trace2()
    with np.errstate(all="ignore"):
        return start * np.sqrt(spread) / problem.df


ESTIMATOR = Tau2Method(
    code="SJ",
    name="Sidik-Jonkman",
    estimate=estimate,
    std_error=std_error,
    doi="10.1111/j.1467-9876.2005.00489.x",
    formula="t0 y'Py/(k-p), t0 the mean squared deviation",
    r_code="SJ",
)
