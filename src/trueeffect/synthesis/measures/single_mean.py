"""One group: mean, spread, and their transformations."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trueeffect.synthesis.measures._base import (
    ONE_MEAN,
    Inputs,
    Measure,
    Options,
    Pair,
    Scale,
    correction_factor,
)


def mean(x: Inputs, options: Options) -> Pair:
    """Return the mean and sd^2/n."""
    return x["mean"], x["sd"] ** 2 / x["n"]


def log_mean(x: Inputs, options: Options) -> Pair:
    """Return the log of the mean and sd^2/(n m^2)."""
    return np.log(x["mean"]), x["sd"] ** 2 / (x["n"] * x["mean"] ** 2)


def log_sd(x: Inputs, options: Options) -> Pair:
    """Return the bias-corrected log of the standard deviation."""
    half = 1 / (2 * (x["n"] - 1))
    return np.log(x["sd"]) + half, half


def log_variation(x: Inputs, options: Options) -> Pair:
    """Return the bias-corrected log of the coefficient of variation."""
    half = 1 / (2 * (x["n"] - 1))
    return np.log(x["sd"] / x["mean"]) + half, half + log_mean(x, options)[1]


def standardised_mean(x: Inputs, options: Options) -> Pair:
    """Return J(n-1) m/sd."""
    y = correction_factor(x["n"] - 1, options.bias_correction) * x["mean"] / x["sd"]
    return y, 1 / x["n"] + y**2 / (2 * x["n"])


def _member(
    code: str,
    name: str,
    compute: Callable[[Inputs, Options], Pair],
    scale: Scale,
    formula: str,
    doi: str,
    inputs: tuple[str, ...] = ONE_MEAN,
) -> Measure:
    return Measure(
        code=code,
        name=name,
        inputs=inputs,
        compute=compute,
        scale=scale,
        groups=1,
        has_bias_correction=code == "SMN",
        formula=formula,
        doi=doi,
        reads="a higher value",
    )


_NAKAGAWA = "10.1111/2041-210X.12309"
MEASURES = (
    _member("MN", "mean", mean, "identity", "y = m; v = sd^2/n", "10.1002/9780470743386"),
    _member("MNLN", "log mean", log_mean, "log", "y = log m; v = sd^2/(n m^2)", "10.1002/9780470743386"),
    _member(
        "SDLN",
        "log standard deviation",
        log_sd,
        "log",
        "y = log sd + 1/(2(n-1)); v = 1/(2(n-1))",
        _NAKAGAWA,
        ("sd", "n"),
    ),
    _member(
        "CVLN",
        "log coefficient of variation",
        log_variation,
        "log",
        "y = log(sd/m) + 1/(2(n-1)); v = 1/(2(n-1)) + sd^2/(n m^2)",
        _NAKAGAWA,
    ),
    _member(
        "SMN",
        "standardised mean",
        standardised_mean,
        "identity",
        "y = J(n-1) m/sd; v = 1/n + y^2/(2n)",
        "10.1037/1082-989X.7.1.105",
    ),
)
