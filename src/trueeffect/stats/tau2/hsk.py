"""Hunter and Schmidt's estimator with a small-sample correction."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem
from trueeffect.stats.tau2 import hs
from trueeffect.stats.tau2._base import Solution, Tau2Method, not_negative


def estimate(problem: Problem, q_weights: Array | None = None) -> Solution:
    """Return (Q k/(k-p) - k)/sum(1/v)."""
    fixed, k = problem.at(0.0), problem.count
    with np.errstate(all="ignore"):
        tau2 = (np.divide(k, problem.df) * fixed.form() - k) / np.add.reduce(fixed.w, 0)
    return Solution(not_negative(tau2, problem))


def std_error(problem: Problem, tau2: Number, q_weights: Array | None = None) -> Number:
    """Return the standard error of the uncorrected estimator times k/(k-p)."""
    with np.errstate(all="ignore"):
        return hs.std_error(problem, tau2) * np.divide(problem.count, problem.df)


ESTIMATOR = Tau2Method(
    code="HSk",
    name="Hunter-Schmidt, small-sample",
    estimate=estimate,
    std_error=std_error,
    doi="10.1177/1094428117741966",
    formula="(Q k/(k-p) - k)/sum(1/v)",
    r_code="HSk",
)
