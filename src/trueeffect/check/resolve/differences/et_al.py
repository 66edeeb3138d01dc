"""“et al.” where there is nobody to stand for."""

from __future__ import annotations

from trueeffect.check.resolve.differences._base import Rule
from trueeffect.check.resolve.query import Query
from trueeffect.library.store import Library
from trueeffect.model.record import Difference, Record


def misused_et_al(record: Record) -> bool:
    """Tell whether "et al." is wrong for this work: it has exactly two authors, and they are all known.

    Use it for reference lists and for citations in the text alike.
    """
    return len(record.authors) == 2 and record.authors_complete and not record.collective


def _compare(query: Query, record: Record, library: Library) -> Difference | None:
    if not query.fields.et_al or not misused_et_al(record) or len(query.fields.authors) > 1:
        return None
    names = " and ".join(a.family for a in record.authors)
    reason = f"The work has two authors, {names}; “et al.” stands for three or more."
    return Difference(
        field="et_al", error_type="et_al_two_authors", claimed="et al.", found=names, reason=reason
    )


rule = Rule(error_type="et_al_two_authors", compare=_compare)
