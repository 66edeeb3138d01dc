"""Log odds ratio, its rescalings to a standardised difference, and Yule's coefficients."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from trueeffect.synthesis.measures._base import TWO_BY_TWO, Inputs, Measure, Options, Pair, Scale

NORMAL_FACTOR = 1 / 1.65
LOGISTIC_FACTOR = math.sqrt(3) / math.pi


def odds_ratio(x: Inputs, options: Options) -> Pair:
    """Return log(ad/bc) and 1/a + 1/b + 1/c + 1/d.

    Examples
    --------
    >>> cells = {"events1": 4.0, "nonevents1": 119.0, "events2": 11.0, "nonevents2": 128.0}
    >>> y, v = odds_ratio({role: np.array([count]) for role, count in cells.items()}, Options())
    >>> y.round(4), v.round(4)
    (array([-0.9387]), array([0.3571]))
    """
    a, b, c, d = (x[role] for role in TWO_BY_TWO)
    return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def _rescaled(factor: float) -> Callable[[Inputs, Options], Pair]:
    def compute(x: Inputs, options: Options) -> Pair:
        y, v = odds_ratio(x, options)
        return y * factor, v * factor**2

    return compute


def _yule_q(x: Inputs, options: Options) -> Pair:
    log_ratio, v = odds_ratio(x, options)
    y = np.tanh(log_ratio / 2)  # (OR - 1)/(OR + 1)
    return y, (1 - y**2) ** 2 / 4 * v


def _yule_y(x: Inputs, options: Options) -> Pair:
    log_ratio, v = odds_ratio(x, options)
    y = np.tanh(log_ratio / 4)  # the same with the root of OR
    return y, (1 - y**2) ** 2 / 16 * v


def _member(
    code: str,
    name: str,
    compute: Callable[[Inputs, Options], Pair],
    formula: str,
    doi: str,
    scale: Scale = "identity",
) -> Measure:
    return Measure(
        code=code,
        name=name,
        inputs=TWO_BY_TWO,
        compute=compute,
        scale=scale,
        cells=TWO_BY_TWO,
        formula=formula,
        doi=doi,
        reads="more events in group 1",
    )


MEASURES = (
    _member(
        "OR",
        "log odds ratio",
        odds_ratio,
        "y = log(ad/bc); v = 1/a+1/b+1/c+1/d",
        "10.1111/j.1469-1809.1955.tb01348.x",
        "log",
    ),
    _member(
        "OR2DN",
        "standardised difference from the odds ratio (normal)",
        _rescaled(NORMAL_FACTOR),
        "y = log(OR)/1.65",
        "10.1037/1082-989X.8.4.448",
    ),
    _member(
        "OR2DL",
        "standardised difference from the odds ratio (logistic)",
        _rescaled(LOGISTIC_FACTOR),
        "y = log(OR) sqrt(3)/pi",
        "10.1002/1097-0258(20001130)19:22<3127::AID-SIM784>3.0.CO;2-M",
    ),
    _member("YUQ", "Yule's Q", _yule_q, "y = (OR-1)/(OR+1); v = (1-y^2)^2/4 var(log OR)", "10.2307/2340126"),
    _member(
        "YUY",
        "Yule's Y",
        _yule_y,
        "y = (sqrt OR - 1)/(sqrt OR + 1); v = (1-y^2)^2/16 var(log OR)",
        "10.2307/2340126",
    ),
)
