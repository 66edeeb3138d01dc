"""The journal, in full or abbreviated."""

from __future__ import annotations

from trueeffect.check.resolve.differences._base import Rule
from trueeffect.check.resolve.query import Query
from trueeffect.library.journals import journal_ends, journal_of, journal_printed, journal_words
from trueeffect.library.store import Library
from trueeffect.library.words import words
from trueeffect.model.record import Difference, Record

_LONGEST = 14
_TITLE = 0.6
_NO_JOURNAL = frozenset(
    [
        "http",
        "https",
        "www",
        "retrieved",
        "available",
        "accessed",
        "pubmed",
        "epub",
        "doi",
        "in",
        "press",
        "preprint",
    ]
)


def _compare(query: Query, record: Record, library: Library) -> Difference | None:
    claimed = query.fields.journal
    found = record.journal or record.journal_abbreviation
    if (
        not claimed
        or not found
        or query.fields.type not in {"", "journal"}
        or not _reads_like_a_journal(claimed)
    ):
        return None
    if journal_of(record, claimed) or journal_printed(record, query.without(_title(query, record))):
        return None
    if journal_ends(record, claimed) and journal_printed(record, query.raw):
        return None
    reason = f"The work appeared in {found}."
    return Difference(
        field="journal", error_type="wrong_journal", claimed=claimed, found=found, reason=reason
    )


def _title(query: Query, record: Record) -> str:
    """Return the parsed title when it is one: a journal named in a title is not the journal of the work."""
    claimed, known = words(query.fields.title), set(words(record.title))
    return query.fields.title if claimed and sum(w in known for w in claimed) / len(claimed) >= _TITLE else ""


def _reads_like_a_journal(name: str) -> bool:
    parts = journal_words(name)
    return 0 < len(parts) <= _LONGEST and any(c.isalpha() for c in name) and not set(parts) & _NO_JOURNAL


rule = Rule(error_type="wrong_journal", compare=_compare)
