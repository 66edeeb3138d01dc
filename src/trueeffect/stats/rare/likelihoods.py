"""Log-likelihoods of studies with a normal random effect, by adaptive Gauss-Hermite quadrature.

A study contributes a function of a few numbers z: local intercept, effect eta, standard deviations. Arrays of
z have shape (d, ..., k): inputs, trial points, studies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from trueeffect.stats.problem import Array

MODE_STEPS = 60
WIDE = 8.0
"""Largest Newton step for a mode, in standard deviations of the random effect."""


class Curve(NamedTuple):
    """Log-probability of a study's data as a function of its effect, with two derivatives."""

    value: Array
    first: Array
    second: Array


Kernel = Callable[[Array], Curve]


def integrate(kernel: Kernel, eta: Array, tau: Array, nodes: int) -> Array:
    """Return log of the integral of exp(kernel(eta + tau v)) over standard normal v.

    The nodes are centred at the mode and scaled by the curvature (doi:10.1093/biomet/81.3.624).
    """
    v = np.zeros(np.broadcast_shapes(eta.shape, tau.shape))
    value, first, second = kernel(eta + tau * v)
    height = value - v**2 / 2
    for _ in range(MODE_STEPS):
        step = np.clip((tau * first - v) / (1 - tau**2 * second), -WIDE, WIDE)
        new = v + step
        value, first, second = kernel(eta + tau * new)
        for _ in range(20):
            worse = value - new**2 / 2 < height - 1e-9 * np.maximum(np.abs(height), 1.0)
            if not worse.any():
                break
            step = np.where(worse, step / 2, step)
            new = v + step
            value, first, second = kernel(eta + tau * new)
        v, height = new, value - new**2 / 2
        if np.abs(step).max() < 1e-11:
            break
    _, _, second = kernel(eta + tau * v)
    scale = 1 / np.sqrt(1 - tau**2 * second)
    if nodes == 1:
        return np.asarray(kernel(eta + tau * v).value - v**2 / 2 + np.log(scale))
    x, w = np.polynomial.hermite.hermgauss(nodes)
    at = v[..., None] + np.sqrt(2) * scale[..., None] * x
    h = _last(kernel, eta, tau, at) - at**2 / 2 + x**2
    top = h.max(axis=-1)
    total = (np.exp(h - top[..., None]) * w).sum(axis=-1)
    return np.asarray(top + np.log(total) + np.log(scale) - 0.5 * np.log(np.pi))


def _last(kernel: Kernel, eta: Array, tau: Array, at: Array) -> Array:
    """Return kernel values at nodes on the last axis."""
    moved = np.moveaxis(at, -1, 0)
    return np.moveaxis(kernel(eta + tau * moved).value, 0, -1)


def _log1pexp(x: Array) -> Array:
    return np.logaddexp(0.0, x)


def _expit(x: Array) -> Array:
    from scipy.special import expit

    return np.asarray(expit(x))


@dataclass(frozen=True, eq=False)
class Binomial:
    """One binomial count per study with logit eta + offset; ``constant`` is the log coefficient."""

    events: Array
    totals: Array
    offset: Array

    def curve(self, theta: Array) -> Curve:
        """Return the log-probability without its constant."""
        x = theta + self.offset
        p = _expit(x)
        return Curve(
            self.events * x - self.totals * _log1pexp(x),
            self.events - self.totals * p,
            -self.totals * p * (1 - p),
        )

    @cached_property
    def constant(self) -> Array:
        """Logarithm of the binomial coefficient."""
        from scipy.special import gammaln

        a, n = self.events, self.totals
        return np.asarray(gammaln(n + 1) - gammaln(a + 1) - gammaln(n - a + 1))


@dataclass(frozen=True, eq=False)
class Poisson:
    """One Poisson count per study with log rate eta over a time."""

    events: Array
    time: Array

    def curve(self, theta: Array) -> Curve:
        """Return the log-probability without its constant."""
        mean = self.time * np.exp(theta)
        return Curve(self.events * (theta + np.log(self.time)) - mean, self.events - mean, -mean)

    @cached_property
    def constant(self) -> Array:
        """Minus the log factorial."""
        from scipy.special import gammaln

        return np.asarray(-gammaln(self.events + 1))


