"""Trim and fill (doi:10.1111/j.0006-341x.2000.00455.x): how many studies one side of a funnel plot lacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.regression import Fitted
from trueeffect.stats.tau2._base import Tau2Method

ESTIMATORS = ("L0", "R0", "Q0")
STEPS = 200


class Filled(NamedTuple):
    """Missing studies: their number with its standard error, side, and the mirrored studies.

    ``p_value`` is the test that none is missing (R0 only, else NaN); ``sources`` are the positions of the
    studies that were mirrored.
    """

    missing: int
    std_error: float
    p_value: float
    side: str
    y: Array
    v: Array
    sources: np.ndarray
    iterations: int
    converged: bool


def missing_side(y: Array, v: Array, method: Tau2Method | None) -> str:
    """Return the side where studies are missing: right when effects fall with their standard errors."""
    problem = Problem(y, v, np.column_stack([np.ones_like(y), np.sqrt(v)]))
    if np.ptp(v) == 0 or len(y) < 2:
        return "right"
    tau2 = 0.0 if method is None else float(method.estimate(problem, None).tau2)
    at = problem.at(tau2)
    assert problem.basis is not None
    return "right" if np.linalg.solve(problem.basis.r, at.coef)[1] < 0 else "left"


def trim_fill(
    y: Array, v: Array, method: Tau2Method | None, estimator: str, side: str, tau2: float | None = None
) -> Filled:
    """Trim the fuller side until the number of missing studies is stable, then mirror the trimmed ones.

    ``method`` None is the common-effect model; ``tau2`` a given between-study variance.
    """
    sign = -1.0 if side == "right" else 1.0
    order = np.argsort(sign * y, kind="stable")
    ys, vs, k = sign * y[order], v[order], len(y)
    count, error, centre, step = 0, 0.0, 0.0, 0
    for step in range(1, STEPS + 1):
        centre = _centre(ys[: k - count], vs[: k - count], method, tau2)
        raw, error = _ESTIMATE[estimator](*_signed_ranks(ys - centre), k)
        previous, count = count, max(0, round(raw))
        if count == previous:
            break
        if count >= k:
            return Filled(0, np.nan, np.nan, side, ys[:0], vs[:0], order[:0], step, False)
    filled = slice(k - count, k)
    p = 0.5 ** (count + 1) if estimator == "R0" else np.nan
    mirrored = sign * (2 * centre - ys[filled])
    return Filled(count, error, p, side, mirrored, vs[filled], order[filled], step, step < STEPS)


def _centre(y: Array, v: Array, method: Tau2Method | None, tau2: float | None) -> float:
    if tau2 is None:
        tau2 = 0.0 if method is None else float(method.estimate(Problem(y, v), None).tau2)
    w = 1 / (v + tau2)
    return float((w * y).sum() / w.sum())


def _signed_ranks(deviation: Array) -> tuple[Array, Array]:
    """Return ranks of the absolute deviations, first come first served in ties, and the signs."""
    rank = np.empty(len(deviation))
    rank[np.argsort(np.abs(deviation), kind="stable")] = np.arange(1, len(deviation) + 1)
    return rank, np.sign(deviation)


def _r0(rank: Array, sign: Array, k: int) -> tuple[float, float]:
    below = rank[sign < 0]
    raw = k - (below.max() if below.size else 0.0) - 1
    return raw, float(np.sqrt(2 * max(0.0, raw) + 2))


def _variance(raw: float, k: int) -> float:
    cubic = 10 * raw**3 + 27 * raw**2 + 17 * raw - 18 * k * raw**2 - 18 * k * raw + 6 * k**2 * raw
    return max(0.0, (k * (k + 1) * (2 * k + 1) + cubic) / 24)


def _l0(rank: Array, sign: Array, k: int) -> tuple[float, float]:
    raw = (4 * rank[sign > 0].sum() - k * (k + 1)) / (2 * k - 1)
    return float(raw), float(4 * np.sqrt(_variance(raw, k)) / (2 * k - 1))


def _q0(rank: Array, sign: Array, k: int) -> tuple[float, float]:
    inside = 2 * k**2 - 4 * rank[sign > 0].sum() + 0.25
    raw = k - 0.5 - np.sqrt(max(0.0, inside))
    return float(raw), float(
        2 * np.sqrt(_variance(raw, k)) / np.sqrt((k - 0.5) ** 2 - raw * (2 * k - raw - 1))
    )


_ESTIMATE: dict[str, Callable[[Array, Array, int], tuple[float, float]]] = {"L0": _l0, "R0": _r0, "Q0": _q0}


def refit_filled(model: Fitted, filled: Filled) -> Problem:
    """Return the problem with the mirrored studies added."""
    return Problem(np.r_[model.problem.y, filled.y], np.r_[model.problem.v, filled.v])
