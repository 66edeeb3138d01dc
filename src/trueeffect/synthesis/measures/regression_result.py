"""Effect sizes from one regression: partial and semipartial correlations, and R squared."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.measures._base import Inputs, Measure, Options, Pair, atanh_of


def partial_correlation(x: Inputs, options: Options) -> Pair:
    """Return t/sqrt(t^2 + n - m - 1), m predictors."""
    t, n, m = x["tstat"], x["n"], x["predictors"]
    y = t / np.sqrt(t**2 + n - m - 1)
    return y, (1 - y**2) ** 2 / (n - m)


def _z_partial(x: Inputs, options: Options) -> Pair:
    left = x["n"] - x["predictors"] - 2
    return np.arctanh(partial_correlation(x, options)[0]), 1 / np.where(left > 0, left, np.nan)


def semipartial_correlation(x: Inputs, options: Options) -> Pair:
    """Return t sqrt(1-R2)/sqrt(n-m-1), with Aloe and Becker's variance."""
    t, n, m, r2 = x["tstat"], x["n"], x["predictors"], x["rsq"]
    y = t * np.sqrt(1 - r2) / np.sqrt(n - m - 1)
    rest = r2 - y**2
    return y, (r2**2 - 2 * r2 + rest + 1 - rest**2) / n


def r_squared(x: Inputs, options: Options) -> Pair:
    """Return R2 and 4 R2 (1-R2)^2/n."""
    r2 = x["rsq"]
    return r2, 4 * r2 * (1 - r2) ** 2 / x["n"]


def z_r_squared(x: Inputs, options: Options) -> Pair:
    """Return atanh of the multiple correlation and 1/n."""
    return np.arctanh(np.sqrt(x["rsq"])), 1 / x["n"]


_PARTIAL = ("tstat", "n", "predictors")
_SEMI = ("tstat", "n", "predictors", "rsq")
_READS = "outcome rises with the predictor"
_DOI = "10.3102/1076998610396901"

MEASURES = (
    Measure(
        code="PCOR",
        name="partial correlation",
        inputs=_PARTIAL,
        compute=partial_correlation,
        formula="y = t/sqrt(t^2+n-m-1); v = (1-y^2)^2/(n-m)",
        doi=_DOI,
        reads=_READS,
    ),
    Measure(
        code="ZPCOR",
        name="Fisher's z of the partial correlation",
        inputs=_PARTIAL,
        compute=_z_partial,
        scale="atanh",
        formula="atanh of PCOR; v = 1/(n-m-2)",
        doi=_DOI,
        reads=_READS,
    ),
    Measure(
        code="SPCOR",
        name="semipartial correlation",
        inputs=_SEMI,
        compute=semipartial_correlation,
        formula="y = t sqrt(1-R2)/sqrt(n-m-1)",
        doi=_DOI,
        reads=_READS,
    ),
    Measure(
        code="ZSPCOR",
        name="Fisher's z of the semipartial correlation",
        inputs=_SEMI,
        compute=atanh_of(semipartial_correlation),
        scale="atanh",
        formula="atanh of SPCOR",
        doi=_DOI,
        reads=_READS,
    ),
    Measure(
        code="R2",
        name="coefficient of determination",
        inputs=("rsq", "n"),
        compute=r_squared,
        formula="y = R2; v = 4 R2 (1-R2)^2/n",
        doi="10.1037/0033-2909.118.1.155",
        reads="the predictors explain more",
    ),
    Measure(
        code="ZR2",
        name="Fisher's z of the multiple correlation",
        inputs=("rsq", "n"),
        compute=z_r_squared,
        scale="other",
        formula="y = atanh sqrt R2; v = 1/n",
        doi="10.1037/0033-2909.118.1.155",
        reads="the predictors explain more",
    ),
)
