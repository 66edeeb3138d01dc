"""Maximise a sum over studies of functions of few inputs, with one free intercept per study if wanted.

Inputs of a study are z = (local), x'beta, and further globals. Derivatives in z come from a five-point
stencil (error of order h^4), so one sweep gives gradient and Hessian of all studies; local parameters are
eliminated by their Schur complement. The cost grows with the number of studies, not with its cube.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from trueeffect.stats.problem import Array

STEP = 2e-3
STEPS = 100
Function = Callable[[Array], Array]
"""Maps inputs (d, s, k) to log-likelihoods (s, k)."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """Globals at the maximum, their covariance, locals, and the log-likelihood."""

    params: Array
    cov: Array
    local: Array | None
    value: float
    iterations: int
    converged: bool


def derivatives(f: Function, z: Array) -> tuple[Array, Array, Array]:
    """Return values (k,), gradients (d, k) and Hessians (d, d, k) at inputs z (d, k)."""
    d, k = z.shape
    shifts = [np.zeros(d)]
    for i in range(d):
        shifts += [_shift(d, {i: s}) for s in (-2, -1, 1, 2)]
    pairs = list(combinations(range(d), 2))
    for i, j in pairs:
        for s in (1, 2):
            shifts += [_shift(d, {i: a * s, j: b * s}) for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))]
    values = f(z[:, None, :] + STEP * np.array(shifts).T[:, :, None])
    gradient, hessian = np.empty((d, k)), np.empty((d, d, k))
    for i in range(d):
        m2, m1, p1, p2 = values[1 + 4 * i : 5 + 4 * i]
        gradient[i] = (m2 - 8 * m1 + 8 * p1 - p2) / (12 * STEP)
        hessian[i, i] = (-m2 + 16 * m1 - 30 * values[0] + 16 * p1 - p2) / (12 * STEP**2)
    at = 1 + 4 * d
    for i, j in pairs:
        near, far = values[at : at + 4], values[at + 4 : at + 8]
        one = (near[0] - near[1] - near[2] + near[3]) / (4 * STEP**2)
        two = (far[0] - far[1] - far[2] + far[3]) / (16 * STEP**2)
        hessian[i, j] = hessian[j, i] = (4 * one - two) / 3
        at += 8
    return values[0], gradient, hessian


def _shift(d: int, steps: dict[int, int]) -> Array:
    out = np.zeros(d)
    for i, s in steps.items():
        out[i] = s
    return out


@dataclass(frozen=True, eq=False)
class Layout:
    """How global parameters become inputs: ``maps`` (d, k, P), ``base`` (d, k); a local input is first."""

    maps: Array
    base: Array
    has_local: bool

    def inputs(self, params: Array, local: Array | None) -> Array:
        """Return z (d, k)."""
        z = self.base + self.maps @ params
        if self.has_local:
            z = np.concatenate([np.asarray(local)[None], z])
        return np.asarray(z)


def maximise(f: Function, layout: Layout, params: Array, local: Array | None = None) -> Optimum:
    """Climb by Newton's method from a start."""
    value = float(f(layout.inputs(params, local)[:, None, :]).sum())
    first = 1 if layout.has_local else 0
    converged, cov, step = False, np.full((len(params),) * 2, np.nan), 0
    while step < STEPS:
        step += 1
        _, g, h = derivatives(f, layout.inputs(params, local))
        gradient = np.einsum("dkp,dk->p", layout.maps, g[first:])
        hessian = np.einsum("dkp,dek,ekq->pq", layout.maps, h[first:, first:], layout.maps)
        if layout.has_local:
            own = np.minimum(h[0, 0], -1e-10)
            cross = np.einsum("dkp,dk->kp", layout.maps, h[0, 1:])
            gradient = gradient - cross.T @ (g[0] / own)
            hessian = hessian - cross.T @ (cross / own[:, None])
        move, cov = _newton(gradient, hessian)
        local_move = np.zeros(0) if local is None else -(g[0] + cross @ move) / own
        share = 1.0
        for _ in range(40):
            new = params + share * move
            new_local = None if local is None else local + share * np.clip(local_move, -5, 5)
            found = float(f(layout.inputs(new, new_local)[:, None, :]).sum())
            if found >= value - 1e-10 * max(1.0, abs(value)):
                break
            share /= 2
        params, local, value = new, new_local, found
        still = float(np.abs(share * move).max(initial=0.0))
        still = max(still, float(np.abs(share * local_move).max(initial=0.0)))
        if still < 1e-8:
            converged = True
            break
    return Optimum(params, cov, local, value, step, converged)


def _newton(gradient: Array, hessian: Array) -> tuple[Array, Array]:
    """Return an uphill step and the inverse of minus the Hessian."""
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    size = np.maximum(np.abs(values), 1e-8 * max(float(np.abs(values).max(initial=0.0)), 1e-300))
    move = vectors @ ((vectors.T @ gradient) / size)
    largest = float(np.abs(move).max(initial=0.0))
    return np.asarray(move * min(1.0, 2.0 / largest) if largest > 0 else move), np.asarray(
        (vectors / size) @ vectors.T
    )
