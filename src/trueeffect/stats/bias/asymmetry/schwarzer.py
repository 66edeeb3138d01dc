"""Schwarzer: rank correlation of exact deviations with their precision."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.bias.asymmetry._base import Asymmetry, Material, Outcome, score_test
from trueeffect.stats.bias.rank import kendall, score_std_error
from trueeffect.stats.sparse import mantel_haenszel_or


def moments(a: float, b: float, c: float, d: float, ratio: float) -> tuple[float, float]:
    """Return mean and variance of the first cell, margins fixed, at odds ratio ``ratio``."""
    from scipy.special import gammaln

    n1, n2, m = a + b, c + d, a + c
    x = np.arange(max(0.0, m - n2), min(n1, m) + 1)
    logs = x * np.log(ratio) - gammaln(x + 1) - gammaln(n1 - x + 1)
    logs -= gammaln(m - x + 1) + gammaln(n2 - m + x + 1)
    chance = np.exp(logs - logs.max())
    chance /= chance.sum()
    mean = float(chance @ x)
    return mean, float(chance @ (x - mean) ** 2)


def _test(m: Material) -> Outcome:
    assert m.counts is not None
    ratio = float(np.exp(mantel_haenszel_or(*m.counts)[0]))
    found = np.array([moments(*row, ratio) for row in zip(*m.counts)])
    deviation = (m.counts[0] - found[:, 0]) / np.sqrt(found[:, 1])
    return score_test(kendall(deviation, 1 / found[:, 1]).score, score_std_error(len(m.y)))


ASYMMETRY = Asymmetry(
    code="Schwarzer",
    name="rank correlation of exact deviations with their precision",
    needs="counts",
    test=_test,
    doi="10.1002/sim.2588",
    formula="Kendall score of (a - E)/sd with 1/sd^2, non-central hypergeometric at the pooled odds ratio",
)
