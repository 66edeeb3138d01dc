"""Intervals of single studies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, UnknownOption
from trueeffect.stats.quantiles import normal_p, normal_quantile
from trueeffect.synthesis import frames
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.inputs import read_inputs
from trueeffect.synthesis.results import Results

Array = NDArray[np.float64]
Bounds = tuple[Array, Array]


def study_intervals(effects: EffectTable, level: float = 0.95) -> Results:
    """Return estimate, standard error, z, p and Wald bounds of every study.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> found = study_intervals(effect_sizes({"y": [0.5], "v": [0.04]}, y="y", v="v"))
    >>> found["conf_low"].round(3).tolist(), found["conf_high"].round(3).tolist()
    ([0.108], [0.892])
    """
    std_error, crit = np.sqrt(effects.v), normal_quantile(level)
    with np.errstate(all="ignore"):
        statistic = effects.y / std_error
    columns = {
        "study": list(effects.labels),
        "estimate": effects.y,
        "std_error": std_error,
        "statistic": statistic,
        "p_value": normal_p(statistic),
        "conf_low": effects.y - crit * std_error,
        "conf_high": effects.y + crit * std_error,
    }
    return Results("Single studies", columns, effects.backend)


def _clopper_pearson(x: Array, n: Array, level: float) -> Bounds:
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = np.where(x > 0, betaincinv(np.maximum(x, 1), n - x + 1, tail), 0.0)
    high = np.where(x < n, betaincinv(x + 1, np.maximum(n - x, 1), 1 - tail), 1.0)
    return low, high


def _wilson(x: Array, n: Array, level: float) -> Bounds:
    z, p = normal_quantile(level), x / n
    centre, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    low, high = (centre - half) / (1 + z**2 / n), (centre + half) / (1 + z**2 / n)
    return np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)


def _wilson_corrected(x: Array, n: Array, level: float) -> Bounds:
    z, p = normal_quantile(level), x / n
    low = 2 * n * p + z**2 - 1 - z * np.sqrt(z**2 - 2 - 1 / n + 4 * p * (n * (1 - p) + 1))
    high = 2 * n * p + z**2 + 1 + z * np.sqrt(z**2 + 2 - 1 / n + 4 * p * (n * (1 - p) - 1))
    scale = 2 * (n + z**2)
    return np.where(x == 0, 0.0, low / scale), np.where(x == n, 1.0, high / scale)


def _agresti_coull(x: Array, n: Array, level: float) -> Bounds:
    z = normal_quantile(level)
    m = n + z**2
    p = (x + z**2 / 2) / m
    half = z * np.sqrt(p * (1 - p) / m)
    return p - half, p + half


def _simple(x: Array, n: Array, level: float, correction: float = 0.0) -> Bounds:
    p = x / n
    half = normal_quantile(level) * np.sqrt(p * (1 - p) / n) + correction / (2 * n)
    return p - half, p + half


def _simple_corrected(x: Array, n: Array, level: float) -> Bounds:
    return _simple(x, n, level, 1.0)


PROPORTION: dict[str, Callable[[Array, Array, float], Bounds]] = {
    "CP": _clopper_pearson,
    "WS": _wilson,
    "WSCC": _wilson_corrected,
    "AC": _agresti_coull,
    "SA": _simple,
    "SACC": _simple_corrected,
}


def proportion_intervals(
    data: Any, *, method: str = "CP", level: float = 0.95, **columns: str | float
) -> Results:
    """Return the interval of each proportion, with bounds in [0, 1].

    Parameters
    ----------
    method : {"CP", "WS", "WSCC", "AC", "SA", "SACC"}
        Clopper-Pearson, Wilson, Wilson with continuity correction, Agresti-Coull, Wald, Wald with correction.
    **columns
        ``count`` with ``total`` or ``rest``.

    Examples
    --------
    >>> found = proportion_intervals({"x": [0], "n": [10]}, count="x", total="n")
    >>> found["conf_high"].round(4).tolist()
    [0.3085]
    """
    if method not in PROPORTION:
        raise UnknownOption.of("method", method, PROPORTION)
    if not 0 < level < 1:
        raise InputError(f"level={level} is given; it must lie between 0 and 1.", hint="Use 0.95.")
    source = frames.read_columns(data)
    x, reasons = read_inputs(source, ("count", "rest"), columns, None, "PR")
    n = x["count"] + x["rest"]
    with np.errstate(all="ignore"):
        low, high = PROPORTION[method](x["count"], n, level)
        rows = {"estimate": x["count"] / n, "conf_low": np.clip(low, 0, 1), "conf_high": np.clip(high, 0, 1)}
    notes = tuple(f"row {i + 1}: {why}" for i, why in sorted(reasons.items()))
    return Results("Proportions", rows, source.backend, notes)
