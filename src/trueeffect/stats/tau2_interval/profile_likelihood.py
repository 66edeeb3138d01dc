"""The profile-likelihood interval."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.quantiles import chi2_quantile
from trueeffect.stats.tau2._likelihood import log_likelihood, maximise
from trueeffect.stats.tau2_interval._base import Tau2Interval, root_beyond


def bounds(
    problem: Problem, level: float, weights: Array | None = None, restricted: bool = True
) -> tuple[float, float]:
    """Return where the log-likelihood has fallen by half a chi-square(1) quantile from its maximum."""
    from scipy.optimize import brentq

    if problem.df <= 0:
        return np.nan, np.nan
    best = float(maximise(problem, restricted).tau2)
    floor = float(log_likelihood(problem, best, restricted)) - float(chi2_quantile(level, 1)) / 2

    def above(tau2: float) -> float:
        return float(log_likelihood(problem, tau2, restricted)) - floor

    low = 0.0 if above(0.0) >= 0 or best == 0 else float(brentq(above, 0.0, best, xtol=1e-300, rtol=4e-15))
    return low, root_beyond(above, best, float(np.median(problem.v)))


INTERVAL = Tau2Interval(
    code="PL",
    name="profile likelihood",
    bounds=bounds,
    doi="10.1002/(SICI)1097-0258(19960330)15:6<619::AID-SIM188>3.0.CO;2-A",
)
