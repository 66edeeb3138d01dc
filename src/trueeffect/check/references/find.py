"""Find the reference list of an article, wherever and however it is given."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from trueeffect.check.references.entries import entry_score, read_label, split_entries, trimmed
from trueeffect.check.references.parse import parse_reference
from trueeffect.model.article import Article, Link, Passage, Reference, ReferenceFields
from trueeffect.model.ids import find_doi, find_pmcid, find_pmid
from trueeffect.model.provenance import Span

_HEADING = re.compile(
    r"\W*(?:\d{1,2}[.)]?\s+)?(?:(?:selected|key|main|scientific|cited|full|study|list of|further"
    r"|additional|medical|"
    r"article|our|the|view|show|see|all|more)\s+)*"
    r"(?:references?(?: list)?|bibliograph(?:y|ies)|sources?|literature(?: cited)?|works? cited"
    r"|citations?|notes?|end ?notes?|"
    r"foot ?notes?|further reading|studies(?: cited)?|reading list|research(?: cited)?|evidence)"
    r"(?:\s*(?:and|&|/)\s*(?:further reading|notes?|sources?|references?|resources?|footnotes?|links?"
    r"|citations?))?"
    r"(?:\s*\(\d+\))?\W*",
    re.IGNORECASE,
)
_INLINE_HEADING = re.compile(r"\W*(?:References?|Sources?|Bibliography|Literature|Works cited)\s*:\s*")
# From this score on a passage is an entry wherever it stands; inside a list this much is enough:
_SURE = 4.0
_LIKELY = 3.0
_IN_LIST = 0.9
_PAPER = re.compile(
    r"doi\.org/|/doi/(?:abs/|full/|pdf/)?10\.|pubmed|/pmc/articles/|pmc\.ncbi\.nlm", re.IGNORECASE
)


@dataclass(slots=True)
class _Entry:
    passage: int
    start: int
    end: int
    label: str
    score: float


def find_references(article: Article) -> tuple[Reference, ...]:
    """Return the entries of the article's reference list, in the order of the text.

    Lists are found by their heading, as footnotes, or as a run of entries without a heading; also in
    collapsed parts, footers and what otherwise is boilerplate. Links to papers in the running text become
    entries of their own when no list names the paper. No list and no such link: an empty tuple.

    Examples
    --------
    >>> from trueeffect.text.reading import read_article
    >>> article = read_article(b"A text.\\n\\nReferences\\n\\n1. Doe J. Needles. Pain. 2001;58(3):498-504.")
    >>> [(r.id, r.label, r.fields.year) for r in find_references(article)]
    [('r1', '1', 2001)]
    """
    entries = _without_copies(article, _collect(article))
    references = [_reference(article, index, entry) for index, entry in enumerate(entries, start=1)]
    return tuple(references + _linked(article, references))


def _collect(article: Article) -> list[_Entry]:
    plain, passages = article.text.plain, article.passages
    scores = [_score(p.span.of(plain)) for p in passages]
    taken: dict[int, list[_Entry]] = {}
    index = 0
    while index < len(passages):
        if _is_list_heading(passages[index], plain):
            index = _take_section(article, index + 1, scores, taken)
        else:
            index += 1
    for index, passage in enumerate(passages):
        if index not in taken and _stands_alone(article, index, scores):
            taken[index] = _entries(article, index, passage, inside=False)
    for index in range(1, len(passages)):
        if index not in taken and index - 1 in taken and _is_next(article, index, scores, taken[index - 1]):
            taken[index] = _entries(article, index, passages[index], inside=True)
    for index in range(1, len(passages) - 1):
        if index not in taken and index - 1 in taken and index + 1 in taken:
            _take_between(article, index, scores, taken)
    return [entry for index in sorted(taken) for entry in taken[index]]


def _score(text: str) -> float:
    """Return how much a passage looks like an entry, with its label or without it."""
    _, at = read_label(text)
    return max(entry_score(text), entry_score(text[at:])) if at else entry_score(text)


def _is_next(article: Article, index: int, scores: list[float], before: list[_Entry]) -> bool:
    """Tell whether a passage goes on a list without a heading: it carries the number after the last one."""
    text = article.passages[index].span.of(article.text.plain)
    label, _ = read_label(text)
    last = before[-1].label if before else ""
    follows = label.isdigit() and last.isdigit() and int(label) == int(last) + 1
    return follows and scores[index] >= _IN_LIST and len(text) <= 600 and _reads_as_work(text)


def _take_between(article: Article, index: int, scores: list[float], taken: dict[int, list[_Entry]]) -> None:
    """Take a passage between two entries (a book, a report), when it does not read like prose."""
    passage = article.passages[index]
    text = passage.span.of(article.text.plain)
    if passage.kind == "heading" or len(text.split()) < 4 or len(text) > 400:
        return
    if scores[index] >= 0 and _reads_as_work(text):
        taken[index] = _entries(article, index, passage, inside=True)


def _is_list_heading(passage: Passage, plain: str) -> bool:
    length = passage.span.end - passage.span.start
    if length > 60 or passage.kind in ("table", "reference"):
        return False
    return bool(_HEADING.fullmatch(passage.span.of(plain)))


def _take_section(article: Article, index: int, scores: list[float], taken: dict[int, list[_Entry]]) -> int:
    """Take the entries below a heading; return where the section ends."""
    passages, plain = article.passages, article.text.plain
    misses = 0
    while index < len(passages) and misses < 2:
        passage = passages[index]
        if _is_list_heading(passage, plain):
            return index
        text = passage.span.of(plain)
        if passage.kind == "heading" and scores[index] < _LIKELY:
            nested = index + 1 < len(passages) and scores[index + 1] >= _LIKELY
            if not nested:
                return index
        elif _belongs(article, passage, text, scores[index]):
            entries = _entries(article, index, passage, inside=True)
            if entries:
                taken[index], misses = entries, 0
        else:
            misses += 1
        index += 1
    return index


def _belongs(article: Article, passage: Passage, text: str, score: float) -> bool:
    """Tell whether a passage below a list heading is an entry, and not the text after the list."""
    if score >= 2.0 or _link_in(article, passage.span):
        return True
    if len(text) > 600 or len(text) < 8:
        return _glued(text) > 1
    if passage.kind in ("list_item", "footnote"):
        return score >= 0.0 and len(text.split()) > 2 and _reads_as_work(text)
    return score >= _IN_LIST and _reads_as_work(text)


_SENTENCE = re.compile(r"[.!?]\s+[A-Z][a-z]+ (?:[a-z]+ ){3}")
_OTHER_TEXT = re.compile(
    r"\b(?:you|your|we|our|copyright|all rights|contact|subscribe|click|share|read more|back to)\b|©",
    re.IGNORECASE,
)


def _reads_as_work(text: str) -> bool:
    return not _OTHER_TEXT.search(text)


def _glued(text: str) -> int:
    return len(split_entries(text)) if len(text) < 200_000 else 0


def _link_in(article: Article, span: Span) -> Link | None:
    """Return the link to a paper on which a short passage consists."""
    for link in _links(article, span):
        if _PAPER.search(link.href):
            return link
    return None


def _links(article: Article, span: Span) -> list[Link]:
    links = article.links
    first = bisect_left(links, span.start, key=lambda link: link.span.start)
    found = []
    for link in links[first : first + 50]:
        if link.span.start >= span.end:
            break
        found.append(link)
    return found


def _stands_alone(article: Article, index: int, scores: list[float]) -> bool:
    """Tell whether a passage outside of any list is an entry by its own looks or its neighbours'."""
    passage = article.passages[index]
    text = passage.span.of(article.text.plain)
    if passage.kind == "heading" and scores[index] < _SURE + 1:
        return False
    if passage.kind == "footnote":
        return scores[index] >= 1.5 or _link_in(article, passage.span) is not None
    if scores[index] >= _SURE:
        return True
    near = [scores[i] for i in (index - 1, index + 1) if 0 <= i < len(scores)]
    if scores[index] >= _LIKELY and max(near, default=0) >= _LIKELY:
        return True
    if _INLINE_HEADING.match(text):
        return True
    return len(text) > 300 and _glued_run(text)


