"""Means and standard deviations from medians, quartiles and ranges."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.recover._base import Array, Inputs, Recovery

_LUO, _WAN, _SHI = "10.1177/0962280216669183", "10.1186/1471-2288-14-135", "10.1002/jrsm.1429"


def _range_width(n: Array) -> Array:
    from scipy.special import ndtri

    return np.asarray(2 * ndtri((n - 0.375) / (n + 0.25)))


def _quartile_width(n: Array) -> Array:
    from scipy.special import ndtri

    return np.asarray(2 * ndtri((0.75 * n - 0.125) / (n + 0.25)))


def from_range(x: Inputs) -> dict[str, Array]:
    """Return mean and standard deviation from minimum, median and maximum."""
    n, middle = x["n"], (x["min"] + x["max"]) / 2
    w = 4 / (4 + n**0.75)
    return {"mean": w * middle + (1 - w) * x["median"], "sd": (x["max"] - x["min"]) / _range_width(n)}


def from_quartiles(x: Inputs) -> dict[str, Array]:
    """Return mean and standard deviation from the quartiles.

    Examples
    --------
    >>> figures = {"q1": 10.0, "median": 14.0, "q3": 20.0, "n": 50.0}
    >>> x = {name: np.array([value]) for name, value in figures.items()}
    >>> found = from_quartiles(x)
    >>> found["mean"].round(3), found["sd"].round(3)
    (array([14.708]), array([7.633]))
    """
    n, middle = x["n"], (x["q1"] + x["q3"]) / 2
    w = 0.7 + 0.39 / n
    return {"mean": w * middle + (1 - w) * x["median"], "sd": (x["q3"] - x["q1"]) / _quartile_width(n)}


def from_all_five(x: Inputs) -> dict[str, Array]:
    """Return mean and standard deviation from minimum, quartiles and maximum."""
    n = x["n"]
    w1, w2 = 2.2 / (2.2 + n**0.75), 0.7 - 0.72 / n**0.55
    outer, inner = (x["min"] + x["max"]) / 2, (x["q1"] + x["q3"]) / 2
    w = 1 / (1 + 0.07 * n**0.6)
    wide, narrow = (x["max"] - x["min"]) / _range_width(n), (x["q3"] - x["q1"]) / _quartile_width(n)
    return {
        "mean": w1 * outer + w2 * inner + (1 - w1 - w2) * x["median"],
        "sd": w * wide + (1 - w) * narrow,
    }


_GIVES = ("mean", "sd")
RECOVERIES = (
    Recovery(
        code="mean_sd_from_range",
        words="minimum, median and maximum, if the values are normal",
        gives=_GIVES,
        needs=("min", "median", "max", "n"),
        compute=from_range,
        exact=False,
        doi=_LUO,
    ),
    Recovery(
        code="mean_sd_from_quartiles",
        words="quartiles and median, if the values are normal",
        gives=_GIVES,
        needs=("q1", "median", "q3", "n"),
        compute=from_quartiles,
        exact=False,
        doi=_WAN,
    ),
    Recovery(
        code="mean_sd_from_five",
        words="minimum, quartiles, median and maximum, if the values are normal",
        gives=_GIVES,
        needs=("min", "q1", "median", "q3", "max", "n"),
        compute=from_all_five,
        exact=False,
        doi=_SHI,
    ),
)
