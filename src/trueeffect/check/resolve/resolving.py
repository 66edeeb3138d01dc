"""Resolve the references of an article, or any number of printed strings, against a library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trueeffect.check.resolve.decide import decide
from trueeffect.check.resolve.query import Query
from trueeffect.library.store import Library
from trueeffect.model.article import Reference
from trueeffect.model.record import Match


def resolve_references(references: Sequence[Reference], library: Library) -> tuple[Match, ...]:
    """Match every reference with the library, in order, with the fields that differ.

    ``unmatched`` means "not in this library" and nothing more.
    """
    return tuple(decide(Query.of(reference), library, reference.id) for reference in references)


def resolve_strings(strings: Iterable[str], library: Library) -> Iterator[Match]:
    """Match printed reference strings in bulk; the reference id is the position, counted from 0."""
    for number, raw in enumerate(strings):
        yield decide(Query(raw), library, str(number))