@dataclass(frozen=True, eq=False)
class Hypergeometric:
    """Events of arm 1 given the total of events: Fisher's non-central hypergeometric, eta the log odds ratio.

    Sums run over the whole support, in logarithms.
    """

    events1: Array
    totals1: Array
    events2: Array
    totals2: Array

    @cached_property
    def table(self) -> tuple[Array, Array]:
        """Support (k, s) and log coefficients, -inf beyond the support."""
        from scipy.special import gammaln

        m = self.events1 + self.events2
        low, high = np.maximum(0.0, m - self.totals2), np.minimum(self.totals1, m)
        x = low[:, None] + np.arange(int((high - low).max()) + 1)[None]
        inside = x <= high[:, None]
        safe = np.where(inside, x, low[:, None])

        def choose(n: Array, r: Array) -> Array:
            return np.asarray(gammaln(n + 1) - gammaln(r + 1) - gammaln(n - r + 1))

        logs = choose(self.totals1[:, None], safe) + choose(self.totals2[:, None], m[:, None] - safe)
        return safe, np.where(inside, logs, -np.inf)

    def curve(self, theta: Array) -> Curve:
        """Return the log-probability (constants included), its slope and minus the conditional variance."""
        x, logs = self.table
        terms = logs + theta[..., None] * x
        top = terms.max(axis=-1, keepdims=True)
        p = np.exp(terms - top)
        total = p.sum(axis=-1)
        p /= total[..., None]
        mean = (p * x).sum(axis=-1)
        variance = (p * (x - mean[..., None]) ** 2).sum(axis=-1)
        own = logs[np.arange(len(x)), (self.events1 - x[:, 0]).astype(int)] + theta * self.events1
        return Curve(own - top[..., 0] - np.log(total), self.events1 - mean, -variance)

    @property
    def constant(self) -> Array:
        """Zero: ``curve`` is complete."""
        return np.zeros(len(self.events1))


@dataclass(frozen=True, eq=False)
class TwoArms:
    """Both arms of a study, with intercept alpha and effect: predictors alpha +- theta/2."""

    first: Binomial | Poisson
    second: Binomial | Poisson

    def curve(self, alpha: Array, theta: Array) -> Curve:
        """Return the log-probability as a function of the effect."""
        a, b = self.first.curve(alpha + theta / 2), self.second.curve(alpha - theta / 2)
        return Curve(a.value + b.value, (a.first - b.first) / 2, (a.second + b.second) / 4)

    def around(self, base: Array, eta: Array, share: float) -> Curve:
        """Return the log-probability as a function of an intercept; arm 1 has ``share`` of eta above."""
        a, b = self.first.curve(base + share * eta), self.second.curve(base + (share - 1) * eta)
        return Curve(a.value + b.value, a.first + b.first, a.second + b.second)

    @property
    def constant(self) -> Array:
        """Constants of both arms."""
        return np.asarray(self.first.constant + self.second.constant)

    def laplace(self, gamma: Array, eta: Array, sigma: Array, tau: Array) -> Array:
        """Return the log-likelihood with independent normal intercepts and effects, by Laplace's method."""
        v1 = np.zeros(np.broadcast_shapes(gamma.shape, eta.shape, sigma.shape, tau.shape))
        v2 = v1.copy()
        a, b, height = self._at(gamma, eta, sigma, tau, v1, v2)
        for _ in range(MODE_STEPS):
            g1 = sigma * (a.first + b.first) - v1
            g2 = tau * (a.first - b.first) / 2 - v2
            h11 = 1 - sigma**2 * (a.second + b.second)
            h22 = 1 - tau**2 * (a.second + b.second) / 4
            h12 = -sigma * tau * (a.second - b.second) / 2
            det = h11 * h22 - h12**2
            s1 = np.clip((h22 * g1 - h12 * g2) / det, -WIDE, WIDE)
            s2 = np.clip((h11 * g2 - h12 * g1) / det, -WIDE, WIDE)
            share = np.ones_like(v1)
            for _ in range(20):
                a, b, new = self._at(gamma, eta, sigma, tau, v1 + share * s1, v2 + share * s2)
                worse = new < height - 1e-9 * np.maximum(np.abs(height), 1.0)
                if not worse.any():
                    break
                share = np.where(worse, share / 2, share)
            v1, v2, height = v1 + share * s1, v2 + share * s2, new
            if max(np.abs(s1).max(), np.abs(s2).max()) < 1e-11:
                break
        return np.asarray(height - np.log(det) / 2)

    def _at(
        self, gamma: Array, eta: Array, sigma: Array, tau: Array, v1: Array, v2: Array
    ) -> tuple[Curve, Curve, Array]:
        base, half = gamma + sigma * v1, (eta + tau * v2) / 2
        a, b = self.first.curve(base + half), self.second.curve(base - half)
        return a, b, np.asarray(a.value + b.value - (v1**2 + v2**2) / 2)
