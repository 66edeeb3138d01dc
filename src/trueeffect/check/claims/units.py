"""Sentences with the citations in them, cut into clauses where each clause has its own citation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from trueeffect.model.article import Article, Citation, Passage
from trueeffect.model.provenance import Span
from trueeffect.text.sentences import sentence_spans

_BETWEEN = re.compile(r"[\s\])\[(,;.–—-]*(?:(?:and|see|also|cf\.?|e\.g\.)[\s,]*)*[\s\])\[(,;]*")
_JOINT = re.compile(
    r"[\])]*\s*(?:[,;:–—]\s*(?:(?:whereas|while|whilst|but|and|although|though|however|yet|or|so|then)\b,?)?|"
    r"(?:whereas|while|whilst|but|although|and)\b)\s*",
    re.I,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|did|does|do|may|might|can|could|will|would|should|cannot|led|rose|fell|"
    r"gave|got|took|made|found|shows?|helps?|works?|reduces?|improves?|causes?|lowers?|eases?|raises?|"
    r"increases?|decreases?|makes?|gives?|lasts?|remains?|\w{3,}ed)\b",
    re.I,
)
_MIN_CLAUSE = 4


@dataclass(frozen=True)
class Unit:
    """A sentence or clause, the passage it stands in, and its citations."""

    span: Span
    text: str
    passage: Passage
    place: int
    citations: tuple[Citation, ...]


def units(article: Article, passages: Sequence[Passage], citations: Sequence[Citation]) -> Iterator[Unit]:
    """Give the sentences and clauses of ``passages`` in order; every citation is in exactly one."""
    plain = article.text.plain
    for place, passage in enumerate(passages):
        inside = [c for c in citations if passage.span.start <= c.span.start < passage.span.end]
        spans = _sentences(article, passage, inside)
        for span, own in _assigned(plain, spans, inside):
            for clause, cited in _clauses(plain, span, own):
                yield Unit(clause, clause.of(plain), passage, place, tuple(cited))


def _sentences(article: Article, passage: Passage, citations: Sequence[Citation]) -> list[Span]:
    """Return the sentences of a passage; a marker behind a full stop stays with its sentence."""
    span = passage.span
    raised = [mark.span for mark in article.marks if mark.kind != "anchor" and mark.span.overlaps(span)]
    raised += [
        _bracketed(article.text.plain, c.span) for c in citations if not (c.narrative or _is_wording(c))
    ]
    shifted = [one.shifted(-span.start) for one in raised]
    return list(sentence_spans(span.of(article.text.plain), raised=shifted, offset=span.start))


def _bracketed(plain: str, span: Span) -> Span:
    """Return the span with the square brackets that stand around it."""
    inside = plain[span.start - 1 : span.start] == "[" and plain[span.end : span.end + 1] == "]"
    return Span(start=span.start - 1, end=span.end + 1) if inside else span


def _assigned(plain: str, spans: list[Span], citations: list[Citation]) -> list[tuple[Span, list[Citation]]]:
    """Put each citation with its sentence; one that opens a sentence belongs to the sentence before."""
    out: list[tuple[Span, list[Citation]]] = [(span, []) for span in spans]
    moved: dict[int, list[Citation]] = {}
    starts = [span.start for span in spans]
    for citation in citations:
        at = bisect_right(starts, citation.span.start) - 1
        if at < 0:
            continue
        if at and _opens(plain, citation, spans[at]):
            moved.setdefault(at, []).append(citation)
            at -= 1
        out[at][1].append(citation)
    return [
        (span, own)
        for at, (span, own) in enumerate(out)
        if not _is_marker(plain, span, [*own, *moved.get(at, ())])
    ]


def _opens(plain: str, citation: Citation, span: Span) -> bool:
    """Tell whether a bare marker opens the sentence and hangs on nothing in it."""
    if citation.narrative or _is_wording(citation):
        return False
    lead = plain[span.start : citation.span.start]
    rest = plain[citation.span.end : span.end].lstrip(")]., \t\n;")
    return not lead.strip("([ \t\n,;") and (not rest or rest[0].isupper() or rest[0] in '“"([')


def _is_wording(citation: Citation) -> bool:
    """Tell whether the marker is the author's own wording, made a link, and not a name or number."""
    return citation.style in ("link", "named") and len(citation.text.split()) >= _MIN_CLAUSE


def _is_marker(plain: str, span: Span, citations: list[Citation]) -> bool:
    """Tell whether a sentence is a marker and nothing else."""
    text = span.of(plain)
    for citation in citations:
        if span.start <= citation.span.start < span.end and not _is_wording(citation):
            text = text.replace(citation.text, "")
    return not any(ch.isalpha() for ch in text)


def groups(plain: str, citations: Sequence[Citation]) -> list[list[Citation]]:
    """Return the citations in runs that stand together: one bracket, or markers side by side."""
    out: list[list[Citation]] = []
    for citation in citations:
        gap = plain[out[-1][-1].span.end : citation.span.start] if out else ""
        if out and _BETWEEN.fullmatch(gap):
            out[-1].append(citation)
        else:
            out.append([citation])
    return out


def _clauses(plain: str, span: Span, citations: list[Citation]) -> list[tuple[Span, list[Citation]]]:
    """Cut a sentence between citation runs where both sides are clauses of their own."""
    runs = groups(plain, citations)
    if len(runs) < 2:
        return [(span, citations)]
    out: list[tuple[Span, list[Citation]]] = []
    start, held = span.start, list(runs[0])
    for left, right in pairwise(runs):
        joint = _joint(plain, left[-1], right[0])
        if (
            joint
            and _is_clause(plain[start : joint[0]])
            and _is_clause(plain[joint[1] : _clause_end(plain, right, span)])
        ):
            out.append((Span(start=start, end=joint[0]), held))
            start, held = joint[1], []
        held = [*held, *right]
    return [*out, (Span(start=start, end=span.end), held)]


def _clause_end(plain: str, run: list[Citation], span: Span) -> int:
    return span.end if run[0].narrative else run[-1].span.end


def _joint(plain: str, left: Citation, right: Citation) -> tuple[int, int] | None:
    """Return where the clause of ``left`` ends and that of ``right`` starts, if a joint stands between."""
    found = _JOINT.match(plain, left.span.end, right.span.start)
    if found and not left.narrative:
        closing = len(found.group()) - len(found.group().lstrip(")]"))
        return left.span.end + closing, found.end()
    if left.narrative:
        between = list(
            re.finditer(
                r"[,;]\s*(?:whereas|while|whilst|but|although|and|;)\s+",
                plain[left.span.end : right.span.start],
            )
        )
        if between:
            return left.span.end + between[-1].start(), left.span.end + between[-1].end()
    return None


def _is_clause(text: str) -> bool:
    return len(text.split()) >= _MIN_CLAUSE and bool(_VERB.search(text))
