"""Log risk ratio."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.measures._base import TWO_BY_TWO, Inputs, Measure, Options, Pair


def risk_ratio(x: Inputs, options: Options) -> Pair:
    """Return log(p1/p2) and its variance 1/a - 1/n1 + 1/c - 1/n2.

    Examples
    --------
    >>> cells = {"events1": 4.0, "nonevents1": 119.0, "events2": 11.0, "nonevents2": 128.0}
    >>> y, v = risk_ratio({role: np.array([count]) for role, count in cells.items()}, Options())
    >>> y.round(4), v.round(4)
    (array([-0.8893]), array([0.3256]))
    """
    a, c = x["events1"], x["events2"]
    n1, n2 = a + x["nonevents1"], c + x["nonevents2"]
    return np.log(a * n2 / (c * n1)), 1 / a - 1 / n1 + 1 / c - 1 / n2


MEASURES = (
    Measure(
        code="RR",
        name="log risk ratio",
        inputs=TWO_BY_TWO,
        compute=risk_ratio,
        scale="log",
        cells=TWO_BY_TWO,
        formula="y = log(p1/p2); v = 1/a - 1/n1 + 1/c - 1/n2",
        doi="10.2307/2530610",
        reads="more events in group 1",
    ),
)
