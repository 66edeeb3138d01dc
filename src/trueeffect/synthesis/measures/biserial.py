"""Correlations between group and outcome: point-biserial and biserial."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.measures._base import TWO_MEANS, Inputs, Measure, Options, Pair, atanh_of
from trueeffect.synthesis.measures.standardised_difference import raw_d


def point_biserial(x: Inputs, options: Options) -> Pair:
    """Return d/sqrt(d^2 + h) with h = m/n1 + m/n2."""
    n1, n2 = x["n1"], x["n2"]
    d, m = raw_d(x), n1 + n2 - 2
    h = m / n1 + m / n2
    v = h**2 / (h + d**2) ** 3 * (1 / n1 + 1 / n2 + d**2 / (2 * (n1 + n2)))
    return d / np.sqrt(d**2 + h), v


def biserial(x: Inputs, options: Options) -> Pair:
    """Return the correlation with the normal variable that was cut into two groups."""
    from scipy.special import ndtri

    n = x["n1"] + x["n2"]
    q1, q2 = x["n1"] / n, x["n2"] / n
    z = ndtri(1 - q1)
    f = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    y = point_biserial(x, options)[0] * np.sqrt(q1 * q2) / f
    t = np.clip(y, -1, 1)
    v = q1 * q2 / f**2 - (1.5 + (1 - q1 * z / f) * (1 + q2 * z / f)) * t**2 + t**4
    return y, v / (n - 1)


_READS = "higher mean in group 1"
_DOI = "10.1002/jrsm.1218"

MEASURES = (
    Measure(
        code="RPB",
        name="point-biserial correlation",
        inputs=TWO_MEANS,
        compute=point_biserial,
        formula="y = d/sqrt(d^2+h), h = m/n1 + m/n2",
        doi=_DOI,
        reads=_READS,
    ),
    Measure(
        code="ZPB",
        name="Fisher's z of the point-biserial correlation",
        inputs=TWO_MEANS,
        compute=atanh_of(point_biserial),
        scale="atanh",
        formula="atanh of RPB",
        doi=_DOI,
        reads=_READS,
    ),
    Measure(
        code="RBIS",
        name="biserial correlation",
        inputs=TWO_MEANS,
        compute=biserial,
        formula="y = RPB sqrt(q1 q2)/f",
        doi=_DOI,
        reads=_READS,
    ),
    Measure(
        code="ZBIS",
        name="Fisher's z of the biserial correlation",
        inputs=TWO_MEANS,
        compute=atanh_of(biserial),
        scale="atanh",
        formula="atanh of RBIS",
        doi=_DOI,
        reads=_READS,
    ),
)
