"""How many studies without an effect would undo a result."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.quantiles import normal_p, normal_quantile
from trueeffect.stats.tau2._base import Tau2Method

MOST = 10**7
"""Number of added studies beyond which the search stops."""


def rosenthal(y: Array, v: Array, alpha: float) -> float:
    """Return k z^2/z_alpha^2 - k, z = sum(z_i)/sqrt(k), alpha one-sided (doi:10.1037/0033-2909.86.3.638)."""
    k = len(y)
    z = float((y / np.sqrt(v)).sum() / np.sqrt(k))
    return k * (z / normal_quantile(1 - 2 * alpha)) ** 2 - k


def orwin(y: Array, v: Array, target: float | None, weighted: bool) -> float:
    """Return k (m - target)/target with m the mean, target m/2 if absent (doi:10.3102/10769986008002157)."""
    w = 1 / v if weighted else np.ones_like(y)
    mean = float((w * y).sum() / w.sum())
    goal = mean / 2 if target is None else np.copysign(target, mean)
    return float(len(y) * (mean - goal) / goal) if goal else float("nan")


def rosenberg(y: Array, v: Array, alpha: float) -> float:
    """Return k ((sum w y/z)^2 - sum w)/sum w, alpha two-sided (doi:10.1111/j.0014-3820.2005.tb01004.x)."""
    w = 1 / v
    return float(len(y) * (((w * y).sum() / normal_quantile(1 - alpha)) ** 2 - w.sum()) / w.sum())


def general(y: Array, v: Array, method: Tau2Method, alpha: float, target: float | None, exact: bool) -> int:
    """Return how many studies averaging no effect undo a random-effects result.

    Undone is a two-sided p-value of at least ``alpha``, or with ``target`` an estimate no further from zero
    than that. Each added study has the harmonic mean of the variances, and their true effects vary around
    zero as much as those of the given studies vary around their mean. Then tau2 is, ``exact``, estimated anew
    with the added studies; else tau2 as it was plus the variance between the two means, the groups weighing
    as in the pooled mean.
    """
    spread = float(len(v) / (1 / v).sum())
    tau2 = float(method.estimate(Problem(y, v), None).tau2)
    own = 1 / (v + tau2)
    mean, precision = float((own * y).sum() / own.sum()), float(own.sum())

    def undone(added: int) -> bool:
        if exact and added:
            now = float(method.estimate(_with_null(y, v, spread, tau2, added), None).tau2)
        else:
            share = added / (spread + tau2) / (precision + added / (spread + tau2))
            now = tau2 + share * (1 - share) * mean**2
        w = 1 / (v + now)
        total = float(w.sum()) + added / (spread + now)
        estimate = float((w * y).sum()) / total
        if target is not None:
            return abs(estimate) <= abs(target)
        return bool(normal_p(estimate * np.sqrt(total)) >= alpha)

    return _first(undone)


def _with_null(y: Array, v: Array, spread: float, tau2: float, added: int) -> Problem:
    """Return the problem with ``added`` effects of mean 0 and sample variance ``spread + tau2``."""
    pairs = added // 2
    null = np.zeros(added)
    if pairs:
        size = np.sqrt((added - 1) * (spread + tau2) / (2 * pairs))
        null[:pairs], null[pairs : 2 * pairs] = size, -size
    return Problem(np.r_[y, null], np.r_[v, np.full(added, spread)])


def _first(holds: Callable[[int], bool]) -> int:
    """Return the smallest count from which ``holds`` is true, by doubling and halving."""
    if holds(0):
        return 0
    low, high = 0, 1
    while not holds(high):
        low, high = high, 2 * high
        if high > MOST:
            return MOST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def whole(number: float) -> int:
    """Return a number of studies: rounded up, never negative."""
    return int(np.ceil(max(0.0, number)))
