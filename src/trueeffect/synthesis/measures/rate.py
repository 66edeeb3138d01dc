"""One group: an incidence rate, plain or transformed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trueeffect.synthesis.measures._base import Inputs, Measure, Options, Pair, Scale


def rate(x: Inputs, options: Options) -> Pair:
    """Return x/t and x/t^2."""
    return x["count"] / x["time"], x["count"] / x["time"] ** 2


def log_rate(x: Inputs, options: Options) -> Pair:
    """Return log(x/t) and 1/x."""
    return np.log(x["count"] / x["time"]), 1 / x["count"]


def root_rate(x: Inputs, options: Options) -> Pair:
    """Return sqrt(x/t) and 1/(4t)."""
    return np.sqrt(x["count"] / x["time"]), 1 / (4 * x["time"])


def freeman_tukey_rate(x: Inputs, options: Options) -> Pair:
    """Return [sqrt(x/t) + sqrt(x/t + 1/t)]/2 and 1/(4t)."""
    per_time = x["count"] / x["time"]
    return (np.sqrt(per_time) + np.sqrt(per_time + 1 / x["time"])) / 2, 1 / (4 * x["time"])


def _member(
    code: str,
    name: str,
    compute: Callable[[Inputs, Options], Pair],
    scale: Scale,
    formula: str,
    increment: float,
    doi: str = "10.2202/1557-4679.1168",
) -> Measure:
    return Measure(
        code=code,
        name=name,
        inputs=("count", "time"),
        compute=compute,
        scale=scale,
        cells=("count",),
        increment=increment,
        groups=1,
        formula=formula,
        doi=doi,
        reads="the event is more frequent",
    )


MEASURES = (
    _member("IR", "incidence rate", rate, "identity", "y = x/t; v = x/t^2", 0.5),
    _member("IRLN", "log incidence rate", log_rate, "log", "y = log(x/t); v = 1/x", 0.5),
    _member("IRS", "root incidence rate", root_rate, "sqrt", "y = sqrt(x/t); v = 1/(4t)", 0.0),
    _member(
        "IRFT",
        "Freeman-Tukey incidence rate",
        freeman_tukey_rate,
        "other",
        "y = [sqrt(x/t) + sqrt(x/t + 1/t)]/2; v = 1/(4t)",
        0.0,
        "10.1214/aoms/1177729756",
    ),
)
