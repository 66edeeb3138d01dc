"""Restricted maximum likelihood."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem
from trueeffect.stats.tau2._base import Solution, Tau2Method
from trueeffect.stats.tau2._likelihood import maximise


def estimate(problem: Problem, q_weights: Array | None = None) -> Solution:
    """Return the maximiser of the restricted likelihood."""
    return maximise(problem, restricted=True)


def std_error(problem: Problem, tau2: Number, q_weights: Array | None = None) -> Number:
    """Return sqrt(2/tr PP) at the estimate."""
    with np.errstate(all="ignore"):
        return np.sqrt(2 / problem.at(tau2).trace2())


ESTIMATOR = Tau2Method(
    code="REML",
    name="restricted maximum likelihood",
    estimate=estimate,
    std_error=std_error,
    doi="10.3102/10769986030003261",
    formula="tr P = y'PPy",
    iterative=True,
    restricted=True,
    r_code="REML",
)
