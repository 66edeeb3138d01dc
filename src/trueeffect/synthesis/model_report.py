"""A fitted model with the tables that answer follow-up questions: what a report shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trueeffect.synthesis.results import Results


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelReport:
    """A fit, and tables with it.

    Parameters
    ----------
    source : str
        Where the data came from.
    fit : NetworkFit or MultilevelFit
    tables : tuple of Results
        The first is the main one.
    left_out : tuple of str
        Rows that were not used, and why.
    """

    source: str
    fit: Any
    tables: tuple[Results, ...]
    left_out: tuple[str, ...] = ()
