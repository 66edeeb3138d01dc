"""The year, with print and online dates told from mistakes."""

from __future__ import annotations

from trueeffect.check.resolve.differences._base import Rule
from trueeffect.check.resolve.query import Query
from trueeffect.library.store import Library
from trueeffect.model.record import Difference, Record


def _compare(query: Query, record: Record, library: Library) -> Difference | None:
    claimed, found = query.year, record.year
    if not claimed or not found or claimed == found:
        return None
    if found in query.years and str(found) != query.fields.volume:
        return None
    if abs(claimed - found) == 1 and not query.volume and (claimed < found or not record.volume):
        return None  # published online the year before it was printed, and cited before it had a volume
    reason = f"The record is dated {found}, the reference {claimed}."
    return Difference(
        field="year", error_type="wrong_year", claimed=str(claimed), found=str(found), reason=reason
    )


rule = Rule(error_type="wrong_year", compare=_compare)
