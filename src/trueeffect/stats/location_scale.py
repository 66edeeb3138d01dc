"""Location-scale models: the between-study variance depends on moderators through a log link."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array, Problem, Projection

STEPS, TOLERANCE = 500, 1e-12


class LocationScale(NamedTuple):
    """Scale coefficients ``alpha`` with the inverse observed information, and the model at the optimum."""

    alpha: Array
    alpha_cov: Array
    tau2: Array
    coef: Array
    cov: Array
    log_likelihood: float
    iterations: int
    converged: bool


def fit_location_scale(problem: Problem, scale: Array, restricted: bool) -> LocationScale:
    """Maximise the (restricted) likelihood of log tau2_i = z_i alpha over alpha (doi:10.1002/jrsm.1562).

    Newton's method with step halving, from several starts; the scale design is orthonormalised first.
    """
    z, r = np.linalg.qr(scale)
    starts = _starts(problem, scale, z)
    found = max((_climb(problem, z, start, restricted) for start in starts), key=lambda item: item[1])
    alpha, value, steps, settled = found
    tau2 = np.exp(np.minimum(z @ alpha, 700))
    at = Projection(problem, 1 / (problem.v + tau2))
    hessian = _derivatives(at, z, tau2, restricted)[1]
    back = np.linalg.inv(r)
    with np.errstate(all="ignore"):
        information = np.linalg.pinv(-hessian) if np.linalg.cond(hessian) > 1e15 else np.linalg.inv(-hessian)
    coef, cov = _on_design(problem, at)
    return LocationScale(back @ alpha, back @ information @ back.T, tau2, coef, cov, value, steps, settled)


def _on_design(problem: Problem, at: Projection) -> tuple[Array, Array]:
    from trueeffect.stats.regression import on_design

    if problem.basis is None:
        return np.array([float(at.coef)]), np.array([[float(at.inverse)]])
    return on_design(problem, at.coef, at.inverse)


def _starts(problem: Problem, scale: Array, z: Array) -> list[Array]:
    from trueeffect.stats.tau2 import he, reml

    typical = float(np.median(problem.v))
    level = float(reml.estimate(problem).tau2) or float(he.estimate(problem).tau2) or typical / 10
    flat = z.T @ np.full(len(z), np.log(level))
    resid = problem.at(level).resid
    rough = np.log(np.maximum(resid**2 - problem.v, typical / 100))
    return [flat, z.T @ rough, (flat + z.T @ rough) / 2]


def _value(problem: Problem, z: Array, alpha: Array, restricted: bool) -> tuple[float, Projection, Array]:
    tau2 = np.exp(np.minimum(z @ alpha, 700))
    at = Projection(problem, 1 / (problem.v + tau2))
    k, p = problem.count, problem.p
    rest = -0.5 * (np.log(problem.v + tau2).sum() + at.form())
    if not restricted:
        return float(rest - k / 2 * np.log(2 * np.pi)), at, tau2
    return float(rest - 0.5 * at.restricted() - (k - p) / 2 * np.log(2 * np.pi)), at, tau2


def _derivatives(at: Projection, z: Array, tau2: Array, restricted: bool) -> tuple[Array, Array]:
    """Return gradient and Hessian of the log-likelihood in the scale coefficients."""
    problem, w, s = at.problem, at.w, at.s
    q = np.ones((len(w), 1)) if problem.basis is None else problem.basis.q
    inverse = np.atleast_2d(at.inverse)
    leverage = np.einsum("ip,pq,iq->i", q, inverse, q) * w**2
    diagonal = w - leverage if restricted else w
    change = z * tau2[:, None]
    gradient = 0.5 * (change.T @ (s**2 - diagonal))
    curve = (z * (tau2 * (s**2 - diagonal))[:, None]).T @ z / 2
    moved = change * s[:, None]
    projected = w[:, None] * moved - (w[:, None] * q) @ (inverse @ (q.T @ (w[:, None] * moved)))
    curve -= moved.T @ projected
    if restricted:
        weighted = change * (w**2)[:, None]
        trace = weighted.T @ change - 2 * (change * (leverage * w)[:, None]).T @ change
        wq = w[:, None] * q
        grams = np.einsum("im,ip,iq->mpq", change, wq, wq)
        half = np.einsum("pr,mrq->mpq", inverse, grams)
        trace += np.einsum("mpq,nqp->mn", half, half)
    else:
        trace = (change * (w**2)[:, None]).T @ change
    return gradient, curve + 0.5 * trace


def _climb(problem: Problem, z: Array, alpha: Array, restricted: bool) -> tuple[Array, float, int, bool]:
    value, at, tau2 = _value(problem, z, alpha, restricted)
    for step in range(1, STEPS):
        gradient, hessian = _derivatives(at, z, tau2, restricted)
        values, vectors = np.linalg.eigh(-hessian)
        curvature = np.maximum(np.abs(values), 1e-8 * max(1.0, float(np.abs(values).max())))
        move = vectors @ ((vectors.T @ gradient) / curvature)
        size = float(np.abs(move).max())
        move *= min(1.0, 10.0 * np.sqrt(len(z)) / max(size, 1e-300))
        length = 1.0
        while length > 1e-10:
            trial = _value(problem, z, alpha + length * move, restricted)
            if trial[0] >= value:
                break
            length /= 2
        else:
            return alpha, value, step, True
        alpha = alpha + length * move
        gain, (value, at, tau2) = trial[0] - value, trial
        if length * size <= TOLERANCE * (1 + float(np.abs(alpha).max())) or gain == 0:
            return alpha, value, step, True
    return alpha, value, STEPS, False
