"""The median-unbiased Paule-Mandel estimator."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.quantiles import chi2_quantile
from trueeffect.stats.tau2._base import Solution, Tau2Method
from trueeffect.stats.tau2._estimating import solve_form, std_error


def estimate(problem: Problem, q_weights: Array | None = None) -> Solution:
    """Return the tau2 at which y'Py equals the median of chi-square with k - p degrees of freedom."""
    df = problem.df
    if not problem.many:
        return solve_form(problem, float(chi2_quantile(0.5, df)) if df > 0 else 0.0)
    return solve_form(problem, np.where(df > 0, chi2_quantile(0.5, np.maximum(df, 1)), 0.0))


ESTIMATOR = Tau2Method(
    code="PMM",
    name="median-unbiased Paule-Mandel",
    estimate=estimate,
    std_error=std_error,
    doi="10.6028/jres.087.022",
    formula="y'Py = median of chi-square(k-p)",
    iterative=True,
    r_code="PMM",
)
