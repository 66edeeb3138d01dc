"""Find every citation of an article and the entries that each may mean."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz.distance import JaroWinkler

from trueeffect._families import members
from trueeffect.check.citations.index import Entry, ReferenceIndex
from trueeffect.check.citations.names import fold
from trueeffect.check.citations.styles._base import Marker, Reading
from trueeffect.check.citations.styles.named import SAME_KEY
from trueeffect.model.article import Article, Citation, CitationKey, Passage, Reference
from trueeffect.model.provenance import Span

_BODY = frozenset({"heading", "paragraph", "list_item", "table", "quote", "caption"})


def find_citations(article: Article, references: Sequence[Reference]) -> tuple[Citation, ...]:
    """Return the citations of ``article`` in order of appearance, linked to ``references``.

    A citation names one work, or one range of numbered works: "(Sato, 2005; Brandt, 2000)" is two. Its
    ``candidates`` hold one tuple of reference ids per key; several ids are an ambiguity, none means that
    the list has no such entry. Forms that need not be citations (a name without a year, a number in
    round brackets) are reported only when the list has a fitting entry.

    Examples
    --------
    >>> from trueeffect.testing import make_article, make_reference
    >>> refs = (make_reference("r1", ("Sato K", "Mori T"), 2005),)
    >>> [citation] = find_citations(make_article("Rats improved (Sato & Mori, 2005)."), refs)
    >>> citation.text, citation.candidates
    ('Sato & Mori, 2005', (('r1',),))
    """
    refs = tuple(references)
    reading = Reading(article, article.text.plain, body_passages(article, refs), ReferenceIndex(refs))
    found: list[tuple[int, Marker]] = []
    for style in members("trueeffect.check.citations.styles", "STYLE").values():
        found.extend((style.rank, _settled(marker, reading)) for marker in style.find(reading))
    established = _is_established([marker for _, marker in found])
    kept = _without_overlaps([(rank, marker) for rank, marker in found if _counts(marker, established)])
    kept = _without_doubles(_one_system(kept, reading), reading.plain)
    kept = _leftovers(_only_cited_elsewhere(kept, reading), reading)
    return tuple(_citation(number, m, reading.plain) for number, m in enumerate(_same(kept), start=1))


def body_passages(article: Article, references: Sequence[Reference]) -> tuple[Passage, ...]:
    """Return the passages that may hold citations: neither page furniture nor the reference list."""
    spans = sorted((ref.span.start, ref.span.end) for ref in references)
    return tuple(
        passage
        for passage in article.passages
        if passage.kind in _BODY and not _is_entry(passage.span, spans)
    )


def _is_entry(span: Span, entries: list[tuple[int, int]]) -> bool:
    """Tell whether a passage consists of reference entries, whatever kind it was given."""
    covered = sum(
        min(end, span.end) - max(start, span.start)
        for start, end in entries
        if start < span.end and end > span.start
    )
    return covered > 0.6 * (span.end - span.start)


def _settled(marker: Marker, reading: Reading) -> Marker:
    if marker.candidates is not None or marker.keys == (SAME_KEY,):
        return marker
    lookup = reading.index.resolve if marker.style != "named" else _by_name(reading)
    return replace(marker, candidates=tuple(lookup(key) for key in marker.keys))


def _by_name(reading: Reading) -> Callable[[CitationKey], tuple[str, ...]]:
    return lambda key: tuple(entry.id for entry in reading.index.exact(key))


def _without_overlaps(found: list[tuple[int, Marker]]) -> list[Marker]:
    """Keep one marker where several styles see the same text; a link lends its target to the text.

    The style of the better rank wins; when it found no entry and the other did, the entry is taken over.
    """
    starts: list[int] = []
    kept: list[Marker] = []
    for _, marker in sorted(found, key=lambda pair: (pair[0], pair[1].start, -pair[1].end)):
        at = bisect_left(starts, marker.start)
        rivals = [i for i in (at - 1, at) if 0 <= i < len(kept) and _overlap(kept[i], marker)]
        if not rivals:
            starts.insert(at, marker.start)
            kept.insert(at, marker)
        elif len(rivals) == 1 and marker.style == "link" and not any(kept[rivals[0]].candidates or ()):
            kept[rivals[0]] = replace(kept[rivals[0]], candidates=marker.candidates, keys=marker.keys)
    return kept


def _overlap(one: Marker, other: Marker) -> bool:
    return one.start < other.end and other.start < one.end


_ESTABLISHED = 2


def _is_established(markers: list[Marker]) -> bool:
    """Tell whether the article cites by author and year, so that "(Sato, 2016)" is a citation by its form."""
    linked = [marker for marker in markers if marker.style == "author_year" and any(marker.candidates or ())]
    return len(linked) >= _ESTABLISHED


def _counts(marker: Marker, established: bool) -> bool:
    if marker.style == "author_year" and established:
        return True
    return marker.sure or marker.keys == (SAME_KEY,) or any(marker.candidates or ())


_SYSTEM_SHARE = 0.4


def _one_system(kept: list[Marker], reading: Reading) -> list[Marker]:
    """Drop plain numbers from an article that cites by author and year and does not number its list."""
    named = {i for m in kept if m.style == "author_year" for ids in m.candidates or () for i in ids}
    if reading.index.numbered or len(named) < max(2, _SYSTEM_SHARE * len(reading.index.entries)):
        return kept
    return [marker for marker in kept if marker.style != "numeric"]


def _without_doubles(kept: list[Marker], plain: str) -> list[Marker]:
    """Drop a name without a year when the marker that says which work follows at once: "Sato et al. [3]"."""
    out = []
    for marker, after in zip(kept, [*kept[1:], None]):
        gap = plain[marker.end : after.start] if after else "no"
        if marker.style == "named" and after and after.style != "named" and not gap.strip(" \n\u00a0,.(['’s"):
            continue
        out.append(marker)
    return out


def _only_cited_elsewhere(kept: list[Marker], reading: Reading) -> list[Marker]:
    """Drop a far guess at the year when the guessed entry is cited rightly elsewhere.

    "Sato 1999" next to a list with only Sato 2005 may be a slip; it is not when Sato 2005 is cited too.
    """
    exact: set[str] = set()
    for marker in kept:
        for key, ids in zip(marker.keys, marker.candidates or ()):
            if key.year is None or {e.id for e in reading.index.exact(key)} & set(ids):
                exact.update(ids if key.year is not None or key.number else ())
    return [_without_guess(marker, reading, exact) for marker in kept]


def _without_guess(marker: Marker, reading: Reading, exact: set[str]) -> Marker:
    years = {e.id: e.year for e in reading.index.entries}
    out = []
    for key, ids in zip(marker.keys, marker.candidates or ()):
        far = [i for i in ids if key.year and years[i] and abs(key.year - (years[i] or 0)) > 1]
        out.append(tuple(i for i in ids if not (i in far and i in exact)))
    return replace(marker, candidates=tuple(out) if marker.candidates is not None else None)


_ALIKE = 0.8


def _leftovers(kept: list[Marker], reading: Reading) -> list[Marker]:
    """Pair a marker without entry with the one uncited entry of its year that is spelled much alike."""
    cited = {i for marker in kept for ids in marker.candidates or () for i in ids}
    free = [entry for entry in reading.index.entries if entry.id not in cited]
    return [_paired(marker, free) if marker.style == "author_year" else marker for marker in kept]


def _paired(marker: Marker, free: list[Entry]) -> Marker:
    key = marker.keys[0]
    if any(marker.candidates or ()) or not key.authors or key.year is None:
        return marker
    name = fold(key.authors[0])
    alike = [
        entry.id
        for entry in free
        if entry.has_year(key.year)
        and entry.first[:1] == name[:1]
        and JaroWinkler.normalized_similarity(entry.first, name) >= _ALIKE
    ]
    return replace(marker, candidates=(tuple(alike),)) if len(alike) == 1 else marker


def _same(kept: list[Marker]) -> list[Marker]:
    """Give "the same team" the entries of the citation before it; drop it when there is none."""
    out: list[Marker] = []
    for marker in kept:
        if marker.keys != (SAME_KEY,):
            out.append(marker)
            continue
        before = next((m for m in reversed(out) if any(m.candidates or ())), None)
        if before is not None:
            out.append(replace(marker, keys=before.keys, candidates=before.candidates))
    return out


def _citation(number: int, marker: Marker, plain: str) -> Citation:
    return Citation(
        id=f"c{number}",
        span=Span(start=marker.start, end=marker.end),
        text=plain[marker.start : marker.end],
        style=marker.style,
        keys=marker.keys,
        candidates=marker.candidates or (),
        narrative=marker.narrative,
    )
