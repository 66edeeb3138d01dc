"""First and last page, or the article number. A shortened range or a missing last page is no mistake."""

from __future__ import annotations

from trueeffect.check.resolve.differences._base import Rule
from trueeffect.check.resolve.query import Query
from trueeffect.library.pages import full_last, page_key, parse_pages, volume_key
from trueeffect.library.store import Library
from trueeffect.model.record import Difference, Record


def _compare(query: Query, record: Record, library: Library) -> Difference | None:
    first = query.fields.first_page
    known = parse_pages(record.pages)
    if not first or not known.first:
        return None
    last = full_last(first, query.fields.last_page.strip("-–— "))
    claimed = f"{first}-{last}" if last else first
    if page_key(first) != page_key(known.first):
        return None if _excused(query, record, first, known.first) else _difference(claimed, record.pages)
    a, b = page_key(last), page_key(known.last)
    if a.isdigit() and b.isdigit() and a != b and page_key(first) != "1":
        return _difference(claimed, record.pages)
    return None


def _excused(query: Query, record: Record, first: str, known: str) -> bool:
    """Tell whether another first page is another way to name the place, or a slip of the parser."""
    a, b = page_key(first), page_key(known)
    if not a.isdigit() or not b.isdigit():
        return True
    if a == "1" or b == "1":
        return True  # pages of the PDF instead of the article number
    if a in {volume_key(record.volume), str(record.year)} or record.doi.endswith(a):
        return True
    return (volume_key(record.volume), b) in query.places


def _difference(claimed: str, found: str) -> Difference:
    reason = f"The work is on pages {found}." if "-" in found or "–" in found else f"The work is at {found}."
    return Difference(field="pages", error_type="wrong_pages", claimed=claimed, found=found, reason=reason)


rule = Rule(error_type="wrong_pages", compare=_compare)
