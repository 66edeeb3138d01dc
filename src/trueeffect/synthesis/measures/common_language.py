"""The probability that a person of group 1 scores higher than one of group 2."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.measures._base import TWO_MEANS, Inputs, Measure, Options, Pair


def common_language(x: Inputs, options: Options) -> Pair:
    """Return Phi((m1-m2)/sqrt(sd1^2+sd2^2)) and its delta-method variance."""
    from scipy.special import ndtr

    v1, v2 = x["sd1"] ** 2, x["sd2"] ** 2
    f1, f2 = x["n1"] - 1, x["n2"] - 1
    difference = x["mean1"] - x["mean2"]
    d2 = difference**2 / ((v1 + v2) / 2)
    r = v1 / (v1 + v2)
    spread = d2 * r**2 / f1 + d2 * (1 - r) ** 2 / f2 + 4 * r / f1 + 4 * (1 - r) / f2
    return ndtr(difference / np.sqrt(v1 + v2)), np.exp(-d2 / 2) / (8 * np.pi) * spread


MEASURES = (
    Measure(
        code="CLESN",
        name="probability of superiority (normal)",
        inputs=TWO_MEANS,
        compute=common_language,
        formula="y = Phi((m1-m2)/sqrt(sd1^2+sd2^2))",
        doi="10.1037/0033-2909.111.2.361",
        reads="group 1 tends to score higher",
    ),
)
