"""Biggerstaff and Jackson's interval: the exact distribution of Cochran's Q."""

from __future__ import annotations

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.tau2_interval import generalised_q
from trueeffect.stats.tau2_interval._base import Tau2Interval


def bounds(
    problem: Problem, level: float, weights: Array | None = None, restricted: bool = True
) -> tuple[float, float]:
    """Return the generalised Q interval with weights 1/v."""
    return generalised_q.bounds(problem, level, None)


INTERVAL = Tau2Interval(code="BJ", name="Biggerstaff-Jackson", bounds=bounds, doi="10.1002/sim.3428")
