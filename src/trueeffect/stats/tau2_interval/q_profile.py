"""The Q-profile interval."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.quantiles import chi2_quantile
from trueeffect.stats.tau2._estimating import solve_form
from trueeffect.stats.tau2_interval._base import Tau2Interval


def bounds(
    problem: Problem, level: float, weights: Array | None = None, restricted: bool = True
) -> tuple[float, float]:
    """Return the tau2 at which y'Py equals the upper and lower chi-square quantile; 0 when there is none."""
    if problem.df <= 0:
        return np.nan, np.nan
    alpha = 1 - level
    low = solve_form(problem, float(chi2_quantile(1 - alpha / 2, problem.df))).tau2
    return low, solve_form(problem, float(chi2_quantile(alpha / 2, problem.df))).tau2


INTERVAL = Tau2Interval(code="QP", name="Q-profile", bounds=bounds, doi="10.1002/sim.2514")
