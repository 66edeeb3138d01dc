"""The DOI or PubMed id: one that belongs to another work."""

from __future__ import annotations

from typing import Literal

from trueeffect.check.resolve.differences._base import Rule
from trueeffect.check.resolve.query import Query
from trueeffect.library.store import Library
from trueeffect.model.record import Difference, Record

_ALIKE = 0.9


def _compare(query: Query, record: Record, library: Library) -> Difference | None:
    if query.pmid and (found := _judge("pmid", query.pmid, record.pmid, library.by_pmid(query.pmid), record)):
        return found
    if query.doi and not _same_doi(query.doi, record):
        return _judge("doi", query.doi, record.doi, library.by_doi(query.doi), record)
    return None


def _judge(
    field: Literal["doi", "pmid"], claimed: str, known: str, owner: Record | None, record: Record
) -> Difference | None:
    if claimed == known or f"{field}:{claimed}" in record.merged or (owner and owner.id == record.id):
        return None
    name = "DOI" if field == "doi" else "PubMed id"
    if owner:
        reason = f"This {name} belongs to another work: “{owner.title}”."
    elif known:
        reason = f"The {name} of the work is {known}."
    else:
        return None
    return Difference(field=field, error_type="wrong_identifier", claimed=claimed, found=known, reason=reason)


def _same_doi(claimed: str, record: Record) -> bool:
    """Tell whether the DOI is the record's, cut short or with printed text stuck to its end."""
    known = record.doi
    return bool(known) and (
        claimed.startswith(known) or known.startswith(claimed) or _bare(claimed) == _bare(known)
    )


def _bare(doi: str) -> str:
    return "".join(c for c in doi if c.isalnum())


rule = Rule(error_type="wrong_identifier", compare=_compare)
