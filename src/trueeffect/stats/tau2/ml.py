"""Maximum likelihood."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem
from trueeffect.stats.tau2._base import Solution, Tau2Method
from trueeffect.stats.tau2._likelihood import maximise


def estimate(problem: Problem, q_weights: Array | None = None) -> Solution:
    """Return the maximiser of the likelihood."""
    return maximise(problem, restricted=False)


def std_error(problem: Problem, tau2: Number, q_weights: Array | None = None) -> Number:
    """Return sqrt(2/sum w^2) at the estimate."""
    return np.sqrt(2 / np.add.reduce(problem.weights(tau2) ** 2, 0))


ESTIMATOR = Tau2Method(
    code="ML",
    name="maximum likelihood",
    estimate=estimate,
    std_error=std_error,
    doi="10.1002/sim.4780140406",
    formula="tr W = y'PPy",
    iterative=True,
    r_code="ML",
)
