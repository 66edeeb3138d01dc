"""Hyperlinks whose target is an entry of the list: by DOI, PubMed id, address, or an anchor on the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import unquote

from trueeffect.check.citations.styles._base import Marker, Reading, Style
from trueeffect.model.article import CitationKey, Reference
from trueeffect.model.ids import find_doi, find_pmcid, find_pmid, normalise_doi


def _address(url: str) -> str:
    bare = url.strip().lower().partition("#")[0].partition("://")[2] or url.strip().lower()
    return unquote(bare.removeprefix("www.").rstrip("/"))


def _names(ref: Reference) -> Iterator[str]:
    """Give every form under which a link may name the entry."""
    fields = ref.fields
    if fields.doi:
        yield f"doi:{normalise_doi(fields.doi)}"
    if fields.pmid:
        yield f"pmid:{fields.pmid}"
    if fields.pmcid:
        yield f"pmcid:{fields.pmcid.upper()}"
    if fields.url:
        yield from _targets(fields.url)


def _targets(href: str) -> Iterator[str]:
    decoded = unquote(href)
    doi, pmid, pmcid = find_doi(decoded), find_pmid(decoded), find_pmcid(decoded)
    if doi:
        yield f"doi:{doi}"
    if pmid:
        yield f"pmid:{pmid}"
    if pmcid:
        yield f"pmcid:{pmcid}"
    if "://" in href or href.startswith("www."):
        yield f"url:{_address(href)}"


def _table(reading: Reading) -> dict[str, list[str]]:
    table: dict[str, list[str]] = defaultdict(list)
    for ref in reading.index.references:
        for name in _names(ref):
            if ref.id not in table[name]:
                table[name].append(ref.id)
    return table


def _anchors(reading: Reading) -> dict[str, tuple[str, ...]]:
    """Return the entry that each anchor of the page stands in, or just before."""
    out: dict[str, tuple[str, ...]] = {}
    refs = sorted(reading.index.references, key=lambda ref: ref.span.start)
    for mark in reading.article.marks:
        if mark.kind != "anchor" or not mark.name:
            continue
        at = mark.span.start
        inside = [ref for ref in refs if ref.span.start <= at < ref.span.end]
        after = [ref for ref in refs if 0 <= ref.span.start - at <= 12]
        hit = inside or after[:1]
        if hit:
            out[mark.name.lstrip("#")] = (hit[0].id,)
    return out


def _find(reading: Reading) -> Iterator[Marker]:
    if not reading.article.links:
        return
    table, anchors = _table(reading), _anchors(reading)
    bodies = [(p.span.start, p.span.end) for p in reading.passages]
    refs = [(r.span.start, r.span.end) for r in reading.index.references]
    for link in reading.article.links:
        start, end = link.span.start, link.span.end
        if not any(a <= start and end <= b for a, b in bodies) or end <= start:
            continue
        ids = _resolve(link.href, table, anchors)
        own = any(a <= start and end <= b for a, b in refs) and len(bodies) > 1
        if ids and not (own and _is_list_entry(reading, start, end)):
            yield Marker(start, end, "link", (CitationKey(href=link.href),), (ids,))


def _is_list_entry(reading: Reading, start: int, end: int) -> bool:
    """Tell whether the link stands in a reference that is more than the link itself."""
    return any(
        ref.span.start <= start and end <= ref.span.end and ref.span.end - ref.span.start > end - start + 2
        for ref in reading.index.references
    )


def _resolve(href: str, table: dict[str, list[str]], anchors: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if href.startswith("#"):
        return anchors.get(unquote(href[1:]), ())
    for target in _targets(href):
        if target in table:
            return tuple(table[target])
    return ()


STYLE = Style(name="link", find=_find, rank=4)
