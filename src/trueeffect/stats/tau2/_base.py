"""What an estimator of the between-study variance is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array, Number, Problem


class Solution(NamedTuple):
    """An estimate with its convergence record; arrays of shape (d,) for a batch."""

    tau2: Number
    iterations: Number = 0
    converged: Number = True


class Tau2Method(NamedTuple):
    """An estimator of tau2.

    Parameters
    ----------
    code, name : str
        The field's code, and words.
    estimate : callable
        ``estimate(problem, q_weights) -> Solution``; never negative.
    std_error : callable
        ``std_error(problem, tau2, q_weights)``; the large-sample standard error.
    iterative : bool
        Whether an equation is solved.
    restricted : bool
        Whether the restricted likelihood is reported.
    takes_weights : bool
        Whether weights of the moment equation are an input.
    doi, formula : str
        Source, and the estimating equation.
    r_code : str
        Name in R's metafor, for scripts that repeat a fit.
    """

    code: str
    name: str
    estimate: Callable[[Problem, Array | None], Solution]
    std_error: Callable[[Problem, Number, Array | None], Number]
    doi: str
    formula: str
    iterative: bool = False
    restricted: bool = False
    takes_weights: bool = False
    r_code: str = ""


def not_negative(tau2: Number, problem: Problem) -> Number:
    """Cut at 0, and give 0 where no degree of freedom is left to estimate it."""
    df = problem.df
    if not problem.many:
        return max(float(tau2), 0.0) if df > 0 and tau2 == tau2 else 0.0
    usable = (df > 0) & np.isfinite(tau2)
    return np.where(usable, np.maximum(tau2, 0.0), 0.0)
