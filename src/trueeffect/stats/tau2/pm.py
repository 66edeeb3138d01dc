"""Paule and Mandel's estimator."""

from __future__ import annotations

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.tau2._base import Solution, Tau2Method
from trueeffect.stats.tau2._estimating import solve_form, std_error


def estimate(problem: Problem, q_weights: Array | None = None) -> Solution:
    """Return the tau2 at which y'Py equals its expectation k - p."""
    return solve_form(problem, problem.df)


ESTIMATOR = Tau2Method(
    code="PM",
    name="Paule-Mandel",
    estimate=estimate,
    std_error=std_error,
    doi="10.6028/jres.087.022",
    formula="y'Py = k - p",
    iterative=True,
    r_code="PM",
)
