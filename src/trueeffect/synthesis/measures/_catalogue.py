"""Collect every measure of the folder under its code."""

from __future__ import annotations

from functools import cache

from trueeffect._families import members
from trueeffect.synthesis.measures._base import Measure


@cache
def catalogue() -> dict[str, Measure]:
    """Return ``{code: measure}`` for every measure, sorted by code.

    Examples
    --------
    >>> catalogue()["RR"].name
    'log risk ratio'
    """
    found = [m for group in members("trueeffect.synthesis.measures", "MEASURES").values() for m in group]
    return {measure.code: measure for measure in sorted(found, key=lambda m: m.code)}
