"""Maximise the likelihood of a selection model: damped Newton steps inside bounds, from several starts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueeffect.stats.bias.selection._likelihood import Value, evaluate
from trueeffect.stats.bias.selection._plan import Plan
from trueeffect.stats.problem import Array

STEPS = 300
TOLERANCE = 1e-12
"""Gain in log-likelihood that a full Newton step must promise to go on."""


class Maximum(NamedTuple):
    """Parameters (b, tau2, delta), their covariance, and the search record.

    ``at_bound`` marks parameters at their smallest value. The covariance is that of the others given those
    and the held ones, for which it is NaN: at a bound the curvature says nothing about uncertainty.
    """

    theta: Array
    cov: Array
    log_likelihood: float
    iterations: int
    converged: bool
    at_bound: np.ndarray


def maximise(
    y: Array, v: Array, design: Array, plan: Plan, starts: list[Array], low: Array, held: np.ndarray
) -> Maximum:
    """Return the best maximum found from ``starts``; parameters marked in ``held`` stay as they start."""
    best: tuple[Value, Array, int, bool] | None = None
    for start in starts:
        found = _climb(y, v, design, plan, start, low, held)
        if best is None or found[0].value > best[0].value + 1e-9:
            best = found
    assert best is not None
    value, theta, steps, converged = best
    bound = (theta <= low) & ~held
    return Maximum(theta, _covariance(value.bend, held | bound), value.value, steps, converged, bound)


def _climb(
    y: Array, v: Array, design: Array, plan: Plan, start: Array, low: Array, held: np.ndarray
) -> tuple[Value, Array, int, bool]:
    theta, damping = np.maximum(start, low), 1e-3
    here = evaluate(y, v, design, plan, theta)
    for step in range(1, STEPS + 1):
        if not (np.isfinite(here.value) and np.isfinite(here.bend).all()):
            return here, theta, step, False
        free = ~held & ~((theta <= low) & (here.slope <= 0))
        if not free.any():
            return here, theta, step, True
        move, gain = _move(here, free, damping)
        trial = np.maximum(theta + move, low)
        there = evaluate(y, v, design, plan, trial)
        small = gain < TOLERANCE * (1 + abs(here.value))
        if there.value > here.value or (small and there.value >= here.value - 1e-11 * (1 + abs(here.value))):
            theta, here = trial, there
            if small and damping < 1e-6:
                return here, theta, step, bool(np.isfinite(here.value))
            damping = damping / 10 if damping > 1e-9 else 0.0
        else:
            if damping > 1e12:
                return here, theta, step, False
            damping = max(10 * damping, 1e-6)
    return here, theta, STEPS, False


def _move(here: Value, free: np.ndarray, damping: float) -> tuple[Array, float]:
    """Return a damped Newton step over the free parameters and the gain that it promises."""
    a, g = -here.bend[np.ix_(free, free)], here.slope[free]
    scale = np.sqrt(np.maximum(np.abs(np.diag(a)), 1e-12))
    scaled = a / np.outer(scale, scale)
    values, vectors = np.linalg.eigh(scaled)
    values = np.maximum(np.abs(values), 1e-8) + damping
    step = (vectors @ ((vectors.T @ (g / scale)) / values)) / scale
    move = np.zeros(len(here.slope))
    move[free] = step
    return move, float(0.5 * g @ step)


def _covariance(bend: Array, held: np.ndarray) -> Array:
    """Return the inverse of the observed information; NaN where held, or where it is not positive."""
    out = np.full_like(bend, np.nan)
    free = np.flatnonzero(~held)
    try:
        inverse = np.linalg.inv(-bend[np.ix_(free, free)])
    except np.linalg.LinAlgError:
        return out
    if (np.diag(inverse) > 0).all():
        out[np.ix_(free, free)] = inverse
    return out
