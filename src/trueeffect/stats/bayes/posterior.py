"""The posterior of tau as nodes and weights, and mixtures of normals over them.

The integral runs over u = log(tau) in panels of Gauss-Legendre nodes, between the points where the
integrand has fallen by e^-34 from its highest value; it is analytic inside, so panels are exact to rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from trueeffect.errors import EstimationError
from trueeffect.stats.problem import Array

PANELS, NODES, FALL = 36, 16, 34.0
CORE = 9.0
NEGLIGIBLE = 1e-17
Density = Callable[[Array], Array]
"""Log of the (unnormalised) posterior density of tau."""


@dataclass(frozen=True, eq=False)
class TauPosterior:
    """Nodes and weights of tau (weights sum to 1), panels in log(tau), and the log of the integral."""

    tau: Array
    weight: Array
    edges: Array
    density: Array
    log_evidence: float

    def quantile(self, probability: float) -> float:
        """Return a quantile of tau."""
        mass = self.density.reshape(PANELS, NODES)
        _, w, integrate = _rule()
        width = np.diff(self.edges)
        totals = (mass * w).sum(axis=1) * width / 2
        before = np.concatenate([[0.0], np.cumsum(totals)])
        panel = int(np.clip(np.searchsorted(before, probability) - 1, 0, PANELS - 1))
        coefficients = integrate @ mass[panel] * width[panel] / 2
        target = probability - before[panel]
        low, high = -1.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            if np.polynomial.legendre.legval(middle, coefficients) < target:
                low = middle
            else:
                high = middle
        u = self.edges[panel] + (low + 1) / 2 * width[panel]
        return float(np.exp(u))

    @property
    def mean(self) -> float:
        """Posterior mean of tau."""
        return float(self.weight @ self.tau)

    @property
    def sd(self) -> float:
        """Posterior standard deviation of tau."""
        return float(np.sqrt(self.weight @ (self.tau - self.mean) ** 2))


@cache
def _rule() -> tuple[Array, Array, Array]:
    """Return nodes, weights, and the map from values to Legendre coefficients of the integral from -1."""
    x, w = np.polynomial.legendre.leggauss(NODES)
    orders = np.arange(NODES)
    basis = np.polynomial.legendre.legvander(x, NODES - 1)
    to_series = ((2 * orders + 1) / 2)[:, None] * (basis * w[:, None]).T
    integral = np.stack([np.polynomial.legendre.legint(row, lbnd=-1) for row in np.eye(NODES)], axis=1)
    return x, w, integral @ to_series


def integrate_tau(log_density: Density, scale: float, upper: float = np.inf) -> TauPosterior:
    """Return the posterior of tau; ``scale`` is a typical size, ``upper`` an edge of the prior.

    Raises
    ------
    EstimationError
        When the integral does not converge: the posterior is improper.
    """
    low, high = np.log(scale) - 60.0, np.log(scale) + 60.0
    if np.isfinite(upper):
        high = min(high, float(np.log(upper)))
    for look in range(3):
        grid = np.linspace(low, high, 241)
        values = log_density(np.exp(grid)) + grid
        keep = np.flatnonzero(values > values.max() - FALL)
        at_top = (
            look == 0
            and keep[-1] == len(grid) - 1
            and not (np.isfinite(upper) and high >= np.log(upper) - 1e-12)
        )
        if at_top:
            raise EstimationError(
                "The posterior of tau does not fall off: the prior is flat and there are too few studies.",
                hint="Use a proper prior, e.g. HalfNormal(0.5).",
            )
        low, high = float(grid[max(keep[0] - 1, 0)]), float(grid[min(keep[-1] + 1, len(grid) - 1)])
    edges = _edges(log_density, low, high)
    x, w, _ = _rule()
    half = (edges[1:] - edges[:-1]) / 2
    u = (edges[:-1, None] + half[:, None] * (x + 1)).ravel()
    tau = np.exp(u)
    log_f = log_density(tau) + u
    top = float(log_f.max())
    mass = np.exp(log_f - top)
    weight = mass * (half[:, None] * w).ravel()
    total = float(weight.sum())
    return TauPosterior(tau, weight / total, edges, mass / total, top + float(np.log(total)))


def _edges(log_density: Density, low: float, high: float) -> Array:
    """Return the edges of panels, two thirds of which share the region that holds nearly all of the mass."""
    grid = np.linspace(low, high, 241)
    values = log_density(np.exp(grid)) + grid
    core = np.flatnonzero(values > values.max() - CORE)
    left, right = grid[max(core[0] - 1, 0)], grid[min(core[-1] + 1, len(grid) - 1)]
    sides = PANELS // 6
    before = np.linspace(low, left, sides + 1) if left > low else np.full(sides + 1, low)
    after = np.linspace(right, high, sides + 1) if right < high else np.full(sides + 1, high)
    return np.concatenate([before[:-1], np.linspace(left, right, PANELS - 2 * sides + 1), after[1:]])


def mixture_quantiles(probability: float, mean: Array, sd: Array, weight: Array) -> Array:
    """Return a quantile of several normal mixtures; ``mean`` and ``sd`` are (targets, nodes)."""
    from scipy.special import ndtr

    keep = weight > NEGLIGIBLE
    mean, sd, weight = mean[:, keep], sd[:, keep], weight[keep]
    centre = mean @ weight
    spread = np.sqrt((sd**2 + (mean - centre[:, None]) ** 2) @ weight)
    low, high = centre - 40 * spread, centre + 40 * spread
    from scipy.special import ndtri

    x = centre + spread * float(ndtri(probability))
    for _ in range(100):
        z = (x[:, None] - mean) / sd
        gap = ndtr(z) @ weight - probability
        low, high = np.where(gap < 0, x, low), np.where(gap < 0, high, x)
        slope = (np.exp(-0.5 * z**2) / (sd * np.sqrt(2 * np.pi))) @ weight
        with np.errstate(all="ignore"):
            new = x - gap / slope
        new = np.where((new > low) & (new < high), new, (low + high) / 2)
        done = np.abs(new - x) <= 1e-13 * (np.abs(x) + spread)
        x = new
        if done.all():
            break
    return np.asarray(x)


def mixture_cdf(at: float, mean: Array, sd: Array, weight: Array) -> float:
    """Return the probability of values below ``at``."""
    from scipy.special import ndtr

    return float(ndtr((at - mean) / sd) @ weight)
