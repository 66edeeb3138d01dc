"""Counts from percentages, odds ratios and chi-square statistics."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.recover._base import Array, Inputs, Recovery


def events_from_percent(x: Inputs) -> dict[str, Array]:
    """Return the only whole number of events that rounds to the percentage; NaN for none or several.

    ``decimals`` says how many decimals were printed.

    Examples
    --------
    >>> figures = {"percent": [33.3, 33.0], "n": [30.0, 500.0], "decimals": [1.0, 0.0]}
    >>> x = {name: np.array(values) for name, values in figures.items()}
    >>> events_from_percent(x)["events"]
    array([10., nan])
    """
    half = 0.5 * 10.0 ** -x["decimals"]
    slack = 1e-9
    low = np.ceil((x["percent"] - half) / 100 * x["n"] - slack)
    high = np.floor((x["percent"] + half) / 100 * x["n"] + slack)
    low, high = np.maximum(low, 0), np.minimum(high, x["n"])
    return {"events": np.where(low == high, low, np.nan)}


def table_from_odds_ratio(x: Inputs) -> dict[str, Array]:
    """Return the cells a, b, c, d with the given odds ratio and margins n1 = a + b, n2 = a + c.

    a solves a quadratic equation and is rounded; the other cells follow from the margins.
    """
    ratio, n, n1, n2 = x["odds_ratio"], x["total"], x["n1"], x["n2"]
    half = ratio * (n1 + n2) + n - n1 - n2
    with np.errstate(all="ignore"):
        root = np.sqrt(half**2 - 4 * (ratio - 1) * ratio * n1 * n2)
        a = 2 * ratio * n1 * n2 / (half + root)
    return _cells(a, n, n1, n2)


def table_from_chi2(x: Inputs) -> dict[str, Array]:
    """Return the cells a, b, c, d with the given chi-square and margins, the association being positive."""
    n, n1, n2 = x["total"], x["n1"], x["n2"]
    with np.errstate(all="ignore"):
        margins = np.sqrt(n1 * (n - n1) * n2 * (n - n2))
        phi = np.sqrt(x["chi2"] / n) + np.where(x["yates"] > 0, n / (2 * margins), 0.0)
        a = (n1 * n2 + phi * margins) / n
    return _cells(a, n, n1, n2)


def _cells(a: Array, n: Array, n1: Array, n2: Array) -> dict[str, Array]:
    a = np.round(a)
    cells = {"a": a, "b": n1 - a, "c": n2 - a, "d": n - n1 - n2 + a}
    with np.errstate(invalid="ignore"):
        possible = np.all([cell >= 0 for cell in cells.values()], axis=0)
    return {name: np.where(possible, cell, np.nan) for name, cell in cells.items()}


_TABLE = ("a", "b", "c", "d")
_WHY = "no table of whole numbers has these margins and this association"
RECOVERIES = (
    Recovery(
        code="events_from_percent",
        words="the only whole number that rounds to the percentage",
        gives=("events",),
        needs=("percent", "n"),
        compute=events_from_percent,
        optional=(("decimals", 0.0),),
        why_not="no whole number, or more than one, rounds to the percentage",
    ),
    Recovery(
        code="table_from_odds_ratio",
        words="odds ratio and margins",
        gives=_TABLE,
        needs=("odds_ratio", "total", "n1", "n2"),
        compute=table_from_odds_ratio,
        exact=False,
        why_not=_WHY,
    ),
    Recovery(
        code="table_from_chi2",
        words="chi-square and margins",
        gives=_TABLE,
        needs=("chi2", "total", "n1", "n2"),
        compute=table_from_chi2,
        optional=(("yates", 0.0),),
        exact=False,
        why_not=_WHY,
    ),
)
