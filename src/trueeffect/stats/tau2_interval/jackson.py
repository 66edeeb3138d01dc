"""Jackson's interval: generalised Q with weights 1/standard error."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.tau2_interval import generalised_q
from trueeffect.stats.tau2_interval._base import Tau2Interval


def bounds(
    problem: Problem, level: float, weights: Array | None = None, restricted: bool = True
) -> tuple[float, float]:
    """Return the generalised Q interval with weights 1/sqrt(v)."""
    return generalised_q.bounds(problem, level, 1 / np.sqrt(problem.v))


INTERVAL = Tau2Interval(code="J", name="Jackson", bounds=bounds, doi="10.1002/jrsm.1081")
