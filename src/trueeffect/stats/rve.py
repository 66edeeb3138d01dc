"""Robust variance estimation with correlated or hierarchical working weights."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueeffect.stats.cluster_robust import Block, Sandwich, sandwich
from trueeffect.stats.problem import Array


class Robust(NamedTuple):
    """Coefficients with robust covariance, and variance components; ``i2`` is for correlated effects."""

    coef: Array
    cov: Array
    df: Array
    tau2: float
    omega2: float | None
    i2: float | None
    sandwich: Sandwich


def robust_regression(
    y: Array, v: Array, design: Array, codes: np.ndarray, *, weights: str, rho: float, small: bool
) -> Robust:
    """Return meta-regression of dependent effects (doi:10.1002/jrsm.5).

    Parameters
    ----------
    codes : array of int, shape (k,)
        Cluster of each effect, numbered from 0.
    weights : {"CORR", "HIER"}
        Correlated effects (weights 1/(k_j (mean v_j + tau2))) or hierarchical (1/(v + tau2 + omega2)).
    rho : float
        Assumed correlation within clusters, for the moment estimate of tau2.
    small : bool
        Bias-reduced covariance with Satterthwaite degrees of freedom (doi:10.1037/met0000011); else
        n/(n-p) and n - p.
    """
    if weights == "CORR":
        w, tau2, omega2, i2 = _correlated(y, v, design, codes, rho)
    else:
        w, tau2, omega2 = _hierarchical(y, v, design, codes)
        i2 = None
    coef = np.asarray(np.linalg.solve(design.T @ (w[:, None] * design), design.T @ (w * y)))
    rows = [np.flatnonzero(codes == j) for j in range(codes.max() + 1)]
    found = sandwich(design, y - design @ coef, [Block(r, 1 / w[r]) for r in rows], "CR2" if small else "CR1")
    p = design.shape[1]
    if small:
        df = np.array([found.satterthwaite(np.eye(p)[j]) for j in range(p)])
    else:
        df = np.full(p, float(len(rows) - p))
    return Robust(np.asarray(coef), found.cov, df, tau2, omega2, i2, found)


def _sums(codes: np.ndarray, values: Array) -> Array:
    """Return sums over clusters, shape (n,) or (n, p)."""
    out = np.zeros((codes.max() + 1, *values.shape[1:]))
    np.add.at(out, codes, values)
    return out


def _correlated(
    y: Array, v: Array, design: Array, codes: np.ndarray, rho: float
) -> tuple[Array, float, None, float]:
    size = _sums(codes, np.ones_like(v))
    mean_v = _sums(codes, v) / size
    w_cluster = 1 / (size * mean_v)
    w = w_cluster[codes]
    inverse = np.linalg.inv(design.T @ (w[:, None] * design))
    resid = y - design @ (inverse @ (design.T @ (w * y)))
    q = float((w * resid**2).sum())
    n = len(size)
    totals = _sums(codes, design)
    within = design.T @ ((w_cluster / size)[codes][:, None] * design)
    across = totals.T @ ((w_cluster / size)[:, None] * totals)
    expected = n - np.trace(inverse @ within) - rho * np.trace(inverse @ (across - within))
    slope = (size * w_cluster).sum() - np.trace(inverse @ (totals.T @ ((w_cluster**2)[:, None] * totals)))
    tau2 = max(0.0, float((q - expected) / slope))
    i2 = max(0.0, float((q - expected) / q)) if q > 0 else 0.0
    return (1 / (size * (mean_v + tau2)))[codes], tau2, None, i2


def _hierarchical(y: Array, v: Array, design: Array, codes: np.ndarray) -> tuple[Array, float, float]:
    """Return weights, tau2 and omega2 from the moments of e'We and of the squared cluster sums of e."""
    w = 1 / v
    inverse = np.linalg.inv(design.T @ (w[:, None] * design))
    resid = y - design @ (inverse @ (design.T @ (w * y)))
    totals, weighted = _sums(codes, design), _sums(codes, w[:, None] * design)
    q_all, q_sums = float((w * resid**2).sum()), float((_sums(codes, resid) ** 2).sum())
    k, p = design.shape
    # e = (I - H) y, so E e'Me = tr M (I-H) C (I-H)' with C = V + omega2 I + tau2 J, J = 1 within clusters.
    size = _sums(codes, np.ones_like(v))
    xwx2 = design.T @ ((w**2)[:, None] * design)
    all_omega = w.sum() - np.trace(inverse @ xwx2)
    all_tau = w.sum() - np.trace(inverse @ (weighted.T @ weighted))
    t = totals.T @ totals
    outer = inverse @ t @ inverse
    sums_v = (_sums(codes, v)).sum() - np.trace(inverse @ t)
    sums_omega = float(k) - 2 * np.trace(inverse @ (totals.T @ weighted)) + np.trace(outer @ xwx2)
    cross = totals.T @ (size[:, None] * weighted)
    sums_tau = (size**2).sum() - 2 * np.trace(inverse @ cross) + np.trace(outer @ (weighted.T @ weighted))
    left = np.array([[all_omega, all_tau], [sums_omega, sums_tau]])
    excess = q_all - (k - p)
    omega2 = max(0.0, float(np.linalg.solve(left, [excess, q_sums - sums_v])[0]))
    # With omega2 cut at 0, the first equation alone gives tau2.
    tau2 = max(0.0, float((excess - omega2 * all_omega) / all_tau))
    return 1 / (v + tau2 + omega2), tau2, omega2