def _glued_run(text: str) -> bool:
    if len(text) > 200_000:
        return False
    pieces = split_entries(text)
    good = sum(entry_score(text[p.start : p.end]) >= _LIKELY for p in pieces)
    return len(pieces) > 1 and good >= 0.7 * len(pieces)


def _entries(article: Article, index: int, passage: Passage, *, inside: bool) -> list[_Entry]:
    """Cut a passage into entries, with labels from the text or from the number before the passage."""
    text = passage.span.of(article.text.plain)
    heading = _INLINE_HEADING.match(text)
    skip = heading.end() if heading else 0
    body = text[skip:]
    pieces = split_entries(body) if len(body) < 200_000 else [trimmed(body, 0, len(body))]
    found = []
    for piece in pieces:
        words = body[piece.start : piece.end]
        score = entry_score(words)
        if len(pieces) > 1 and score < 1.0 and not inside:
            continue
        start = passage.span.start + skip + piece.start
        label = piece.label or (_label_before(article, index) if len(pieces) == 1 else "")
        found.append(_Entry(index, start, start + len(words), label, score))
    return found


def _label_before(article: Article, index: int) -> str:
    """Return the list number that stands between the passage before and this one."""
    end = article.passages[index].span.start
    start = article.passages[index - 1].span.end if index else 0
    gap = article.text.plain[max(start, end - 70) : end].strip()
    return read_label(f"{gap} X")[0] if gap else ""


