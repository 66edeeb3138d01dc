"""DerSimonian and Laird's moment estimator."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem
from trueeffect.stats.tau2._base import Solution, Tau2Method, not_negative


def estimate(problem: Problem, q_weights: Array | None = None) -> Solution:
    """Return (Q - (k-p))/tr P with P at tau2 = 0."""
    fixed = problem.at(0.0)
    with np.errstate(all="ignore"):
        return Solution(not_negative((fixed.form() - problem.df) / fixed.trace(), problem))


def std_error(problem: Problem, tau2: Number, q_weights: Array | None = None) -> Number:
    """Return sqrt(2(k-p) + 4 tau2 tr P + 2 tau2^2 tr PP)/tr P."""
    fixed = problem.at(0.0)
    trace = fixed.trace()
    with np.errstate(all="ignore"):
        return np.sqrt(2 * problem.df + 4 * tau2 * trace + 2 * tau2**2 * fixed.trace2()) / trace


ESTIMATOR = Tau2Method(
    code="DL",
    name="DerSimonian-Laird",
    estimate=estimate,
    std_error=std_error,
    doi="10.1016/0197-2456(86)90046-2",
    formula="(Q - (k-p))/tr P",
    r_code="DL",
)
