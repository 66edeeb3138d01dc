"""Log-likelihood of a selection model with exact gradient and curvature."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trueeffect.stats.bias.selection._plan import Plan
from trueeffect.stats.problem import Array

CHUNK = 4096
"""Studies worked on at a time."""


class Value(NamedTuple):
    """Log-likelihood, gradient and curvature in (b, tau2, delta)."""

    value: float
    slope: Array
    bend: Array


def evaluate(y: Array, v: Array, design: Array, plan: Plan, theta: Array) -> Value:
    """Return the log-likelihood of the parameters ``theta`` = (b, tau2, delta)."""
    parts = []
    with np.errstate(all="ignore"):
        for start in range(0, len(y), CHUNK):
            part = slice(start, start + CHUNK)
            parts.append(_part(y[part], v[part], design[part], plan, theta, part))
    return parts[0] if len(parts) == 1 else Value(*(sum(each) for each in zip(*parts)))


def _part(y: Array, v: Array, design: Array, plan: Plan, theta: Array, part: slice) -> Value:
    p = design.shape[1]
    b, tau2, delta = theta[:p], theta[p], theta[p + 1 :]
    mean, spread, se = design @ b, v + tau2, np.sqrt(v)
    e = y - mean
    seen = plan.at_observed(delta, part)
    chance = _chance(plan, mean / se, spread / v, delta, part)
    value = seen.value.sum() - 0.5 * (np.log(2 * np.pi * spread) + e * e / spread).sum()
    value -= np.log(chance.a).sum()
    by_mean = e / spread - chance.m / se
    by_tau2 = 0.5 * (e * e / spread - 1) / spread - chance.r / v
    slope = np.r_[design.T @ by_mean, by_tau2.sum(), (seen.slope - chance.d).sum(axis=1)]
    bend = np.empty((len(theta), len(theta)))
    bend[:p, :p] = (design * (-1 / spread - chance.mm / v)[:, None]).T @ design
    bend[:p, p] = bend[p, :p] = design.T @ (-e / spread**2 - chance.mr / (se * v))
    bend[p, p] = (0.5 / spread**2 - e * e / spread**3 - chance.rr / v**2).sum()
    bend[:p, p + 1 :] = -(chance.md / se @ design).T
    bend[p + 1 :, :p] = bend[:p, p + 1 :].T
    bend[p, p + 1 :] = bend[p + 1 :, p] = -(chance.rd / v).sum(axis=1)
    bend[p + 1 :, p + 1 :] = (seen.bend - chance.dd).sum(axis=2)
    return Value(float(value), slope, bend)


class _Chance(NamedTuple):
    """Chance of publication ``a``, and derivatives of its logarithm in m, r (mean and variance) and d."""

    a: Array
    m: Array
    r: Array
    mm: Array
    mr: Array
    rr: Array
    d: Array
    md: Array
    rd: Array
    dd: Array


def _chance(plan: Plan, m: Array, r: Array, delta: Array, part: slice) -> _Chance:
    w, wd, wdd = plan.over_range(delta, part)
    k0, k1, k2, k3, k4 = kernels(plan, m, r)
    if w.ndim == 1:
        a, a1, a2, a3, a4 = (k @ w for k in (k0, k1, k2, k3, k4))
        d, md, rd = (wd @ k.T for k in (k0, k1, k2))
        dd = wdd @ k0.T
    else:
        a, a1, a2, a3, a4 = ((k * w).sum(axis=1) for k in (k0, k1, k2, k3, k4))
        d, md, rd = ((wd * k).sum(axis=2) for k in (k0, k1, k2))
        dd = (wdd * k0).sum(axis=3)
    lm, lr, ld = a1 / a, a2 / (2 * a), d / a
    return _Chance(
        a,
        lm,
        lr,
        a2 / a - lm * lm,
        a3 / (2 * a) - lm * lr,
        a4 / (4 * a) - lr * lr,
        ld,
        md / a - lm * ld,
        rd / (2 * a) - lr * ld,
        dd / a - ld[:, None] * ld[None],
    )


def kernels(plan: Plan, m: Array, r: Array) -> list[Array]:
    """Return mass (intervals) and density times share (nodes) at N(m, r), with four derivatives in m.

    A derivative in r is half the second derivative in m, so these suffice for all of them.
    """
    root = np.sqrt(r)[:, None]
    out = [np.empty((len(m), len(plan.low) + len(plan.node))) for _ in range(5)]
    cut = len(plan.low)
    if cut:
        _intervals(plan.low, plan.high, m, root, [k[:, :cut] for k in out])
    if len(plan.node):
        t = (plan.node - m[:, None]) / root
        density = plan.share * np.exp(-0.5 * t * t) / (np.sqrt(2 * np.pi) * root)
        for q, he in enumerate(_hermite(t, 5)):
            np.multiply(density, he / root**q, out=out[q][:, cut:])
    return out


def _intervals(low: Array, high: Array, m: Array, root: Array, out: list[Array]) -> None:
    from scipy.special import ndtr

    a, b = (low - m[:, None]) / root, (high - m[:, None]) / root
    flip = a > 0
    out[0][:] = np.where(flip, ndtr(-a) - ndtr(-b), ndtr(b) - ndtr(a))
    at_a, at_b = _edges(a), _edges(b)
    for q in range(1, 5):
        out[q][:] = (at_a[q - 1] - at_b[q - 1]) / root**q


def _edges(t: Array) -> list[Array]:
    finite = np.isfinite(t)
    safe = np.where(finite, t, 0.0)
    density = np.where(finite, np.exp(-0.5 * safe * safe) / np.sqrt(2 * np.pi), 0.0)
    return [density * he for he in _hermite(safe, 4)]


def _hermite(t: Array, count: int) -> list[Array]:
    """Return the first ``count`` Hermite polynomials (probabilists') at ``t``."""
    found: list[Array] = [np.ones_like(t), t]
    for n in range(1, count - 1):
        found.append(t * found[n] - n * found[n - 1])
    return found[:count]
