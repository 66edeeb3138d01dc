"""The weight function over z = y/se: intervals where it is constant, nodes of quadrature elsewhere.

The chance that a study is published is an integral of the weight over a normal density, which is a sum of
weight times mass over intervals, plus weight times density over Gauss-Legendre nodes. Only the weights depend
on the selection parameters, and only mass and density on the effect, so that derivatives in both are exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trueeffect.stats.bias.selection._base import LogWeight, WeightFunction
from trueeffect.stats.problem import Array

FAR = 9.0
"""|z| beyond which a p-value is 0 or 1 to sixteen digits."""
PANELS, NODES = 12, 10


@dataclass(frozen=True, eq=False)
class Plan:
    """Where the weight function is constant or evaluated, and what was observed.

    Parameters
    ----------
    low, high : array (intervals,)
        Ends of intervals of constant weight.
    node, share : array (nodes,)
        Nodes and their quadrature weights.
    p : array (intervals + nodes,)
        p-value behind each.
    group : array of int or None
        For steps: the step of each interval.
    observed : array (k,)
        p-values, or for steps the step of each study.
    precision : array (k,) or None
        Multiplies the parameters, study by study.
    """

    weight: WeightFunction
    low: Array
    high: Array
    node: Array
    share: Array
    p: Array
    group: np.ndarray | None
    observed: np.ndarray
    precision: Array | None
    parameters: int

    def at_observed(self, delta: Array, part: slice) -> LogWeight:
        """Return log w at the observed p-values of the studies ``part``."""
        if self.group is not None:
            return _steps(delta, self.observed[part])
        assert self.weight.log_weight is not None
        if self.precision is None:
            return self.weight.log_weight(self.observed[part], delta)
        scale = self.precision[part]
        return _scaled(self.weight.log_weight(self.observed[part], delta[:, None] * scale), scale)

    def over_range(self, delta: Array, part: slice) -> tuple[Array, Array, Array]:
        """Return w, its gradient and its curvature at every interval and node.

        Shapes (n,), (m, n), (m, m, n); with a precision (k, n), (m, k, n), (m, m, k, n).
        """
        if self.group is not None:
            m = self.parameters
            slope = (self.group[None] == np.arange(1, m + 1)[:, None]).astype(float)
            return np.r_[1.0, delta][self.group], slope, np.zeros((m, m, len(self.group)))
        assert self.weight.log_weight is not None
        if self.precision is None:
            found = self.weight.log_weight(self.p, delta)
        else:
            scale = self.precision[part][:, None]
            found = self.weight.log_weight(self.p[None], delta[:, None, None] * scale)
            found = _scaled(LogWeight(*(np.asarray(x) for x in found)), scale)
        w = np.exp(found.value)
        return w, w * found.slope, w * (found.bend + found.slope[:, None] * found.slope[None])


def _scaled(found: LogWeight, scale: Array) -> LogWeight:
    return LogWeight(found.value, found.slope * scale, found.bend * scale * scale)


def _steps(delta: Array, step: np.ndarray) -> LogWeight:
    m = len(delta)
    member = (step[None] == np.arange(1, m + 1)[:, None]).astype(float)
    with np.errstate(divide="ignore"):
        value = np.log(np.r_[1.0, delta])[step]
        slope = member / delta[:, None]
    slope = np.where(member > 0, slope, 0.0)
    bend = np.zeros((m, m, len(step)))
    bend[np.arange(m), np.arange(m)] = -(slope**2)
    return LogWeight(value, slope, bend)


def p_values(z: Array, two_sided: bool) -> Array:
    """Return p-values of ``z``: evidence for a positive effect, or two-sided."""
    from scipy.special import ndtr

    return np.asarray(2 * ndtr(-np.abs(z)) if two_sided else ndtr(-z))


def build_plan(
    weight: WeightFunction, z: Array, two_sided: bool, steps: Array | None, precision: Array | None
) -> Plan:
    """Lay out a weight function for studies at ``z``; ``steps`` are the upper ends of intervals."""
    p = p_values(z, two_sided)
    if weight.takes_steps:
        assert steps is not None
        low, high, group = _step_intervals(steps, two_sided)
        step = np.searchsorted(steps, p, side="left")
        none = np.empty(0)
        return Plan(weight, low, high, none, none, none, group, step, None, len(steps) - 1)
    low, high, node, share = _layout(weight, two_sided)
    middle = np.where(np.isinf(low), high, np.where(np.isinf(high), low, (low + high) / 2))
    everywhere = p_values(np.r_[middle, node], two_sided)
    everywhere[: len(low)] = np.round(everywhere[: len(low)]) if not weight.clip else everywhere[: len(low)]
    limit = weight.clip
    p, everywhere = np.clip(p, limit, 1 - limit), np.clip(everywhere, limit, 1 - limit)
    return Plan(weight, low, high, node, share, everywhere, None, p, precision, len(weight.neutral))


def _step_intervals(steps: Array, two_sided: bool) -> tuple[Array, Array, np.ndarray]:
    from scipy.special import ndtri

    cuts = np.r_[np.inf, -ndtri(steps / 2 if two_sided else steps)]
    if steps[-1] == 1:
        cuts[-1] = 0.0 if two_sided else -np.inf
    low, high, group = cuts[1:], cuts[:-1], np.arange(len(steps))
    if two_sided:
        low, high, group = np.r_[low, -high], np.r_[high, -low], np.r_[group, group]
    return low, high, group


def _layout(weight: WeightFunction, two_sided: bool) -> tuple[Array, Array, Array, Array]:
    """Return intervals of constant weight, and nodes with their shares between them."""
    from scipy.special import ndtri

    far = FAR if not weight.clip else float(-ndtri(weight.clip / (2 if two_sided else 1)))
    low, high = np.array([-np.inf, far]), np.array([-far, np.inf])
    if not two_sided:
        edges = np.linspace(-far, far, PANELS + 1)
        return (low, high, *_gauss(edges))
    near = float(-ndtri((1 - weight.clip) / 2)) if weight.clip else 0.0
    edges = np.linspace(near, far, PANELS // 2 + 1)
    if near:
        edges = np.r_[np.geomspace(near, edges[1], PANELS), edges[2:]]
        low, high = np.r_[low, -near], np.r_[high, near]
    node, share = _gauss(edges)
    return low, high, np.r_[-node[::-1], node], np.r_[share[::-1], share]


def _gauss(edges: Array) -> tuple[Array, Array]:
    x, w = np.polynomial.legendre.leggauss(NODES)
    half = np.diff(edges) / 2
    middle = (edges[1:] + edges[:-1]) / 2
    return (middle[:, None] + half[:, None] * x).ravel(), (half[:, None] * w).ravel()
