"""Faults of citations as such: no entry, several entries, an entry that nobody cites, a wrong "et al."."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trueeffect.check.citations.index import ReferenceIndex
from trueeffect.check.citations.works import same_work
from trueeffect.model.article import Citation, Claim, Reference
from trueeffect.model.record import Match, Record
from trueeffect.model.verdict import ReferenceIssue

_MIN_STYLE = 2
"""Citations that must be linked before an uncited entry means anything."""


def citation_issues(
    citations: Sequence[Citation],
    references: Sequence[Reference],
    claims: Sequence[Claim] = (),
    matches: Sequence[Match] = (),
    records: Mapping[str, Record] | None = None,
) -> tuple[ReferenceIssue, ...]:
    """Return the faults that concern citations and not single entries.

    Each ambiguous or unmatched marker text is reported once. An entry counts as cited when any style,
    any claim link or a citation that differs by a slip points to it. ``records`` are looked up by reference
    id, or by record id.
    """
    found: list[ReferenceIssue] = []
    found += _missing(citations)
    found += _ambiguous(citations, references)
    found += _et_al(citations, references, matches, records or {})
    found += _never_cited(citations, references, claims, matches)
    return tuple(found)


def _shown(citation: Citation) -> str:
    return " ".join(citation.text.split())


def _missing(citations: Sequence[Citation]) -> Iterator[ReferenceIssue]:
    seen: set[str] = set()
    for citation in citations:
        if any(citation.candidates) or _shown(citation) in seen or citation.style == "named":
            continue
        seen.add(_shown(citation))
        yield ReferenceIssue(
            type="citation_without_reference",
            claimed=_shown(citation),
            citation_id=citation.id,
            explanation=f"The text cites “{_shown(citation)}”, but the reference list has no such entry.",
        )


def _ambiguous(citations: Sequence[Citation], references: Sequence[Reference]) -> Iterator[ReferenceIssue]:
    entries = {ref.id: ref for ref in references}
    seen: set[str] = set()
    for citation in citations:
        if citation.style not in ("author_year", "footnote") or _shown(citation) in seen:
            continue
        for ids in citation.candidates:
            if len(ids) < 2 or same_work([entries[i] for i in ids]):
                continue
            seen.add(_shown(citation))
            yield ReferenceIssue(
                type="ambiguous_citation",
                claimed=_shown(citation),
                citation_id=citation.id,
                found=" | ".join(entries[i].raw for i in ids),
                explanation=f"“{_shown(citation)}” fits {len(ids)} entries of the reference list.",
            )


def _et_al(
    citations: Sequence[Citation],
    references: Sequence[Reference],
    matches: Sequence[Match],
    records: Mapping[str, Record],
) -> Iterator[ReferenceIssue]:
    known = {
        m.reference_id: records.get(m.reference_id) or records.get(m.record_id)
        for m in matches
        if m.decision == "matched"
    }
    entries = {ref.id: ref for ref in references}
    seen: set[str] = set()
    for citation in citations:
        for key, ids in zip(citation.keys, citation.candidates):
            if not key.et_al or len(ids) != 1 or ids[0] in seen or "al" not in citation.text:
                continue
            authors = _two_authors(entries[ids[0]], known.get(ids[0]))
            if authors:
                seen.add(ids[0])
                yield ReferenceIssue(
                    type="et_al_two_authors",
                    claimed=_shown(citation),
                    citation_id=citation.id,
                    reference_id=ids[0],
                    found=authors,
                    explanation=f"“{_shown(citation)}” stands for a work that has two authors: {authors}.",
                )


def _two_authors(ref: Reference, record: Record | None) -> str:
    """Return the two authors by name when the work has exactly two; the record outweighs the entry."""
    if record is not None and record.authors and record.authors_complete:
        names = record.authors
    elif ref.fields.et_al:
        return ""
    else:
        names = ref.fields.authors
    return " and ".join(name.family for name in names) if len(names) == 2 else ""


def _never_cited(
    citations: Sequence[Citation],
    references: Sequence[Reference],
    claims: Sequence[Claim],
    matches: Sequence[Match],
) -> Iterator[ReferenceIssue]:
    cited = {i for c in citations for ids in c.candidates for i in ids}
    cited |= {i for claim in claims for link in claim.links for i in link.reference_ids}
    if not _has_style(citations, cited, references):
        return
    record = {m.reference_id: m.record_id for m in matches if m.decision == "matched"}
    works = {record[i] for i in cited if i in record}
    unlinked = [name for c in citations if not any(c.candidates) for k in c.keys for name in k.authors]
    for ref in references:
        if (
            ref.id in cited
            or record.get(ref.id) in works
            or not _is_work(ref)
            or _may_be_meant(ref, unlinked)
        ):
            continue
        yield ReferenceIssue(
            type="never_cited",
            claimed=ref.raw,
            reference_id=ref.id,
            explanation="The list has this entry, but the text never cites it.",
        )


def _is_work(ref: Reference) -> bool:
    """Tell whether the entry was read as a work, and not as a line that happens to stand in the list."""
    fields = ref.fields
    named = bool(fields.authors or fields.collective)
    return named and bool(fields.year or fields.title or fields.doi or fields.pmid)


def _has_style(citations: Sequence[Citation], cited: set[str], references: Sequence[Reference]) -> bool:
    """Tell whether the article cites in the text at all, so that an uncited entry stands out."""
    real = [c for c in citations if c.style != "named" and any(c.candidates)]
    return len(real) >= _MIN_STYLE and 2 * len(cited) >= len(references)


def _may_be_meant(ref: Reference, unlinked: list[str]) -> bool:
    """Tell whether a citation without entry names an author of this one."""
    index = ReferenceIndex((ref,))
    return any(index.knows(name) for name in unlinked)
