"""From sentences and citations to claims and their links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trueeffect.check.citations.find import body_passages
from trueeffect.check.citations.works import same_work
from trueeffect.check.claims.content import settle_links
from trueeffect.check.claims.scope import breaks, continues, opens_study
from trueeffect.check.claims.statements import is_detail, is_report, is_statement, mentions_study
from trueeffect.check.claims.units import Unit, units
from trueeffect.model.article import Article, Citation, Claim, ClaimLink, LinkHow, Reference

_KINDS = frozenset({"paragraph", "list_item", "quote", "caption"})
_REACH_BACK = 5
"""How many sentences before its marker a study may have been told."""


@dataclass
class _Draft:
    """A sentence on its way to a claim."""

    unit: Unit
    statement: bool
    links: list[ClaimLink] = field(default_factory=list)


def find_claims(
    article: Article, references: Sequence[Reference], citations: Sequence[Citation]
) -> tuple[Claim, ...]:
    """Return the statements of the body, each with the references that it rests on.

    A citation covers its own sentence or clause (``explicit``, or ``narrative`` when the authors are named
    in the text), the sentences after it that go on about the same study (``carried``), and the sentences
    before it that tell the study up to the marker (``late``). A marker that fits several entries is
    settled where their titles decide, see :func:`trueeffect.check.claims.content.settle_links`. Other
    statements have no link.

    Examples
    --------
    >>> from trueeffect.check.citations import find_citations
    >>> from trueeffect.testing import make_article, make_reference
    >>> article = make_article("Needles helped 66 people (Sato, 2005). The relief lasted six weeks.")
    >>> refs = (make_reference("r1", ("Sato K",), 2005),)
    >>> [claim.links[0].how for claim in find_claims(article, refs, find_citations(article, refs))]
    ['explicit', 'carried']
    """
    passages = [p for p in body_passages(article, references) if p.kind in _KINDS]
    entries = {ref.id: ref for ref in references}
    drafts = [_draft(unit, entries) for unit in units(article, passages, citations)]
    _carry(drafts)
    _reach_back(drafts)
    kept = [draft for draft in drafts if draft.statement or draft.unit.citations]
    claims = [_claim(number, draft) for number, draft in enumerate(kept, start=1)]
    return settle_links(claims, {ref.id: ref.fields.title or ref.raw for ref in references})


def _draft(unit: Unit, entries: Mapping[str, Reference]) -> _Draft:
    draft = _Draft(unit, is_statement(unit.text))
    for citation in unit.citations:
        how: LinkHow = "narrative" if citation.style == "named" else "explicit"
        draft.links += [link for link in _links(citation, how, entries) if not _repeats(link, draft.links)]
    return draft


def _links(citation: Citation, how: LinkHow, entries: Mapping[str, Reference]) -> list[ClaimLink]:
    """Return one link per work that the marker names; a marker without entry gives an empty link."""
    out = []
    for ids in citation.candidates or ((),):
        reason = "" if ids else f"“{citation.text}” has no entry in the reference list."
        if len(ids) > 1 and same_work([entries[i] for i in ids]):
            ids, reason = ids[:1], "The list has this work more than once."
        elif len(ids) > 1:
            reason = f"“{citation.text}” fits {len(ids)} entries of the reference list."
        out.append(
            ClaimLink(
                reference_ids=ids, how=how, citation_id=citation.id, ambiguous=len(ids) > 1, reason=reason
            )
        )
    return out


def _repeats(link: ClaimLink, links: list[ClaimLink]) -> bool:
    """Tell whether a link adds nothing: same entries, or a name beside the marker that says which work."""
    ids = set(link.reference_ids)
    return any(set(known.reference_ids) == ids for known in links) or (
        link.how == "narrative" and any(set(known.reference_ids) & ids for known in links)
    )


def _carry(drafts: list[_Draft]) -> None:
    """Hand the links of a cited sentence on to the sentences that go on about it."""
    source: _Draft | None = None
    single = _single_study_passages(drafts)
    for draft in drafts:
        if draft.links:
            source = draft
        elif source is not None and _goes_on(source, draft, draft.unit.place in single):
            draft.links = _copies(source, "carried", "It goes on about the study cited before.")
            source = draft
        else:
            source = None


def _single_study_passages(drafts: list[_Draft]) -> set[int]:
    """Return the passages whose markers all name the same work: they tell one study."""
    named: dict[int, set[tuple[str, ...]]] = {}
    for draft in drafts:
        named.setdefault(draft.unit.place, set()).update(link.reference_ids for link in draft.links)
    return {place for place, works in named.items() if len(works) == 1}


def _goes_on(source: _Draft, draft: _Draft, single: bool) -> bool:
    """Tell whether a sentence goes on about the study of the sentence before it.

    It must say so in its first words; in a paragraph about a single study a detail is enough.
    """
    text, away = draft.unit.text, draft.unit.place - source.unit.place
    if not draft.statement or away > 1 or not is_report(text) or breaks(text):
        return False
    return continues(text) or (away == 0 and single and is_detail(text) and not opens_study(text))


def _copies(source: _Draft, how: LinkHow, reason: str) -> list[ClaimLink]:
    """Return the links of the last run of markers in the source, as links of another kind."""
    last = source.links[-1:] if len({link.citation_id for link in source.links}) > 1 else source.links
    return [
        ClaimLink(
            reference_ids=link.reference_ids,
            how=how,
            citation_id=link.citation_id,
            ambiguous=link.ambiguous,
            reason=reason,
        )
        for link in last
    ]


def _reach_back(drafts: list[_Draft]) -> None:
    """Link the sentences that tell a study whose marker comes at the end of the telling."""
    for at, draft in enumerate(drafts):
        if not draft.unit.citations or all(citation.narrative for citation in draft.unit.citations):
            continue
        after = draft
        for before in reversed(drafts[max(0, at - _REACH_BACK) : at]):
            if not _leads_to(before, after, draft):
                break
            before.links = _copies(draft, "late", "The citation follows at the end of the passage.")
            after = before


def _leads_to(before: _Draft, after: _Draft, cited: _Draft) -> bool:
    """Tell whether ``before`` is told as part of the same study as the sentence after it."""
    if before.links or not before.statement or cited.unit.place - before.unit.place > 1:
        return False
    if not continues(after.unit.text):
        return False
    text = before.unit.text
    return is_detail(text) or opens_study(text) or (is_report(text) and continues(text))


def _claim(number: int, draft: _Draft) -> Claim:
    subject = "study" if any(link.reference_ids for link in draft.links) else "background"
    if subject == "background" and mentions_study(draft.unit.text):
        subject = "field"
    return Claim(
        id=f"k{number}",
        span=draft.unit.span,
        text=draft.unit.text,
        links=tuple(draft.links),
        subject=subject,  # type: ignore[arg-type]
        passage_id=draft.unit.passage.id,
    )
