"""What a test of funnel plot asymmetry is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from trueeffect.stats.bias.line import fit_line, with_intercept
from trueeffect.stats.problem import Array
from trueeffect.stats.quantiles import normal_p
from trueeffect.stats.tau2._base import Tau2Method


class Material(NamedTuple):
    """Effects and, where known, the people and counts behind them; arrays of shape (k,).

    Parameters
    ----------
    y, v : array
        Estimates and sampling variances.
    n1, n2 : array or None
        People in each group.
    counts : tuple of four arrays, or None
        Events and non-events in each group, nothing added.
    method : Tau2Method
        Estimator of the between-study variance, for the test that needs one.
    """

    y: Array
    v: Array
    n1: Array | None
    n2: Array | None
    counts: tuple[Array, Array, Array, Array] | None
    method: Tau2Method


class Outcome(NamedTuple):
    """``bias`` (slope or score) with its standard error and test; ``df`` is None for a normal test."""

    bias: float
    bias_std_error: float
    statistic: float
    p_value: float
    df: int | None = None
    intercept: float = float("nan")
    intercept_std_error: float = float("nan")
    tau2: float = float("nan")


class Asymmetry(NamedTuple):
    """A test of funnel plot asymmetry.

    ``needs`` is what it looks at: ``effects``, ``sizes`` (people per group) or ``counts`` (2x2 tables).
    ``takes_method`` tells whether the estimator of tau2 plays a part.
    """

    code: str
    name: str
    needs: str
    test: Callable[[Material], Outcome]
    doi: str
    formula: str
    takes_method: bool = False


def line_test(y: Array, x: Array, w: Array, tau2: float | None = None) -> Outcome:
    """Return the t test of the slope of ``y`` on ``x`` with weights ``w``; scale 1 if tau2 is given."""
    line = fit_line(y, with_intercept(x), w, scaled=tau2 is None)
    (intercept, slope), errors = line.coef, line.std_error
    return Outcome(
        float(slope),
        float(errors[1]),
        float(line.statistic[1]),
        float(line.p_value[1]),
        line.df,
        float(intercept),
        float(errors[0]),
        float("nan") if tau2 is None else tau2,
    )


def score_test(score: float, std_error: float) -> Outcome:
    """Return the normal test of a rank score."""
    z = float(np.divide(score, std_error))
    return Outcome(score, std_error, z, float(normal_p(z)))