def _without_copies(article: Article, entries: list[_Entry]) -> list[_Entry]:
    """Drop a second list that repeats the first (a page for phones, a print version).

    An entry that is printed twice in one list is kept: that is a fault of the list.
    """
    plain = article.text.plain
    keys = [re.sub(r"\W+", "", plain[e.start : e.end].lower()) for e in entries]
    kept: list[_Entry] = []
    seen: dict[str, int] = {}
    runs = _runs(entries)
    for run in runs:
        copies = [i for i in run if keys[i] in seen]
        repeated = len(run) > 1 and len(copies) == len(run)
        for i in run:
            if not repeated:
                kept.append(entries[i])
                seen.setdefault(keys[i], i)
    return kept


def _runs(entries: list[_Entry]) -> list[list[int]]:
    """Group entries that follow one another without other passages between."""
    runs: list[list[int]] = []
    for i, entry in enumerate(entries):
        if runs and entry.passage - entries[i - 1].passage <= 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _reference(article: Article, number: int, entry: _Entry) -> Reference:
    span = Span(start=entry.start, end=entry.end)
    raw = span.of(article.text.plain)
    fields, confidence = parse_reference(raw)
    fields = _with_link_ids(article, span, fields)
    return Reference(
        id=f"r{number}", raw=raw, span=span, label=entry.label, fields=fields, confidence=confidence
    )


def _with_link_ids(article: Article, span: Span, fields: ReferenceFields) -> ReferenceFields:
    """Add identifiers that are only in the addresses of the entry's links."""
    doi, pmid, pmcid, url = fields.doi, fields.pmid, fields.pmcid, fields.url
    for link in _links(article, span):
        if link.href.startswith("#"):
            continue
        if _PAPER.search(link.href):
            doi = doi or find_doi(link.href) or ""
            pmid = pmid or find_pmid(link.href) or ""
            pmcid = pmcid or find_pmcid(link.href) or ""
        url = url or (link.href if link.href.startswith("http") else "")
    if (doi, pmid, pmcid, url) == (fields.doi, fields.pmid, fields.pmcid, fields.url):
        return fields
    from msgspec.structs import replace

    return replace(fields, doi=doi, pmid=pmid, pmcid=pmcid, url=url)


def _linked(article: Article, references: list[Reference]) -> list[Reference]:
    """Make an entry of each paper that is only named by a link in the text."""
    known = {key for ref in references for key in _keys(ref.fields)}
    known |= {ref.fields.url for ref in references if ref.fields.url}
    found: list[Reference] = []
    boiler = [p.span for p in article.passages if p.kind == "boilerplate"]
    for link in article.links:
        if not _PAPER.search(link.href) or link.href in known or any(b.overlaps(link.span) for b in boiler):
            continue
        fields = ReferenceFields(
            doi=find_doi(link.href) or "",
            pmid=find_pmid(link.href) or "",
            pmcid=find_pmcid(link.href) or "",
            url=link.href,
            type="link",
        )
        keys = _keys(fields)
        if not keys or known & keys:
            continue
        known |= keys
        number = len(references) + len(found) + 1
        found.append(Reference(id=f"r{number}", raw=link.href, span=link.span, fields=fields, confidence=0.5))
    return found


def _keys(fields: ReferenceFields) -> set[str]:
    return {key for key in (fields.doi, fields.pmid and f"pmid:{fields.pmid}", fields.pmcid) if key}
