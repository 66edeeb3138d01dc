"""Leverage, residuals, and what changes when an effect is left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trueeffect.stats.problem import Array, Problem, Projection, inverted
from trueeffect.stats.refit import refit, without_each
from trueeffect.stats.regression import Fitted


def leverage(at: Projection) -> Array:
    """Return the diagonal of X (X'WX)^-1 X'W, shape (k,)."""
    basis = at.problem.basis
    if basis is None:
        return np.asarray(at.w * at.inverse)
    return np.asarray(np.einsum("ip,pq,iq->i", basis.q, at.inverse, basis.q) * at.w)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Influence:
    """Diagnostics per effect, each of shape (k,); ``dfbetas`` is (k, p)."""

    residual: Array
    standardised: Array
    deleted_residual: Array
    deleted_std_error: Array
    studentised: Array
    leverage: Array
    weight: Array
    dffits: Array
    cooks_d: Array
    cov_ratio: Array
    dfbetas: Array
    tau2_deleted: Array
    q_deleted: Array


def influence(model: Fitted) -> Influence:
    """Return leave-one-out diagnostics with tau2 estimated anew for every deletion (doi:10.1002/jrsm.11)."""
    problem, tau2 = model.problem, model.tau2.tau2
    at = Projection(problem, problem.weights(tau2) if model.weights is None else model.weights)
    parts = [_deleted(model, at, left, one) for left, one in without_each(len(problem.y))]
    gathered = {name: np.concatenate([part[name] for part in parts], axis=0) for name in parts[0]}
    residual = problem.y - _values(problem, model.coef)
    hat = leverage(at)
    with np.errstate(all="ignore"):
        standardised = residual / _residual_error(at, hat, tau2)
        studentised = gathered["deleted_residual"] / gathered["deleted_std_error"]
    return Influence(
        residual=residual,
        standardised=standardised,
        leverage=hat,
        weight=at.w / at.w.sum(),
        studentised=studentised,
        **gathered,
    )


def _residual_error(at: Projection, hat: Array, tau2: float) -> Array:
    """Return the root of diag (I-H) M (I-H)', M = diag(v + tau2)."""
    problem = at.problem
    m = problem.v + tau2
    spread = at.moment(at.w * at.w * m)
    if problem.basis is None:
        inner = at.inverse**2 * spread
        return np.asarray(np.sqrt(m * (1 - 2 * hat) + inner))
    middle = at.inverse @ spread @ at.inverse
    q = problem.basis.q
    return np.asarray(np.sqrt(m * (1 - 2 * hat) + np.einsum("ip,pq,iq->i", q, middle, q)))


def _values(problem: Problem, coef: Array) -> Array:
    """Return X b for coefficients (p,) or (p, d) on the given design."""
    basis = problem.basis
    if basis is None:
        return np.asarray(np.ones_like(problem.y)[:, None] * coef if coef.ndim == 2 else coef[0])
    return basis.fitted(basis.r @ coef)


def _own_row(problem: Problem, left: slice) -> Array:
    """Return the rows of X that were left out, shape (d, p), on the given design."""
    if problem.basis is None:
        return np.ones((left.stop - left.start, 1))
    return np.asarray(problem.basis.q[left] @ problem.basis.r)


def _deleted(model: Fitted, at: Projection, left: slice, one: Array) -> dict[str, Array]:
    problem = model.problem
    y, v = problem.y[left], problem.v[left]
    less = refit(model, one)
    x, tau2 = _own_row(problem, left), less.tau2.tau2
    factor = np.broadcast_to(np.asarray(less.factor, dtype=float), (len(y),))
    change = model.coef[:, None] - less.coef
    expected = np.einsum("dp,pd->d", x, less.coef)
    spread = np.einsum("dp,pqd,dq->d", x, less.cov, x)
    hat = leverage(at)[left]
    with np.errstate(all="ignore"):
        dffits = np.einsum("dp,pd->d", x, change) / np.sqrt(factor * hat * (tau2 + v))
        determinants = np.linalg.det(np.moveaxis(less.cov, -1, 0)) / np.linalg.det(model.cov)
        dfbetas = change.T / np.sqrt(factor[:, None] * _full_variances(problem, tau2))
        deleted_std_error = np.sqrt(factor * (v + tau2) + spread)
    return {
        "deleted_residual": y - expected,
        "deleted_std_error": deleted_std_error,
        "dffits": dffits,
        "cooks_d": np.einsum("pd,pq,qd->d", change, inverted(model.cov), change),
        "cov_ratio": determinants,
        "dfbetas": dfbetas,
        "tau2_deleted": np.broadcast_to(tau2, (len(y),)),
        "q_deleted": less.heterogeneity().q,
    }


def _full_variances(problem: Problem, tau2: Array) -> Array:
    """Return the diagonal of (X'WX)^-1 over all effects at each tau2, shape (d, p)."""
    at = problem.widened().at(np.broadcast_to(tau2, tau2.shape))
    if problem.basis is None:
        return np.asarray(at.inverse)[:, None]
    back = np.linalg.inv(problem.basis.r)
    return np.asarray(np.einsum("ij,jkd,ik->di", back, at.inverse, back))


def baujat(model: Fitted) -> tuple[Array, Array]:
    """Return each effect's share in Q, and its squared standardised pull on the common-effect values.

    The first is the squared Pearson residual, the second the squared change of the fitted value of the
    effect when it is left out, over its variance (doi:10.1002/sim.1221).
    """
    problem = model.problem
    at = problem.at(0.0)
    hat = leverage(at)
    share = at.w * at.resid**2
    with np.errstate(all="ignore"):
        change = hat * at.resid / (1 - hat)
        pull = change**2 * at.w * (1 - hat) / hat
    return share, pull
