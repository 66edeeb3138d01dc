"""What a measure is: its inputs, its formula and its options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Inputs = dict[str, Array]
Pair = tuple[Array, Array]
Scale = Literal["identity", "log", "logit", "atanh", "arcsine", "double_arcsine", "probit", "sqrt", "other"]


@dataclass(frozen=True, kw_only=True)
class Options:
    """Choices that some measures offer.

    Parameters
    ----------
    var_type : str
        Variance formula; empty means the first of the measure's ``var_types``.
    correct : bool
        Adds the small-sample term of a log ratio of means or of variation.
    bias_correction : {"exact", "approximate", "none"}
        Factor J of standardised differences: by gamma functions, by 1 - 3/(4m - 1), or 1.
    """

    var_type: str = ""
    correct: bool = False
    bias_correction: Literal["exact", "approximate", "none"] = "exact"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """An effect size measure: what it needs, and how estimate and variance follow from it.

    Parameters
    ----------
    code : str
        The field's code (``RR``, ``SMD``).
    name : str
        In words, on the working scale.
    inputs : tuple of str
        Roles that must be given. ``total1`` may stand for ``nonevents1``, ``total`` for ``rest``.
    compute : callable
        ``compute(inputs, options) -> (y, v)``, arrays of shape (k,); what cannot be computed is NaN.
    scale : str
        The scale of ``y``, for the way back.
    cells : tuple of str
        Counts that a zero-cell increment is added to; empty when there is none.
    increment : float
        Default increment.
    groups : int
        1 or 2: groups with their own zero events.
    var_types : tuple of str
        Variance formulas on offer, the default first.
    has_correct, has_bias_correction : bool
        Whether the option exists for this measure.
    formula : str
        Estimate and variance in the paper's symbols.
    doi : str
        Where the formula comes from.
    reads : str
        What a positive value means, in plain words.
    """

    code: str
    name: str
    inputs: tuple[str, ...]
    compute: Callable[[Inputs, Options], Pair]
    scale: Scale = "identity"
    cells: tuple[str, ...] = ()
    increment: float = 0.5
    groups: int = 2
    var_types: tuple[str, ...] = ()
    has_correct: bool = False
    has_bias_correction: bool = False
    formula: str = ""
    doi: str = ""
    reads: str = ""


TWO_BY_TWO = ("events1", "nonevents1", "events2", "nonevents2")
TWO_RATES = ("count1", "time1", "count2", "time2")
TWO_MEANS = ("mean1", "sd1", "n1", "mean2", "sd2", "n2")
ONE_MEAN = ("mean", "sd", "n")
PAIRED_MEANS = ("mean1", "sd1", "mean2", "sd2", "corr", "n")
PAIRED_COUNTS = ("both", "first_only", "second_only", "neither")


def correction_factor(m: Array, kind: str = "exact") -> Array:
    """Return J(m) = Gamma(m/2) / (sqrt(m/2) Gamma((m-1)/2)), NaN where m <= 1.

    The exact factor removes the small-sample bias of a standardised difference with ``m`` degrees of
    freedom (doi:10.3102/10769986006002107); ``approximate`` is 1 - 3/(4m - 1).

    Examples
    --------
    >>> correction_factor(np.array([10.0])).round(6)
    array([0.922746])
    """
    from scipy.special import gammaln

    if kind == "none":
        return np.where(m > 1, 1.0, np.nan)
    if kind == "approximate":
        return np.where(m > 1, 1 - 3 / (4 * m - 1), np.nan)
    x = np.where(m > 1, (m - 1) / 2, np.nan)
    direct = np.exp(gammaln(x + 0.5) - gammaln(x))
    # Beyond x = 100 the difference of log gammas loses digits, the series does not.
    u = 1 / np.where(x > 0, x, np.nan)
    series = np.sqrt(x) * (1 - u / 8 + u**2 / 128 + 5 * u**3 / 1024 - 21 * u**4 / 32768)
    return np.asarray(np.where(x > 100, series, direct) / np.sqrt(m / 2))


def atanh_of(compute: Callable[[Inputs, Options], Pair]) -> Callable[[Inputs, Options], Pair]:
    """Return the formula of a correlation after Fisher's transformation, by the delta method."""

    def transformed(x: Inputs, options: Options) -> Pair:
        y, v = compute(x, options)
        return np.arctanh(y), v / (1 - y**2) ** 2

    return transformed
