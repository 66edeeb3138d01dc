"""Two groups with events in person-time: rate ratio and rate differences."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.measures._base import TWO_RATES, Inputs, Measure, Options, Pair


def rate_ratio(x: Inputs, options: Options) -> Pair:
    """Return log((x1/t1)/(x2/t2)) and 1/x1 + 1/x2."""
    x1, t1, x2, t2 = (x[role] for role in TWO_RATES)
    return np.log(x1 * t2 / (t1 * x2)), 1 / x1 + 1 / x2


def rate_difference(x: Inputs, options: Options) -> Pair:
    """Return x1/t1 - x2/t2 and x1/t1^2 + x2/t2^2."""
    x1, t1, x2, t2 = (x[role] for role in TWO_RATES)
    return x1 / t1 - x2 / t2, x1 / t1**2 + x2 / t2**2


def root_rate_difference(x: Inputs, options: Options) -> Pair:
    """Return sqrt(x1/t1) - sqrt(x2/t2), whose variance does not depend on the rates."""
    x1, t1, x2, t2 = (x[role] for role in TWO_RATES)
    return np.sqrt(x1 / t1) - np.sqrt(x2 / t2), 1 / (4 * t1) + 1 / (4 * t2)


_CELLS = ("count1", "count2")
_READS = "more events per time in group 1"
_DOI = "10.2202/1557-4679.1168"

MEASURES = (
    Measure(
        code="IRR",
        name="log incidence rate ratio",
        inputs=TWO_RATES,
        compute=rate_ratio,
        scale="log",
        cells=_CELLS,
        formula="y = log((x1/t1)/(x2/t2)); v = 1/x1 + 1/x2",
        doi=_DOI,
        reads=_READS,
    ),
    Measure(
        code="IRD",
        name="incidence rate difference",
        inputs=TWO_RATES,
        compute=rate_difference,
        cells=_CELLS,
        formula="y = x1/t1 - x2/t2; v = x1/t1^2 + x2/t2^2",
        doi=_DOI,
        reads=_READS,
    ),
    Measure(
        code="IRSD",
        name="difference of root incidence rates",
        inputs=TWO_RATES,
        compute=root_rate_difference,
        cells=_CELLS,
        increment=0.0,
        formula="y = sqrt(x1/t1) - sqrt(x2/t2); v = 1/(4 t1) + 1/(4 t2)",
        doi=_DOI,
        reads=_READS,
    ),
)
