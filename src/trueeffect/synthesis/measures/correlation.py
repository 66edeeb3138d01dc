"""Correlations of two variables: raw, unbiased, and after Fisher's transformation."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.measures._base import Array, Inputs, Measure, Options, Pair
from trueeffect.synthesis.measures.standardised_difference import weighted_mean


def _large_sample(r: Array, n: Array) -> Array:
    return (1 - r**2) ** 2 / (n - 1)


def correlation(x: Inputs, options: Options) -> Pair:
    """Return r and (1-r^2)^2/(n-1); type AV puts the n-weighted mean in place of r."""
    r, n = x["corr"], x["n"]
    return r, _large_sample(weighted_mean(r, n) if options.var_type == "AV" else r, n)


def unbiased_correlation(x: Inputs, options: Options) -> Pair:
    """Return Olkin and Pratt's unbiased correlation; type UB gives its unbiased variance."""
    r, n = x["corr"], x["n"]
    usable = n > 4
    size, z = np.where(usable, n, 10.0), 1 - r**2
    y = np.where(usable, r * _gauss(0.5, (size - 2) / 2, z), np.nan)
    if options.var_type != "UB":
        return y, _large_sample(y, n)
    return y, y**2 - 1 + (size - 3) / (size - 2) * z * _gauss(1.0, size / 2, z)


def _gauss(a: float, c: Array, z: Array) -> Array:
    """Return the hypergeometric function F(a, a; c; z) for 0 <= z <= 1 and c > 2a.

    From c = 10 on the power series is exact after some hundred terms, where SciPy's routine fails for
    some arguments (c near 160, z near 1).
    """
    from scipy.special import hyp2f1

    large = np.where(c >= 10, c, 10.0)
    term, total = np.ones_like(z), np.ones_like(z)
    for j in range(_TERMS):
        term = term * (a + j) ** 2 / ((large + j) * (j + 1)) * z
        total = total + term
        if np.nanmax(term, initial=0.0) < 1e-17:
            break
    return np.where(c >= 10, total, hyp2f1(a, a, np.where(c < 10, c, 5.0), z))


def fisher_z(x: Inputs, options: Options) -> Pair:
    """Return atanh r and 1/(n-3); no variance when n <= 3."""
    n = x["n"]
    return np.arctanh(x["corr"]), 1 / np.where(n > 3, n - 3, np.nan)


_TERMS = 1000
_INPUTS = ("corr", "n")
_READS = "both variables rise together"

MEASURES = (
    Measure(
        code="COR",
        name="correlation",
        inputs=_INPUTS,
        compute=correlation,
        var_types=("LS", "AV"),
        formula="y = r; v = (1-r^2)^2/(n-1)",
        doi="10.1214/aoms/1177706717",
        reads=_READS,
    ),
    Measure(
        code="UCOR",
        name="unbiased correlation",
        inputs=_INPUTS,
        compute=unbiased_correlation,
        var_types=("LS", "UB"),
        formula="y = r F(1/2,1/2;(n-2)/2;1-r^2)",
        doi="10.1214/aoms/1177706717",
        reads=_READS,
    ),
    Measure(
        code="ZCOR",
        name="Fisher's z",
        inputs=_INPUTS,
        compute=fisher_z,
        scale="atanh",
        formula="y = atanh r; v = 1/(n-3)",
        doi="10.2307/2331838",
        reads=_READS,
    ),
)
