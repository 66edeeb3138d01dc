"""Standard deviations from standard errors, intervals, and tests."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.recover._base import Array, Inputs, Recovery


def from_se(x: Inputs) -> dict[str, Array]:
    """Return se sqrt(n).

    Examples
    --------
    >>> from_se({"se": np.array([2.0]), "n": np.array([25.0])})["sd"]
    array([10.])
    """
    return {"sd": x["se"] * np.sqrt(x["n"])}


def from_interval(x: Inputs) -> dict[str, Array]:
    """Return the standard deviation behind the confidence interval of one mean (t with n - 1)."""
    return {"sd": np.sqrt(x["n"]) * (x["high"] - x["low"]) / (2 * _t(x["level"], x["n"] - 1))}


def from_difference_interval(x: Inputs) -> dict[str, Array]:
    """Return the pooled standard deviation behind the interval of a difference of two means."""
    df = x["n1"] + x["n2"] - 2
    std_error = (x["high"] - x["low"]) / (2 * _t(x["level"], df))
    return {"sd": std_error / np.sqrt(1 / x["n1"] + 1 / x["n2"])}


def from_difference_p(x: Inputs) -> dict[str, Array]:
    """Return the pooled standard deviation behind the two-sided p-value of a difference of two means."""
    df = x["n1"] + x["n2"] - 2
    t = _t(1 - x["p"], df)
    return {"sd": np.abs(x["difference"]) / t / np.sqrt(1 / x["n1"] + 1 / x["n2"])}


def from_difference_t(x: Inputs) -> dict[str, Array]:
    """Return the pooled standard deviation behind the t statistic of a difference of two means."""
    return {"sd": np.abs(x["difference"] / x["t"]) / np.sqrt(1 / x["n1"] + 1 / x["n2"])}


def of_change(x: Inputs) -> dict[str, Array]:
    """Return the standard deviation of changes from both standard deviations and their correlation."""
    return {"sd": np.sqrt(x["sd1"] ** 2 + x["sd2"] ** 2 - 2 * x["corr"] * x["sd1"] * x["sd2"])}


def _t(level: Array, df: Array) -> Array:
    from scipy.special import stdtrit

    return np.asarray(-stdtrit(np.where(df > 0, df, np.nan), (1 - level) / 2))


_LEVEL = (("level", 0.95),)
_GROUPS = ("n1", "n2")
RECOVERIES = (
    Recovery(
        code="sd_from_se",
        words="standard error times root n",
        gives=("sd",),
        needs=("se", "n"),
        compute=from_se,
    ),
    Recovery(
        code="sd_from_interval",
        words="width of the interval of the mean",
        gives=("sd",),
        needs=("low", "high", "n"),
        compute=from_interval,
        optional=_LEVEL,
    ),
    Recovery(
        code="sd_from_difference_interval",
        words="width of the interval of the difference",
        gives=("sd",),
        needs=("low", "high", *_GROUPS),
        compute=from_difference_interval,
        optional=_LEVEL,
    ),
    Recovery(
        code="sd_from_difference_p",
        words="p-value of the difference",
        gives=("sd",),
        needs=("difference", "p", *_GROUPS),
        compute=from_difference_p,
    ),
    Recovery(
        code="sd_from_difference_t",
        words="t statistic of the difference",
        gives=("sd",),
        needs=("difference", "t", *_GROUPS),
        compute=from_difference_t,
    ),
    Recovery(
        code="sd_of_change",
        words="standard deviations at both times and their correlation",
        gives=("sd",),
        needs=("sd1", "sd2", "corr"),
        compute=of_change,
    ),
)
