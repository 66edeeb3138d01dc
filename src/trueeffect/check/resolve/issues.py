"""Faults of a reference list: fields that differ, works listed twice, retracted or impossible works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trueeffect.check.resolve.differences.author import same_person
from trueeffect.check.resolve.query import Query
from trueeffect.library.journals import journal_of
from trueeffect.library.notices import retraction_of
from trueeffect.library.pages import page_key, parse_pages
from trueeffect.library.store import Library
from trueeffect.library.words import content_words, squash
from trueeffect.model.article import Reference
from trueeffect.model.record import Match, Record
from trueeffect.model.verdict import ReferenceIssue

_ANOTHER = 0.5
"""Share of a title's words in the printed reference below which the reference names another work."""
_TELLING = 24


def reference_issues(
    references: Sequence[Reference], matches: Sequence[Match], library: Library
) -> tuple[ReferenceIssue, ...]:
    """Return every fault of the reference list, in the order of the list.

    A reference is never called invented because it was not found. Something is said about an unmatched
    reference only when a record of the library contradicts it: its identifier belongs to another work, or its
    place in the journal is taken by another work.

    Parameters
    ----------
    references, matches
        As given to and by `resolve_references`; joined by reference id.
    library : Library
    """
    found = {m.reference_id: m for m in matches}
    twice = dict(_duplicates(references, found))
    issues: list[ReferenceIssue] = []
    for reference in references:
        match = found.get(reference.id)
        if match is None:
            continue
        record = library.get(match.record_id) if match.record_id else None
        issues += _differing(match)
        if record:
            issues += _retracted(reference, record)
        elif match.decision == "unmatched":
            issues += _contradicted(reference, library)
        if first := twice.get(reference.id):
            issues.append(_duplicate(reference, first))
    return tuple(issues)


def _differing(match: Match) -> Iterator[ReferenceIssue]:
    for d in match.differences:
        yield ReferenceIssue(
            type=d.error_type, claimed=d.claimed, reference_id=match.reference_id, field=d.field,
            found=d.found,
            explanation=d.reason,
        )  # fmt: skip


def _retracted(reference: Reference, record: Record) -> Iterator[ReferenceIssue]:
    notice = retraction_of(record)
    if notice:
        when = f" ({notice.date})" if notice.date else ""
        why = f" Reason given: {notice.reason.rstrip('.')}." if notice.reason else ""
        yield ReferenceIssue(
            type="retracted", claimed=reference.raw, reference_id=reference.id, found=record.id,
            explanation=f"This work has been retracted{when}.{why}",
        )  # fmt: skip


def _duplicates(
    references: Sequence[Reference], matches: Mapping[str, Match]
) -> Iterator[tuple[str, Reference]]:
    """Yield ``(id, first entry)`` for every entry whose work was listed before."""
    first: dict[str, Reference] = {}
    for reference in references:
        keys = list(_same_keys(reference, matches.get(reference.id)))
        earlier = next((first[k] for k in keys if k in first), None)
        if earlier:
            yield reference.id, earlier
        for key in keys:
            first.setdefault(key, reference)


def _same_keys(reference: Reference, match: Match | None) -> Iterator[str]:
    if match and match.decision == "matched":
        if not any(d.error_type == "wrong_title" for d in match.differences):
            yield f"record {match.record_id}"
        return
    query = Query.of(reference)
    if query.pmid:
        yield f"pmid {query.pmid}"
    text = squash(reference.raw.removeprefix(reference.label).lstrip(" .])"))
    if len(text) >= _TELLING:
        yield f"text {text}"
    title = squash(reference.fields.title)
    if len(title) >= _TELLING and query.year and reference.fields.first_page:
        yield f"title {title} {query.year} {page_key(reference.fields.first_page)}"


def _duplicate(reference: Reference, first: Reference) -> ReferenceIssue:
    name = f"number {first.label}" if first.label else "an earlier entry"
    return ReferenceIssue(
        type="duplicate_reference", claimed=reference.raw, reference_id=reference.id, found=first.id,
        explanation=f"This work is already in the list as {name}.",
    )  # fmt: skip


def _contradicted(reference: Reference, library: Library) -> Iterator[ReferenceIssue]:
    query = Query.of(reference)
    taken = _at_its_place(query, library)
    if taken:
        journal = taken.journal or taken.journal_abbreviation
        place = f"{journal} {taken.volume}, page {parse_pages(taken.pages).first}"
        yield ReferenceIssue(
            type="fabricated_reference", claimed=reference.raw, reference_id=reference.id, found=taken.id,
            explanation=f"At {place} stands another work, “{taken.title}”; none can stand there as cited.",
        )  # fmt: skip
        return
    for field, value, owner in (
        ("doi", query.doi, library.by_doi(query.doi)),
        ("pmid", query.pmid, library.by_pmid(query.pmid)),
    ):
        if owner and _is_another(query, owner):
            name = "DOI" if field == "doi" else "PubMed id"
            yield ReferenceIssue(
                type="wrong_identifier", claimed=value, reference_id=reference.id, field=field,
                found=owner.id,
                explanation=f"This {name} belongs to another work: “{owner.title}”.",
            )  # fmt: skip
            return


def _at_its_place(query: Query, library: Library) -> Record | None:
    """Return another work that begins on the page, volume, year and journal that the reference states."""
    fields = query.fields
    if not (fields.volume and fields.first_page and fields.journal and fields.title and query.year):
        return None
    for position in library.index.at_place(fields.volume, fields.first_page):
        record = library.index.records[position]
        if record.year == query.year and journal_of(record, fields.journal) and _is_another(query, record):
            return record
    return None


def _is_another(query: Query, record: Record) -> bool:
    """Tell whether the reference clearly names another work: other title words and another first author."""
    known = content_words(record.title)
    if not known or sum(w in query.token_set for w in known) / len(known) >= _ANOTHER:
        return False
    claimed = query.fields.authors
    return not (claimed and record.authors and same_person(claimed[0], record.authors[0]))
