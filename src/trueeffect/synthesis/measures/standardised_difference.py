"""Standardised mean differences of two groups."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trueeffect.synthesis.measures._base import (
    TWO_MEANS,
    Array,
    Inputs,
    Measure,
    Options,
    Pair,
    correction_factor,
)
from trueeffect.synthesis.measures.mean_difference import pooled_variance


def raw_d(x: Inputs) -> Array:
    """Return the uncorrected difference in units of the pooled standard deviation."""
    return (x["mean1"] - x["mean2"]) / np.sqrt(pooled_variance(x))


def smd(x: Inputs, options: Options) -> Pair:
    """Return Hedges' g and its variance.

    Variance types: LS (large-sample, the default), LS2 (J^2 times the variance of d), UB (unbiased),
    AV (LS with the sample-size weighted mean of g in place of g).

    Examples
    --------
    >>> study = {"mean1": 105.0, "sd1": 12.0, "n1": 20.0, "mean2": 98.0, "sd2": 10.0, "n2": 25.0}
    >>> y, v = smd({role: np.array([number]) for role, number in study.items()}, Options())
    >>> y.round(4), v.round(4)
    (array([0.6293]), array([0.0944]))
    """
    n1, n2 = x["n1"], x["n2"]
    n, m = n1 + n2, n1 + n2 - 2
    d = raw_d(x)
    j = correction_factor(m, options.bias_correction)
    g = j * d
    base = 1 / n1 + 1 / n2
    if options.var_type == "LS2":
        return g, j**2 * (base + d**2 / (2 * n))
    if options.var_type == "UB":
        return g, base + (1 - (m - 2) / (m * j**2)) * g**2
    if options.var_type == "AV":
        return g, base + weighted_mean(g, n) ** 2 / (2 * n)
    return g, base + g**2 / (2 * n)


def weighted_mean(y: Array, n: Array) -> Array:
    """Return the mean of ``y`` with weights ``n``, over the entries that exist."""
    exists = np.isfinite(y) & np.isfinite(n)
    return np.asarray((y[exists] * n[exists]).sum() / n[exists].sum())


def _second_group(x: Inputs, options: Options) -> Array:
    return correction_factor(x["n2"] - 1, options.bias_correction) * (x["mean1"] - x["mean2"]) / x["sd2"]


def smd1(x: Inputs, options: Options) -> Pair:
    """Return the difference in units of the second group's standard deviation."""
    y = _second_group(x, options)
    return y, 1 / x["n1"] + 1 / x["n2"] + y**2 / (2 * x["n2"])


def smd1h(x: Inputs, options: Options) -> Pair:
    """Return SMD1 with a variance that lets the two standard deviations differ."""
    y = _second_group(x, options)
    f1, f2 = x["n1"] - 1, x["n2"] - 1
    return y, (x["sd1"] / x["sd2"]) ** 2 / f1 + 1 / f2 + y**2 / (2 * f2)


def smdh(x: Inputs, options: Options) -> Pair:
    """Return the difference in units of the root mean variance of both groups."""
    f1, f2 = x["n1"] - 1, x["n2"] - 1
    v1, v2 = x["sd1"] ** 2, x["sd2"] ** 2
    s2 = (v1 + v2) / 2
    j = correction_factor(f1 + f2, options.bias_correction)
    y = j * (x["mean1"] - x["mean2"]) / np.sqrt(s2)
    return y, y**2 * (v1**2 / f1 + v2**2 / f2) / (8 * s2**2) + (v1 / f1 + v2 / f2) / s2


def _as_log_odds(factor: float) -> Callable[[Inputs, Options], Pair]:
    def compute(x: Inputs, options: Options) -> Pair:
        d = raw_d(x)
        v = 1 / x["n1"] + 1 / x["n2"] + d**2 / (2 * (x["n1"] + x["n2"]))
        return factor * d, factor**2 * v

    return compute


_READS = "higher mean in group 1"
_HEDGES = "10.3102/10769986006002107"
_BONETT = "10.1037/1082-989X.13.2.99"

MEASURES = (
    Measure(
        code="SMD",
        name="standardised mean difference (Hedges' g)",
        inputs=TWO_MEANS,
        compute=smd,
        var_types=("LS", "LS2", "UB", "AV"),
        has_bias_correction=True,
        formula="y = J(m)(m1-m2)/sp, m = n1+n2-2; v = 1/n1 + 1/n2 + y^2/(2(n1+n2))",
        doi=_HEDGES,
        reads=_READS,
    ),
    Measure(
        code="SMD1",
        name="standardised mean difference (SD of group 2)",
        inputs=TWO_MEANS,
        compute=smd1,
        has_bias_correction=True,
        formula="y = J(n2-1)(m1-m2)/sd2; v = 1/n1 + 1/n2 + y^2/(2 n2)",
        doi=_HEDGES,
        reads=_READS,
    ),
    Measure(
        code="SMD1H",
        name="standardised mean difference (SD of group 2, unequal variances)",
        inputs=TWO_MEANS,
        compute=smd1h,
        has_bias_correction=True,
        formula="y as SMD1; v = (sd1/sd2)^2/(n1-1) + 1/(n2-1) + y^2/(2(n2-1))",
        doi=_BONETT,
        reads=_READS,
    ),
    Measure(
        code="SMDH",
        name="standardised mean difference (unequal variances)",
        inputs=TWO_MEANS,
        compute=smdh,
        has_bias_correction=True,
        formula="y = J(n1+n2-2)(m1-m2)/s, s^2 = (sd1^2+sd2^2)/2",
        doi=_BONETT,
        reads=_READS,
    ),
    Measure(
        code="D2ORN",
        name="log odds ratio from a standardised difference (normal)",
        inputs=TWO_MEANS,
        compute=_as_log_odds(1.65),
        scale="log",
        formula="y = 1.65 d",
        doi="10.1037/1082-989X.8.4.448",
        reads=_READS,
    ),
    Measure(
        code="D2ORL",
        name="log odds ratio from a standardised difference (logistic)",
        inputs=TWO_MEANS,
        compute=_as_log_odds(float(np.pi / np.sqrt(3))),
        scale="log",
        formula="y = d pi/sqrt(3)",
        doi="10.1002/1097-0258(20001130)19:22<3127::AID-SIM784>3.0.CO;2-M",
        reads=_READS,
    ),
)
