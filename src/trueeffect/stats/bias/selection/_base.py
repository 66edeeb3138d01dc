"""What a selection weight function is: the relative chance of publication, given a p-value."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from trueeffect.stats.problem import Array


class LogWeight(NamedTuple):
    """log w with gradient and curvature in the parameters.

    Shapes for p-values of shape s and m parameters: ``value`` s, ``slope`` (m, *s), ``bend`` (m, m, *s).
    """

    value: Array
    slope: Array
    bend: Array


class WeightFunction(NamedTuple):
    """A selection weight function.

    Parameters
    ----------
    code, name : str
        Spelling of the option, and words.
    log_weight : callable or None
        ``log_weight(p, delta)`` for p in [0, 1] and ``delta`` (m,) or (m, *s); None for steps.
    neutral : tuple of float
        The parameters at which nothing is selected.
    starts : tuple of tuples
        Points to search from.
    low : tuple of float
        Smallest parameters allowed.
    clip : float
        p-values are kept inside [clip, 1 - clip].
    takes_precision : bool
        Whether the strength may depend on precision.
    doi, formula : str
        Source, and the function.
    """

    code: str
    name: str
    log_weight: Callable[[Array, Array], LogWeight] | None
    neutral: tuple[float, ...]
    starts: tuple[tuple[float, ...], ...]
    low: tuple[float, ...]
    doi: str
    formula: str
    clip: float = 0.0
    takes_precision: bool = False
    takes_steps: bool = False
