"""The exact distribution of a sum of weighted chi-squares, and of quadratic forms in normal variables.

The Laplace transform of Q = sum lambda_j chi2_1 is the product of (1 + 2 s lambda_j)^(-1/2), whose
singularities all lie on the negative real axis. The inversion integral runs over a hyperbola that leaves
the saddle point along the path of steepest descent, where the integrand is a bell without oscillation, so
that the trapezoidal rule with some seventy points is near machine precision (doi:10.1137/130932132) - where
series (Farebrother) and oscillating integrals (Imhof, Davies) need many terms.
"""

from __future__ import annotations

import numpy as np

from trueeffect.stats.problem import Array, Projection

_NODES, _STEP, _FALL = 90, 0.12, 40.0
"""Trapezoidal points from the saddle outwards, their distance, and the fall (in logs) that ends the bell."""
_NOTHING = 1e-20
"""A form this small, in units of its largest weight, is rounding of 0."""
_SLOPE = 0.5
"""How far the contour leans to the left in the end: e^(sx) falls there, and the singularities are not met."""


def _contour(x: float, weights: Array) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes s and ds, half of a contour that is symmetric about the real axis."""
    from scipy.optimize import brentq

    def slope(s: float) -> float:
        return float(x - (weights / (1 + 2 * s * weights)).sum() - 1 / s)

    saddle = brentq(slope, 0.5 / x, (len(weights) + 2) / x, xtol=1e-6 / x)
    ratio = weights / (1 + 2 * saddle * weights)
    second = 2 * (ratio**2).sum() + saddle**-2
    third = -8 * (ratio**3).sum() - 2 * saddle**-3
    width, bend = second**-0.5, third / (6 * second)
    u = _STEP * np.arange(_NODES)
    y, dy = 2 * width * np.sinh(u / 2), width * np.cosh(u / 2) * _STEP
    reach = _SLOPE / (2 * abs(bend))
    root = np.sqrt(1 + (y / reach) ** 2)
    ds = (1j - _SLOPE * y / (reach * root)) * dy
    ds[0] /= 2
    return saddle + 1j * y - _SLOPE * reach * (root - 1), ds


def cdf(x: float, weights: Array) -> float:
    """Return P(sum of weights times chi-square(1) <= x); weights must not be negative.

    Examples
    --------
    >>> round(cdf(3.841459, np.array([1.0])), 6)
    0.95
    """
    if x <= _NOTHING * weights.max():
        return 0.0
    s, ds = _contour(x, weights)
    log_transform = -0.5 * np.log1p(2 * s[:, None] * weights).sum(axis=1)
    return _probability(s * x + log_transform, ds / s)


def _probability(exponent: np.ndarray, rule: np.ndarray) -> float:
    """Return the integral, cut where the bell has fallen to nothing (what follows is rounding)."""
    fallen = exponent.real < exponent.real[0] - _FALL
    stop = int(np.argmax(fallen)) if fallen.any() else len(rule)
    total = (np.exp(exponent[:stop]) * rule[:stop]).sum()
    return float(np.clip(total.imag / np.pi, 0.0, 1.0))


def form_cdf(x: float, at: Projection, variances: Array) -> float:
    """Return P(y'P_A y <= x) for y with variances ``variances`` and P_A the projection ``at`` with weights A.

    The eigenvalues of the form are never computed: its determinant is a diagonal one times a p by p one.
    """
    if x <= _NOTHING * float((variances * at.w).max()):
        return 0.0
    s, ds = _contour(x, variances * at.w)
    basis = at.problem.basis
    # With D = diag(a var) and U'U = I for U = A^(1/2) X (X'AX)^(-1/2), the determinant of I + 2s times the
    # form is |I + 2sD| |U'(I + 2sD)^-1 U|: nothing is subtracted, so no digits are lost for small x.
    if basis is None:
        u = np.sqrt(at.w * at.inverse)[:, None]
    else:
        u = np.sqrt(at.w)[:, None] * (basis.q @ np.linalg.cholesky(at.inverse))
    diagonal = 1 + 2 * s[:, None] * (variances * at.w)
    log_det = np.log(diagonal).sum(axis=1)
    core = np.einsum("ip,si,iq->spq", u, 1 / diagonal, u, optimize=True)
    for j in range(u.shape[1]):
        # Each pivot is the ratio of two determinants with interlacing roots, so its principal log is right.
        pivot = core[:, j, j].copy()
        log_det += np.log(pivot)
        core -= core[:, :, j, None] * core[:, j, None, :] / pivot[:, None, None]
    return _probability(s * x - 0.5 * log_det, ds / s)
