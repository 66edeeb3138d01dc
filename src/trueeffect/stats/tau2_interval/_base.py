"""What an interval of tau2 is, and the search for a bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from trueeffect.stats.problem import Array, Problem


class Tau2Interval(NamedTuple):
    """A confidence interval of tau2.

    ``bounds(problem, level, weights, restricted) -> (low, high)``; ``weights`` are those of the moment
    equation
    (generalised Q), ``restricted`` chooses the likelihood (profile likelihood); others do not look at them.
    """

    code: str
    name: str
    bounds: Callable[[Problem, float, Array | None, bool], tuple[float, float]]
    doi: str
    takes_weights: bool = False


def root_beyond(function: Callable[[float], float], low: float, start: float) -> float:
    """Return the root of a function that is positive at ``low`` and falls beyond it."""
    from scipy.optimize import brentq

    high = max(start, low * 2, 1e-300)
    for _ in range(400):
        if function(high) < 0:
            break
        low, high = high, high * 2
    return float(brentq(function, low, high, xtol=1e-300, rtol=4e-15, maxiter=500))
