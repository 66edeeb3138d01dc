"""Cronbach's alpha, plain and transformed."""

from __future__ import annotations

import numpy as np

from trueeffect.synthesis.measures._base import Inputs, Measure, Options, Pair

_INPUTS = ("alpha", "items", "n")


def alpha(x: Inputs, options: Options) -> Pair:
    """Return alpha and 2q(1-alpha)^2/((q-1)(n-2))."""
    a, q, n = (x[role] for role in _INPUTS)
    return a, 2 * q * (1 - a) ** 2 / ((q - 1) * (n - 2))


def cube_root(x: Inputs, options: Options) -> Pair:
    """Return Hakstian and Whalen's 1 - (1-alpha)^(1/3)."""
    a, q, n = (x[role] for role in _INPUTS)
    y = 1 - np.cbrt(1 - a)
    return y, 18 * q * (n - 1) * np.cbrt(1 - a) ** 2 / ((q - 1) * (9 * n - 11) ** 2)


def log_alpha(x: Inputs, options: Options) -> Pair:
    """Return Bonett's -log(1-alpha)."""
    a, q, n = (x[role] for role in _INPUTS)
    return -np.log(1 - a), 2 * q / ((q - 1) * (n - 2))


_READS = "the items agree more"
MEASURES = (
    Measure(
        code="ARAW",
        name="Cronbach's alpha",
        inputs=_INPUTS,
        compute=alpha,
        groups=1,
        formula="y = alpha; v = 2q(1-alpha)^2/((q-1)(n-2))",
        doi="10.1037/a0020142",
        reads=_READS,
    ),
    Measure(
        code="AHW",
        name="cube root of alpha (Hakstian-Whalen)",
        inputs=_INPUTS,
        compute=cube_root,
        scale="other",
        groups=1,
        formula="y = 1-(1-alpha)^(1/3); v = 18q(n-1)(1-alpha)^(2/3)/((q-1)(9n-11)^2)",
        doi="10.1007/BF02291840",
        reads=_READS,
    ),
    Measure(
        code="ABT",
        name="log of alpha (Bonett)",
        inputs=_INPUTS,
        compute=log_alpha,
        scale="other",
        groups=1,
        formula="y = -log(1-alpha); v = 2q/((q-1)(n-2))",
        doi="10.3102/10769986027004335",
        reads=_READS,
    ),
)
