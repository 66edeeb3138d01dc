"""Draws of the between-study variance from its confidence distribution, and of the effect of a new study."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.tau2_interval._base import root_beyond
from trueeffect.stats.weighted_chi2 import form_cdf

_POINTS, _TAIL = 200, 1e-6


def tau2_draws(problem: Problem, draws: int, rng: np.random.Generator) -> Array:
    """Return draws of tau2 from the confidence distribution that the exact law of Cochran's Q gives.

    H(tau2) = P(Q >= observed; tau2) rises with tau2; its mass below 0 is put at 0.
    """
    at = problem.at(0.0)
    observed = float(at.form())

    def below(tau2: float) -> float:
        return form_cdf(observed, at, problem.v + tau2)

    start = max(float(np.median(problem.v)), observed / float(at.trace()))
    if below(0.0) <= _TAIL:
        return np.zeros(draws)
    top = root_beyond(lambda tau2: below(tau2) - _TAIL, 0.0, start)
    grid = np.concatenate([[0.0], np.geomspace(top * 1e-7, top, _POINTS)])
    law = np.array([1 - below(float(tau2)) for tau2 in grid])
    return np.asarray(np.interp(rng.random(draws), law, grid, left=0.0))


def new_effect_draws(problem: Problem, draws: int, rng: np.random.Generator) -> Array:
    """Return draws of the true effect of a new study (doi:10.1177/0962280218773520).

    Each draw takes a tau2, the mean and the Hartung-Knapp standard error at that tau2, and adds the spread
    between studies and the error of the mean.
    """
    tau2 = tau2_draws(problem, draws, rng)
    at = problem.widened().at(tau2)
    std_error = np.sqrt(at.form() / problem.df * at.inverse)
    error = rng.standard_t(problem.df, draws)
    return np.asarray(at.coef + rng.standard_normal(draws) * np.sqrt(tau2) - error * std_error)
