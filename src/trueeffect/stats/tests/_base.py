"""What a rule of inference is: a factor on the covariance, and the reference distribution."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from trueeffect.stats.problem import Number


def no_factor(form: Number, df: Number) -> Number:
    """Leave the covariance as it is."""
    return 1.0


class Inference(NamedTuple):
    """How tests and intervals of coefficients are made.

    Parameters
    ----------
    code, name : str
        Spelling of the option, and words.
    factor : callable
        ``factor(y'Py, k - p)`` multiplies the covariance of the coefficients.
    uses_t : bool
        t and F with k - p degrees of freedom, else normal and chi-square.
    needs_form : bool
        Whether ``factor`` looks at y'Py.
    doi : str
        Source.
    r_code : str
        Spelling in R's metafor.
    """

    code: str
    name: str
    doi: str
    r_code: str
    factor: Callable[[Number, Number], Number] = no_factor
    uses_t: bool = True
    needs_form: bool = False
