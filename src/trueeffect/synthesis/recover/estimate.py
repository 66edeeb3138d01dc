"""Estimates and variances from printed intervals, test statistics and p-values."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.recover._base import Array, Inputs, Recovery


def from_interval(x: Inputs) -> dict[str, Array]:
    """Return estimate and variance from a Wald interval on the working scale.

    Examples
    --------
    >>> x = {"estimate": np.array([0.5]), "low": np.array([0.108]), "high": np.array([0.892])}
    >>> from_interval({**x, "level": np.array([0.95])})["v"].round(4)
    array([0.04])
    """
    return {"y": x["estimate"], "v": ((x["high"] - x["low"]) / (2 * _z(x["level"]))) ** 2}


def from_ratio_interval(x: Inputs) -> dict[str, Array]:
    """Return log estimate and variance from the interval of a ratio."""
    with np.errstate(all="ignore"):
        logs = {name: np.log(x[name]) for name in ("estimate", "low", "high")}
    return from_interval({**logs, "level": x["level"]})


def from_z(x: Inputs) -> dict[str, Array]:
    """Return estimate and variance from a z statistic."""
    with np.errstate(all="ignore"):
        return {"y": x["estimate"], "v": (x["estimate"] / x["z"]) ** 2}


def from_ratio_z(x: Inputs) -> dict[str, Array]:
    """Return log estimate and variance from a ratio and its z statistic."""
    with np.errstate(all="ignore"):
        return from_z({"estimate": np.log(x["estimate"]), "z": x["z"]})


def from_p(x: Inputs) -> dict[str, Array]:
    """Return estimate and variance from a two-sided p-value."""
    return from_z({"estimate": x["estimate"], "z": _z(1 - x["p"])})


def from_ratio_p(x: Inputs) -> dict[str, Array]:
    """Return log estimate and variance from a ratio and its two-sided p-value."""
    return from_ratio_z({"estimate": x["estimate"], "z": _z(1 - x["p"])})


def _z(level: Array) -> Array:
    from scipy.special import ndtri

    return np.asarray(-ndtri((1 - level) / 2))


_GIVES, _INTERVAL, _LEVEL = ("y", "v"), ("estimate", "low", "high"), (("level", 0.95),)
RECOVERIES = (
    Recovery(
        code="effect_from_interval",
        words="Wald interval",
        gives=_GIVES,
        needs=_INTERVAL,
        compute=from_interval,
        optional=_LEVEL,
    ),
    Recovery(
        code="effect_from_ratio_interval",
        words="Wald interval of the log ratio",
        gives=_GIVES,
        needs=_INTERVAL,
        compute=from_ratio_interval,
        optional=_LEVEL,
    ),
    Recovery(
        code="effect_from_z", words="z statistic", gives=_GIVES, needs=("estimate", "z"), compute=from_z
    ),
    Recovery(
        code="effect_from_ratio_z",
        words="z statistic of the log ratio",
        gives=_GIVES,
        needs=("estimate", "z"),
        compute=from_ratio_z,
    ),
    Recovery(code="effect_from_p", words="p-value", gives=_GIVES, needs=("estimate", "p"), compute=from_p),
    Recovery(
        code="effect_from_ratio_p",
        words="p-value of the log ratio",
        gives=_GIVES,
        needs=("estimate", "p"),
        compute=from_ratio_p,
    ),
)
