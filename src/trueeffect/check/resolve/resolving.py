"""Resolve the references of an article, or any number of printed strings, against a library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from trueeffect._families import members
from trueeffect.check.resolve.decide import decide
from trueeffect.check.resolve.query import Query
from trueeffect.library.store import Library
from trueeffect.model.article import Reference
from trueeffect.model.record import Difference, Match, Record

_FAMILY = "trueeffect.check.resolve.differences"


def resolve_references(references: Sequence[Reference], library: Library) -> tuple[Match, ...]:
    """Match every reference with the library, in order, with the fields that differ.

    ``unmatched`` means "not in this library" and nothing more.
    """
    return tuple(_resolve(reference, library) for reference in references)


def _resolve(reference: Reference, library: Library) -> Match:
    query = Query.of(reference)
    match = decide(query, library, reference.id)
    record = library.records.get(match.record_id)
    return (
        msgspec.structs.replace(match, differences=differences(query, record, library)) if record else match
    )


def differences(query: Query, record: Record, library: Library) -> tuple[Difference, ...]:
    """Return the fields in which a reference differs from its record, by every rule of the family."""
    found = (rule.compare(query, record, library) for rule in members(_FAMILY, "rule").values())
    return tuple(d for d in found if d)


def resolve_strings(strings: Iterable[str], library: Library) -> Iterator[Match]:
    """Match printed reference strings in bulk; the reference id is the position, counted from 0."""
    for number, raw in enumerate(strings):
        yield decide(Query(raw), library, str(number))
