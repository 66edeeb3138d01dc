"""Bibliographic records, notices on them, and matches of references with them."""

from __future__ import annotations

from typing import Literal

from trueeffect.model._struct import Value
from trueeffect.model.article import PersonName


class AbstractSection(Value, frozen=True, kw_only=True):
    """A part of an abstract: its printed label, and its text."""

    text: str
    label: str = ""


class Notice(Value, frozen=True, kw_only=True):
    """A retraction, correction or expression of concern that concerns a record."""

    kind: Literal["retraction", "expression_of_concern", "correction", "reinstatement"]
    date: str = ""
    source: str = ""
    reason: str = ""
    notice_id: str = ""


class Record(Value, frozen=True, kw_only=True):
    """A work as a library knows it.

    ``id`` has a prefix (``pmid:``, ``doi:``, ``lib:``) and is stable inside a library; ``keys`` are other
    names of the same record (the id it had in an imported file, a citation key). ``sources`` names, for
    each field, the file or service that the value came from.
    """

    id: str
    title: str = ""
    authors: tuple[PersonName, ...] = ()
    collective: str = ""
    authors_complete: bool = True
    year: int | None = None
    journal: str = ""
    journal_abbreviation: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    language: str = ""
    type: str = "article"
    publication_types: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    abstract: tuple[AbstractSection, ...] = ()
    registrations: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    keys: tuple[str, ...] = ()
    sources: dict[str, str] = {}
    merged: tuple[str, ...] = ()
    """Ids of records that were found to be the same work."""


class Rejection(Value, frozen=True, kw_only=True):
    """Part of an import file that could not be used: nothing is dropped silently."""

    source: str
    line: int
    reason: str
    text: str = ""


class Candidate(Value, frozen=True, kw_only=True):
    """A record that may be the work a reference names; ``score`` in [0, 1]."""

    record_id: str
    score: float
    features: dict[str, float] = {}


class Difference(Value, frozen=True, kw_only=True):
    """A field in which a reference differs from the record it was matched with."""

    field: Literal["year", "author", "title", "journal", "volume", "issue", "pages", "doi", "pmid", "et_al"]
    error_type: str
    claimed: str
    found: str
    reason: str = ""


class Match(Value, frozen=True, kw_only=True):
    """What a reference was matched with; the decision explains itself.

    ``unmatched`` means "not in this library" and nothing more.
    """

    reference_id: str
    decision: Literal["matched", "ambiguous", "unmatched"]
    record_id: str = ""
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    differences: tuple[Difference, ...] = ()
    reason: str = ""
