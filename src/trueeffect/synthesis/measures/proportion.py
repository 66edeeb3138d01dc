"""One group: a proportion, plain or transformed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trueeffect.synthesis.measures._base import Array, Inputs, Measure, Options, Pair, Scale

_CELLS = ("count", "rest")


def _parts(x: Inputs) -> tuple[Array, Array, Array]:
    n = x["count"] + x["rest"]
    return x["count"], n, x["count"] / n


def proportion(x: Inputs, options: Options) -> Pair:
    """Return p and p(1-p)/n."""
    _, n, p = _parts(x)
    return p, p * (1 - p) / n


def log_proportion(x: Inputs, options: Options) -> Pair:
    """Return log p and 1/x - 1/n."""
    count, n, p = _parts(x)
    return np.log(p), 1 / count - 1 / n


def logit_proportion(x: Inputs, options: Options) -> Pair:
    """Return log(p/(1-p)) and 1/x + 1/(n-x)."""
    return np.log(x["count"] / x["rest"]), 1 / x["count"] + 1 / x["rest"]


def probit_proportion(x: Inputs, options: Options) -> Pair:
    """Return the normal quantile of p."""
    from scipy.special import ndtri

    _, n, p = _parts(x)
    y = ndtri(p)
    return y, 2 * np.pi * p * (1 - p) * np.exp(y**2) / n


def arcsine_proportion(x: Inputs, options: Options) -> Pair:
    """Return asin sqrt p and 1/(4n)."""
    _, n, p = _parts(x)
    return np.arcsin(np.sqrt(p)), 1 / (4 * n)


def double_arcsine(x: Inputs, options: Options) -> Pair:
    """Return Freeman and Tukey's double arcsine and 1/(4n+2)."""
    count, n, _ = _parts(x)
    y = (np.arcsin(np.sqrt(count / (n + 1))) + np.arcsin(np.sqrt((count + 1) / (n + 1)))) / 2
    return y, 1 / (4 * n + 2)


def _member(
    code: str,
    name: str,
    compute: Callable[[Inputs, Options], Pair],
    scale: Scale,
    formula: str,
    doi: str = "10.1136/jech-2013-203104",
    increment: float = 0.5,
) -> Measure:
    return Measure(
        code=code,
        name=name,
        inputs=_CELLS,
        compute=compute,
        scale=scale,
        cells=_CELLS,
        increment=increment,
        groups=1,
        formula=formula,
        doi=doi,
        reads="the event is more frequent",
    )


MEASURES = (
    _member("PR", "proportion", proportion, "identity", "y = p; v = p(1-p)/n"),
    _member("PLN", "log proportion", log_proportion, "log", "y = log p; v = 1/x - 1/n"),
    _member("PLO", "logit proportion", logit_proportion, "logit", "y = log(p/(1-p)); v = 1/x + 1/(n-x)"),
    _member("PRZ", "probit proportion", probit_proportion, "probit", "y = z; v = 2 pi p(1-p) exp(z^2)/n"),
    _member(
        "PAS", "arcsine proportion", arcsine_proportion, "arcsine", "y = asin sqrt p; v = 1/(4n)", increment=0
    ),
    _member(
        "PFT",
        "double arcsine proportion",
        double_arcsine,
        "double_arcsine",
        "y = [asin sqrt(x/(n+1)) + asin sqrt((x+1)/(n+1))]/2; v = 1/(4n+2)",
        "10.1214/aoms/1177729756",
        0,
    ),
)
