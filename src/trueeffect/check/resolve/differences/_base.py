"""The contract of a difference rule: one field of a reference against its record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trueeffect.check.resolve.query import Query
from trueeffect.library.store import Library
from trueeffect.model.record import Difference, Record


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One field.

    Parameters
    ----------
    error_type : str
        Member of ``REFERENCE_ERROR_TYPES`` that the rule reports.
    compare : callable
        ``(query, record, library) -> Difference or None``. A field that either side does not state is no
        difference; so is one that the printed string states elsewhere, because then the parser erred.
    """

    error_type: str
    compare: Callable[[Query, Record, Library], Difference | None]
