"""The phi coefficient of a 2x2 table."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.measures._base import TWO_BY_TWO, Inputs, Measure, Options, Pair, atanh_of


def phi(x: Inputs, options: Options) -> Pair:
    """Return phi and its variance under multinomial sampling."""
    a, b, c, d = (x[role] for role in TWO_BY_TWO)
    n1, n2, m1, m2 = a + b, c + d, a + c, b + d
    n = n1 + n2
    r = (a * d - b * c) / np.sqrt(n1 * n2 * m1 * m2)
    rows, columns = (n1 - n2) / n, (m1 - m2) / n
    p, s = n1 * n2 / n**2, m1 * m2 / n**2
    v = (
        1
        - r**2
        + r * (1 + r**2 / 2) * rows * columns / np.sqrt(p * s)
        - 0.75 * r**2 * (rows**2 / p + columns**2 / s)
    )
    return r, v / n


_FORMULA = "y = (ad-bc)/sqrt(n1 n2 (a+c)(b+d)); v by the delta method for multinomial sampling"

MEASURES = (
    Measure(
        code="PHI",
        name="phi coefficient",
        inputs=TWO_BY_TWO,
        compute=phi,
        cells=TWO_BY_TWO,
        increment=0.0,
        formula=_FORMULA,
        doi="10.2307/2340126",
        reads="events go with group 1",
    ),
    Measure(
        code="ZPHI",
        name="Fisher's z of the phi coefficient",
        inputs=TWO_BY_TWO,
        compute=atanh_of(phi),
        scale="atanh",
        cells=TWO_BY_TWO,
        increment=0.0,
        formula=f"atanh of: {_FORMULA}",
        doi="10.2307/2340126",
        reads="events go with group 1",
    ),
)
