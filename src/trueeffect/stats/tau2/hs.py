"""Hunter and Schmidt's estimator."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem
from trueeffect.stats.tau2 import dl
from trueeffect.stats.tau2._base import Solution, Tau2Method, not_negative


def estimate(problem: Problem, q_weights: Array | None = None) -> Solution:
    """Return (Q - k)/sum(1/v)."""
    fixed = problem.at(0.0)
    total = np.add.reduce(fixed.w, 0)
    return Solution(not_negative((fixed.form() - problem.count) / total, problem))


def std_error(problem: Problem, tau2: Number, q_weights: Array | None = None) -> Number:
    """Return the numerator of the DerSimonian-Laird standard error over sum(1/v)."""
    fixed = problem.at(0.0)
    return dl.std_error(problem, tau2) * fixed.trace() / np.add.reduce(fixed.w, 0)


ESTIMATOR = Tau2Method(
    code="HS",
    name="Hunter-Schmidt",
    estimate=estimate,
    std_error=std_error,
    doi="10.4135/9781483398105",
    formula="(Q - k)/sum(1/v)",
    r_code="HS",
)
