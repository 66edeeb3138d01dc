"""Maximise the (restricted) likelihood over variance components, by average information with safeguards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trueeffect.stats.multilevel.covariance import Covariance, Evaluated
from trueeffect.stats.multilevel.kernels import Index, Parameter
from trueeffect.stats.problem import Array

STEPS = 200
TOLERANCE = 1e-10
"""Change of every parameter, relative to its size, that ends the search."""
NOISE = 1e-13
"""Gain of the likelihood, relative to its size, below which rounding decides; three such steps end it too."""


@dataclass(frozen=True, eq=False)
class Point:
    """The likelihood at given parameters, with what follows from it."""

    theta: Array
    value: float
    at: Evaluated
    coef: Array
    cov: Array
    projected: Array
    solved_design: Array
    form: float


@dataclass(frozen=True, eq=False)
class Maximum:
    """A maximum, and how it was found."""

    point: Point
    iterations: int
    converged: bool
    boundary: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Model:
    """Effects, design and covariance family."""

    y: Array
    design: Array
    family: Covariance
    parameters: Sequence[Parameter]
    restricted: bool

    def point(self, theta: Array) -> Point | None:
        """Return the likelihood at ``theta``; None where the covariance is not positive definite."""
        at = self.family.at(theta)
        if at is None:
            return None
        k, p = self.design.shape
        both = at.solve(np.column_stack([self.design, self.y]))
        wx, wy = both[:, :p], both[:, p]
        gram = self.design.T @ wx
        try:
            lower = np.linalg.cholesky(gram)
        except np.linalg.LinAlgError:
            return None
        cov = np.asarray(np.linalg.inv(gram), dtype=float)
        coef = cov @ (wx.T @ self.y)
        projected = wy - wx @ coef
        form = float(self.y @ projected)
        value = -0.5 * (at.log_det + form)
        if self.restricted:
            value += -0.5 * (k - p) * np.log(2 * np.pi) - float(np.log(np.diag(lower)).sum())
            value += 0.5 * float(np.linalg.slogdet(self.design.T @ self.design)[1])
        else:
            value -= 0.5 * k * np.log(2 * np.pi)
        return Point(theta, value, at, coef, cov, projected, wx, form)

    def slope(self, point: Point) -> tuple[Array, Array]:
        """Return the gradient and the average information."""
        count = len(point.theta)
        turned = [point.at.derivative(j, point.projected[:, None])[:, 0] for j in range(count)]
        gradient = -0.5 * point.at.traces() + 0.5 * np.array([point.projected @ q for q in turned])
        if self.restricted:
            for j in range(count):
                inner = point.solved_design.T @ point.at.derivative(j, point.solved_design)
                gradient[j] += 0.5 * float(np.vdot(point.cov, inner))
        q = np.stack(turned, axis=1)
        cross = point.solved_design.T @ q
        information = 0.5 * (q.T @ point.at.solve(q) - cross.T @ point.cov @ cross)
        return gradient, information


def maximise(model: Model, start: Array, fixed: NDArray[np.bool_]) -> Maximum:
    """Climb from ``start``; ``fixed`` parameters stay."""
    low = np.array([p.low for p in model.parameters])
    high = np.array([p.high for p in model.parameters])
    theta = np.where(fixed, start, np.clip(start, low, high))
    point = model.point(theta)
    if point is None:
        return _failed(model, theta)
    scale, idle = np.maximum(np.abs(theta), 1e-8), 0
    for step in range(1, STEPS + 1):
        gradient, information = model.slope(point)
        theta = point.theta
        held = fixed | ((theta <= low) & (gradient <= 0)) | ((theta >= high) & (gradient >= 0))
        free = np.flatnonzero(~held)
        if not len(free):
            return Maximum(point, step, True, held & ~fixed)
        move = _direction(gradient[free], information[np.ix_(free, free)], scale[free])
        better = _climb(model, point, free, move, low, high)
        if better is None:
            better = _climb(model, point, free, gradient[free] * scale[free] ** 2, low, high)
        if better is None:
            return Maximum(point, step, _flat(gradient[free], information, free, point), held & ~fixed)
        change = np.abs(better.theta - theta)
        scale = np.maximum(np.abs(better.theta), 1e-8)
        gained = better.value - point.value
        point = better
        idle = idle + 1 if gained <= NOISE * abs(point.value) and gradient[free] @ move < 1e-8 else 0
        if idle == 3 or ((change <= TOLERANCE * scale).all() and gained < 1e-9):
            return Maximum(point, step, True, held & ~fixed)
    return Maximum(point, STEPS, False, np.zeros(len(theta), dtype=bool))


def _direction(gradient: Array, information: Array, scale: Array) -> Array:
    scaled = information * scale[:, None] * scale[None, :]
    values, vectors = np.linalg.eigh((scaled + scaled.T) / 2)
    floor = max(float(values.max()), 1e-300) * 1e-10
    inner = vectors.T @ (gradient * scale) / np.maximum(values, floor)
    return np.asarray(scale * (vectors @ inner))


def _climb(model: Model, point: Point, free: Index, move: Array, low: Array, high: Array) -> Point | None:
    """Return a better point along ``move``, shortened as needed; None when there is none."""
    share = 1.0
    for _ in range(40):
        theta = point.theta.copy()
        theta[free] = np.clip(theta[free] + share * move, low[free], high[free])
        if np.array_equal(theta, point.theta):
            return None
        trial = model.point(theta)
        if trial is not None and trial.value >= point.value - 1e-13 * abs(point.value):
            return trial
        share /= 2
    return None


def _flat(gradient: Array, information: Array, free: Index, point: Point) -> bool:
    expected = gradient @ np.linalg.lstsq(information[np.ix_(free, free)], gradient, rcond=None)[0]
    return bool(expected < 1e-8 * max(1.0, abs(point.value)))


def _failed(model: Model, theta: Array) -> Maximum:
    from trueeffect.errors import EstimationError

    raise EstimationError(
        "The covariance of the effects is singular: some effects are copies or sums of others.",
        hint="Use smaller sampling correlations, or add a random term with one level per effect.",
    )
