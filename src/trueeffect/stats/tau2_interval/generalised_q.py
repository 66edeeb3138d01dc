"""The interval from the exact distribution of a generalised Q statistic."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trueeffect.stats.problem import Array, Problem, Projection
from trueeffect.stats.tau2_interval._base import Tau2Interval, root_beyond
from trueeffect.stats.weighted_chi2 import form_cdf


def bounds(
    problem: Problem, level: float, weights: Array | None = None, restricted: bool = True
) -> tuple[float, float]:
    """Return the tau2 at which the observed y'P_A y is its own upper and lower alpha/2 quantile.

    ``weights`` are A; inverse variances when None. A bound that would be negative is 0.
    """
    if problem.df <= 0:
        return np.nan, np.nan
    at = Projection(problem, problem.weights() if weights is None else weights)
    observed, tail = float(at.form()), (1 - level) / 2

    def below(tau2: float) -> float:
        return form_cdf(observed, at, problem.v + tau2)

    scale = max(float(np.median(problem.v)), observed / float(at.trace()))
    found = []
    for probability in (1 - tail, tail):
        if below(0.0) <= probability:
            found.append(0.0)
            continue
        found.append(root_beyond(_less(below, probability), 0.0, scale))
    return found[0], found[1]


def _less(function: Callable[[float], float], level: float) -> Callable[[float], float]:
    return lambda tau2: function(tau2) - level


INTERVAL = Tau2Interval(
    code="GENQ", name="generalised Q", bounds=bounds, doi="10.1002/jrsm.1081", takes_weights=True
)
