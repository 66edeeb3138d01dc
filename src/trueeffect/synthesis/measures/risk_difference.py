"""Differences of two risks: plain, after the arcsine root, and as probits."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.measures._base import TWO_BY_TWO, Array, Inputs, Measure, Options, Pair


def _risks(x: Inputs) -> tuple[Array, Array, Array, Array]:
    n1, n2 = x["events1"] + x["nonevents1"], x["events2"] + x["nonevents2"]
    return x["events1"] / n1, n1, x["events2"] / n2, n2


def risk_difference(x: Inputs, options: Options) -> Pair:
    """Return p1 - p2 and p1(1-p1)/n1 + p2(1-p2)/n2."""
    p1, n1, p2, n2 = _risks(x)
    return p1 - p2, p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2


def arcsine_difference(x: Inputs, options: Options) -> Pair:
    """Return asin sqrt p1 - asin sqrt p2, whose variance does not depend on the risks."""
    p1, n1, p2, n2 = _risks(x)
    return np.arcsin(np.sqrt(p1)) - np.arcsin(np.sqrt(p2)), 1 / (4 * n1) + 1 / (4 * n2)


def probit_difference(x: Inputs, options: Options) -> Pair:
    """Return the difference of the normal quantiles of the two risks."""
    from scipy.special import ndtri

    p1, n1, p2, n2 = _risks(x)
    z1, z2 = ndtri(p1), ndtri(p2)
    spread = p1 * (1 - p1) * np.exp(z1**2) / n1 + p2 * (1 - p2) * np.exp(z2**2) / n2
    return z1 - z2, 2 * np.pi * spread


MEASURES = (
    Measure(
        code="RD",
        name="risk difference",
        inputs=TWO_BY_TWO,
        compute=risk_difference,
        cells=TWO_BY_TWO,
        formula="y = p1 - p2; v = p1(1-p1)/n1 + p2(1-p2)/n2",
        doi="10.1002/sim.1188",
        reads="more events in group 1",
    ),
    Measure(
        code="AS",
        name="arcsine difference",
        inputs=TWO_BY_TWO,
        compute=arcsine_difference,
        cells=TWO_BY_TWO,
        increment=0.0,
        formula="y = asin sqrt p1 - asin sqrt p2; v = 1/(4 n1) + 1/(4 n2)",
        doi="10.1002/sim.3511",
        reads="more events in group 1",
    ),
    Measure(
        code="PBIT",
        name="probit difference",
        inputs=TWO_BY_TWO,
        compute=probit_difference,
        cells=TWO_BY_TWO,
        formula="y = z1 - z2, z = Phi^-1(p); v = sum 2 pi p(1-p) exp(z^2)/n",
        doi="10.1037/1082-989X.8.4.448",
        reads="more events in group 1",
    ),
)
