"""Change in one group: two measurements of the same people and their correlation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trueeffect.synthesis.measures._base import (
    PAIRED_MEANS,
    Array,
    Inputs,
    Measure,
    Options,
    Pair,
    Scale,
    correction_factor,
)


def _change_variance(x: Inputs) -> Array:
    return x["sd1"] ** 2 + x["sd2"] ** 2 - 2 * x["corr"] * x["sd1"] * x["sd2"]


def mean_change(x: Inputs, options: Options) -> Pair:
    """Return m1 - m2 and the variance of the mean change."""
    return x["mean1"] - x["mean2"], _change_variance(x) / x["n"]


def smcc(x: Inputs, options: Options) -> Pair:
    """Return the change in units of the standard deviation of changes."""
    n = x["n"]
    j = correction_factor(n - 1, options.bias_correction)
    y = j * (x["mean1"] - x["mean2"]) / np.sqrt(_change_variance(x))
    return y, 1 / n + y**2 / (2 * n)


def _raw_units(x: Inputs, options: Options) -> Array:
    j = correction_factor(x["n"] - 1, options.bias_correction)
    return j * (x["mean1"] - x["mean2"]) / x["sd1"]


def smcr(x: Inputs, options: Options) -> Pair:
    """Return the change in units of the first standard deviation."""
    y, n = _raw_units(x, options), x["n"]
    return y, 2 * (1 - x["corr"]) / n + y**2 / (2 * n)


def smcrh(x: Inputs, options: Options) -> Pair:
    """Return SMCR with a variance that lets the standard deviations differ."""
    y, f = _raw_units(x, options), x["n"] - 1
    return y, _change_variance(x) / (x["sd1"] ** 2 * f) + y**2 / (2 * f)


def _pooled_units(x: Inputs, options: Options) -> tuple[Array, Array]:
    s2 = (x["sd1"] ** 2 + x["sd2"] ** 2) / 2
    m = 2 * (x["n"] - 1) / (1 + x["corr"] ** 2)
    return correction_factor(m, options.bias_correction) * (x["mean1"] - x["mean2"]) / np.sqrt(s2), s2


def smcrp(x: Inputs, options: Options) -> Pair:
    """Return the change in units of the root mean variance of both times."""
    (y, _), n, r = _pooled_units(x, options), x["n"], x["corr"]
    return y, 2 * (1 - r) / n + y**2 * (1 + r**2) / (4 * n)


def smcrph(x: Inputs, options: Options) -> Pair:
    """Return SMCRP with a variance that lets the standard deviations differ."""
    (y, s2), f, r = _pooled_units(x, options), x["n"] - 1, x["corr"]
    v1, v2 = x["sd1"] ** 2, x["sd2"] ** 2
    spread = (v1**2 + v2**2 + 2 * r**2 * v1 * v2) / (8 * s2**2 * f)
    return y, _change_variance(x) / (s2 * f) + y**2 * spread


def _relative(x: Inputs) -> tuple[Array, Array]:
    first = x["sd1"] ** 2 / (x["n"] * x["mean1"] ** 2)
    return first, x["sd2"] ** 2 / (x["n"] * x["mean2"] ** 2)


def romc(x: Inputs, options: Options) -> Pair:
    """Return log(m1/m2) of paired means."""
    first, second = _relative(x)
    shared = 2 * x["corr"] * x["sd1"] * x["sd2"] / (x["mean1"] * x["mean2"] * x["n"])
    y = np.log(x["mean1"] / x["mean2"])
    return (y + (first - second) / 2 if options.correct else y), first + second - shared


def vrc(x: Inputs, options: Options) -> Pair:
    """Return log(sd1/sd2) of paired measurements."""
    return np.log(x["sd1"] / x["sd2"]), (1 - x["corr"] ** 2) / (x["n"] - 1)


def cvrc(x: Inputs, options: Options) -> Pair:
    """Return the log ratio of the coefficients of variation of paired measurements."""
    first, second = _relative(x)
    y = np.log((x["sd1"] / x["mean1"]) / (x["sd2"] / x["mean2"]))
    v = romc(x, options)[1] + vrc(x, options)[1]
    return (y + (second - first) / 2 if options.correct else y), v


def _member(
    code: str,
    name: str,
    compute: Callable[[Inputs, Options], Pair],
    formula: str,
    doi: str,
    scale: Scale = "identity",
    correct: bool = False,
) -> Measure:
    return Measure(
        code=code,
        name=name,
        inputs=PAIRED_MEANS,
        compute=compute,
        scale=scale,
        groups=1,
        has_correct=correct,
        has_bias_correction=code.startswith("SMC"),
        formula=formula,
        doi=doi,
        reads="higher at the first time",
    )


_MORRIS, _BONETT = "10.1037/1082-989X.7.1.105", "10.1037/1082-989X.13.2.99"
_LAJEUNESSE, _NAKAGAWA = "10.1890/11-0423.1", "10.1111/2041-210X.12309"
MEASURES = (
    _member("MC", "mean change", mean_change, "y = m1 - m2; v = sdd^2/n", _MORRIS),
    _member("SMCC", "standardised mean change (SD of changes)", smcc, "y = J(n-1)(m1-m2)/sdd", _MORRIS),
    _member("SMCR", "standardised mean change (first SD)", smcr, "y = J(n-1)(m1-m2)/sd1", _MORRIS),
    _member("SMCRH", "standardised mean change (first SD, unequal variances)", smcrh, "y as SMCR", _BONETT),
    _member(
        "SMCRP", "standardised mean change (pooled SD)", smcrp, "y = J(2(n-1)/(1+r^2))(m1-m2)/s", _BONETT
    ),
    _member(
        "SMCRPH", "standardised mean change (pooled SD, unequal variances)", smcrph, "y as SMCRP", _BONETT
    ),
    _member("ROMC", "log ratio of paired means", romc, "y = log(m1/m2)", _LAJEUNESSE, "log", True),
    _member("VRC", "log ratio of paired SDs", vrc, "y = log(sd1/sd2); v = (1-r^2)/(n-1)", _NAKAGAWA, "log"),
    _member(
        "CVRC",
        "log ratio of paired coefficients of variation",
        cvrc,
        "y = log((sd1/m1)/(sd2/m2)); v = v(ROMC) + v(VRC)",
        _NAKAGAWA,
        "log",
        True,
    ),
)
