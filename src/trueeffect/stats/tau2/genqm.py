"""The median-unbiased generalised Q estimator: the exact distribution of the statistic is used."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem, Projection
from trueeffect.stats.tau2 import genq
from trueeffect.stats.tau2._base import Solution, Tau2Method
from trueeffect.stats.tau2_interval._base import root_beyond
from trueeffect.stats.weighted_chi2 import form_cdf


def estimate(problem: Problem, q_weights: Array | None = None) -> Solution:
    """Return the tau2 at which the observed y'P_A y is the median of its distribution, 0 if there is none."""
    if not problem.many:
        return _single(problem, q_weights)
    parts = [_single(*_one(problem, j, q_weights)) for j in range(problem.width)]
    return Solution(
        np.array([part.tau2 for part in parts]),
        np.array([part.iterations for part in parts]),
        np.ones(len(parts), dtype=bool),
    )


def _single(problem: Problem, q_weights: Array | None) -> Solution:
    if problem.df <= 0:
        return Solution(0.0, 1)
    at = Projection(problem, problem.weights() if q_weights is None else q_weights)
    observed, calls = float(at.form()), [0]

    def beyond(tau2: float) -> float:
        calls[0] += 1
        return form_cdf(observed, at, problem.v + tau2) - 0.5

    if beyond(0.0) <= 0:
        return Solution(0.0, calls[0])
    start = max(float(np.median(problem.v)), observed / float(at.trace()))
    return Solution(root_beyond(beyond, 0.0, start), calls[0])


def _one(problem: Problem, j: int, q_weights: Array | None) -> tuple[Problem, Array | None]:
    """Return one problem of a batch, with its weights."""
    d = problem.width

    def column(values: Array) -> Array:
        return np.broadcast_to(values, (len(values), d))[:, j]

    kept = np.ones(len(problem.y), dtype=bool) if problem.one is None else problem.one[:, j] > 0
    design = None
    if problem.basis is not None:
        q = problem.basis.q if problem.basis.q.ndim == 2 else problem.basis.q[..., j]
        design = q[kept]
    weights = q_weights
    if weights is not None:
        weights = (weights if weights.ndim == 1 else column(weights))[kept]
    return Problem(column(problem.y)[kept], column(problem.v)[kept], design), weights


def std_error(problem: Problem, tau2: Number, q_weights: Array | None = None) -> Number:
    """Return the standard error of the generalised Q estimator at this tau2."""
    return genq.std_error(problem, tau2, q_weights)


ESTIMATOR = Tau2Method(
    code="GENQM",
    name="median-unbiased generalised Q",
    estimate=estimate,
    std_error=std_error,
    doi="10.1002/jrsm.1081",
    formula="P(y'P_A y <= observed) = 1/2",
    iterative=True,
    takes_weights=True,
    r_code="GENQM",
)
