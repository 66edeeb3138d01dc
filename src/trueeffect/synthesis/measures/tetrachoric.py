"""The tetrachoric correlation of a 2x2 table."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.measures._base import (
    TWO_BY_TWO,
    Array,
    Inputs,
    Measure,
    Options,
    Pair,
    atanh_of,
)

_NODES = 96
_STEPS = 80


def _density(h: Array, k: Array, angle: Array) -> Array:
    """Return the derivative of the bivariate normal probability in the angle asin(rho)."""
    c2 = np.cos(angle) ** 2
    return np.exp(-(h**2 + k**2 - 2 * h * k * np.sin(angle)) / (2 * c2)) / (2 * np.pi)


def _excess(h: Array, k: Array, angle: Array) -> Array:
    """Return P(Z1 < h, Z2 < k) - Phi(h) Phi(k) at correlation sin(angle), by Gauss-Legendre."""
    from scipy.special import roots_legendre

    nodes, weights = roots_legendre(_NODES)
    at = angle[:, None] * (nodes + 1) / 2
    return angle / 2 * (_density(h[:, None], k[:, None], at) @ weights)


def tetrachoric(x: Inputs, options: Options) -> Pair:
    """Return the maximum likelihood tetrachoric correlation and its inverse-information variance.

    The model with two thresholds and a correlation reproduces a 2x2 table without empty cells exactly,
    so the estimate solves one equation; the variance follows by the delta method.
    """
    from scipy.special import ndtr, ndtri

    a, b, c, d = (x[role] for role in TWO_BY_TWO)
    n = a + b + c + d
    usable = (a > 0) & (b > 0) & (c > 0) & (d > 0)
    p11, p12, p21 = (np.where(usable, cell / n, 0.25) for cell in (a, b, c))
    h, k = ndtri(p11 + p12), ndtri(p11 + p21)
    angle = _solve(h, k, p11 - (p11 + p12) * (p11 + p21))
    rho, root = np.sin(angle), np.cos(angle)
    given_h, given_k = ndtr((k - rho * h) / root), ndtr((h - rho * k) / root)
    first = 1 - given_h - given_k
    mean = p11 * first - p12 * given_h - p21 * given_k
    square = p11 * first**2 + p12 * given_h**2 + p21 * given_k**2
    density = _density(h, k, angle) / root
    v = (square - mean**2) / (n * density**2)
    return np.where(usable, rho, np.nan), np.where(usable, v, np.nan)


def _solve(h: Array, k: Array, target: Array) -> Array:
    """Return the angle with ``_excess(h, k, angle) == target``: Newton inside a bracket."""
    low, high = np.full_like(h, -np.pi / 2), np.full_like(h, np.pi / 2)
    angle = np.zeros_like(h)
    for _ in range(_STEPS):
        gap = _excess(h, k, angle) - target
        low, high = np.where(gap < 0, angle, low), np.where(gap > 0, angle, high)
        step = angle - gap / _density(h, k, angle)
        new = np.where((step > low) & (step < high), step, (low + high) / 2)
        new = np.where(gap == 0, angle, new)
        if np.all(np.abs(new - angle) <= 1e-15):
            break
        angle = new
    return angle


MEASURES = (
    Measure(
        code="RTET",
        name="tetrachoric correlation",
        inputs=TWO_BY_TWO,
        compute=tetrachoric,
        cells=TWO_BY_TWO,
        increment=0.0,
        formula="y: P(Z1 < h, Z2 < k; y) = a/N with h, k from the margins; v by the delta method",
        doi="10.1007/BF02291118",
        reads="events go with group 1",
    ),
    Measure(
        code="ZTET",
        name="Fisher's z of the tetrachoric correlation",
        inputs=TWO_BY_TWO,
        compute=atanh_of(tetrachoric),
        scale="atanh",
        cells=TWO_BY_TWO,
        increment=0.0,
        formula="atanh of the tetrachoric correlation",
        doi="10.1007/BF02291118",
        reads="events go with group 1",
    ),
)
