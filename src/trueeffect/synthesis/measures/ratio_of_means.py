"""Log ratios of two groups: of means, of standard deviations, of coefficients of variation."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.measures._base import TWO_MEANS, Array, Inputs, Measure, Options, Pair


def _relative(x: Inputs) -> tuple[Array, Array]:
    first = x["sd1"] ** 2 / (x["n1"] * x["mean1"] ** 2)
    return first, x["sd2"] ** 2 / (x["n2"] * x["mean2"] ** 2)


def ratio_of_means(x: Inputs, options: Options) -> Pair:
    """Return log(m1/m2); ``correct`` removes the second-order bias."""
    first, second = _relative(x)
    y = np.log(x["mean1"] / x["mean2"])
    return (y + (first - second) / 2 if options.correct else y), first + second


def variability_ratio(x: Inputs, options: Options) -> Pair:
    """Return log(sd1/sd2) with its small-sample correction."""
    first, second = 1 / (2 * (x["n1"] - 1)), 1 / (2 * (x["n2"] - 1))
    return np.log(x["sd1"] / x["sd2"]) + first - second, first + second


def variation_ratio(x: Inputs, options: Options) -> Pair:
    """Return the log ratio of the coefficients of variation."""
    first, second = _relative(x)
    half1, half2 = 1 / (2 * (x["n1"] - 1)), 1 / (2 * (x["n2"] - 1))
    y = np.log((x["sd1"] / x["mean1"]) / (x["sd2"] / x["mean2"]))
    if options.correct:
        y = y + half1 - half2 + (second - first) / 2
    return y, half1 + half2 + first + second


MEASURES = (
    Measure(
        code="ROM",
        name="log ratio of means",
        inputs=TWO_MEANS,
        compute=ratio_of_means,
        scale="log",
        has_correct=True,
        formula="y = log(m1/m2); v = sd1^2/(n1 m1^2) + sd2^2/(n2 m2^2)",
        doi="10.1890/0012-9658(1999)080[1150:TMAORR]2.0.CO;2",
        reads="higher mean in group 1",
    ),
    Measure(
        code="VR",
        name="log variability ratio",
        inputs=TWO_MEANS,
        compute=variability_ratio,
        scale="log",
        formula="y = log(sd1/sd2) + 1/(2(n1-1)) - 1/(2(n2-1)); v = 1/(2(n1-1)) + 1/(2(n2-1))",
        doi="10.1111/2041-210X.12309",
        reads="more spread in group 1",
    ),
    Measure(
        code="CVR",
        name="log ratio of coefficients of variation",
        inputs=TWO_MEANS,
        compute=variation_ratio,
        scale="log",
        has_correct=True,
        formula="y = log((sd1/m1)/(sd2/m2)); v = v(VR) + v(ROM)",
        doi="10.1111/2041-210X.12309",
        reads="more relative spread in group 1",
    ),
)
