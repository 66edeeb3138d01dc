"""Find records of the same work and make one record of them, keeping where each value came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from rapidfuzz import fuzz

from trueeffect.library.importers._build import identity
from trueeffect.library.names import surname_key
from trueeffect.library.pages import page_key, parse_pages, volume_key
from trueeffect.library.words import squash, words
from trueeffect.model.record import Record

_JOINED = ("publication_types", "mesh", "registrations", "keys", "notices")
_SKIPPED = frozenset({"id", "sources", "merged", "type", "authors_complete", *_JOINED})
_FIELDS = tuple(f for f in Record.__struct_fields__ if f not in _SKIPPED)
_TITLE_LETTERS = 24
"""A shorter title ("Editorial", "Reply") says too little to join records without an identifier."""
_SAME_TITLE = 70
"""Similarity (0-100) that two titles must have when the records share a DOI or PMID."""


def merge(records: Iterable[Record]) -> list[Record]:
    """Return the records with each work once, in order of first appearance.

    Two records are the same work when they share a DOI or PMID and their titles do not disagree, or when
    title, year and first author agree and nothing contradicts it: identifiers, volume and first page that
    both state must agree. Earlier records win field by field; later ones fill gaps.

    Examples
    --------
    >>> a = Record(id="doi:10.1/a", doi="10.1/a", title="A trial of needling", volume="3")
    >>> b = Record(id="pmid:7", doi="10.1/a", pmid="7", title="A trial of needling.", year=2001)
    >>> [merged] = merge([a, b])
    >>> merged.id, merged.volume, merged.year, merged.merged
    ('pmid:7', '3', 2001, ('doi:10.1/a',))
    >>> len(merge([a, Record(id="doi:10.1/A", doi="10.1/A", title="A trial of needling")]))
    1
    """
    groups: list[list[Record]] = []
    seen: dict[str, list[int]] = {}
    for record in records:
        keys = list(_keys(record))
        home = _home(record, keys, seen, groups)
        if home is None:
            home = len(groups)
            groups.append([record])
        else:
            groups[home].append(record)
        for key in keys:
            places = seen.setdefault(key, [])
            if home not in places:
                places.append(home)
    return _apart([_join(group) if len(group) > 1 else group[0] for group in groups])


def _keys(record: Record) -> Iterator[str]:
    if record.pmid:
        yield f"pmid:{record.pmid}"
    if record.doi:
        yield f"doi:{record.doi.lower()}"
    title = squash(record.title)
    if len(title) >= _TITLE_LETTERS and (record.authors or record.collective):
        first = surname_key(record.authors[0].family) if record.authors else squash(record.collective)
        yield f"{title}|{record.year or ''}|{first}"


def _home(
    record: Record, keys: list[str], seen: dict[str, list[int]], groups: list[list[Record]]
) -> int | None:
    for key in keys:
        for place in seen.get(key, ()):
            if all(same_work(record, other) for other in groups[place]):
                return place
    return None


def same_work(a: Record, b: Record) -> bool:
    """Tell whether two records that share a key may be the same work: nothing that both state disagrees."""
    dois = a.doi.lower(), b.doi.lower()
    if _differ(a.pmid, b.pmid) or _differ(*dois):
        return False
    if (a.pmid and a.pmid == b.pmid) or (a.doi and dois[0] == dois[1]):
        return not a.title or not b.title or titles_agree(a.title, b.title)
    if _differ(volume_key(a.volume), volume_key(b.volume)):
        return False
    return not _differ(page_key(parse_pages(a.pages).first), page_key(parse_pages(b.pages).first))


def titles_agree(a: str, b: str) -> bool:
    """Tell whether two titles may be forms of one: shortened, reordered or misspelt."""
    one, two = " ".join(words(a)), " ".join(words(b))
    return one == two or fuzz.token_set_ratio(one, two) >= _SAME_TITLE


def _differ(a: str, b: str) -> bool:
    return bool(a) and bool(b) and a != b


def _join(group: Sequence[Record]) -> Record:
    values: dict[str, object] = {}
    sources: dict[str, str] = {}
    for name in _FIELDS:
        for record in group:
            if (value := getattr(record, name)) and name not in values:
                values[name], sources[name] = value, record.sources.get(name, "")
    for name in _JOINED:
        values[name] = tuple(dict.fromkeys(v for record in group for v in getattr(record, name)))
    people = next((r for r in group if r.authors), group[0])
    best = identity(
        str(values.get("pmid", "")),
        str(values.get("doi", "")),
        [],
        group[0].title,
        group[0].year,
        people.authors,
    )
    new_id = best if not best.startswith("lib:") else group[0].id
    return msgspec.structs.replace(
        group[0],
        **values,
        id=new_id,
        type=next((r.type for r in group if r.type != "article"), group[0].type),
        authors_complete=people.authors_complete,
        sources={k: v for k, v in sources.items() if v},
        merged=tuple(dict.fromkeys(i for r in group for i in (r.id, *r.merged) if i != new_id)),
    )


def _apart(records: list[Record]) -> list[Record]:
    """Give different works that ended with the same id (a wrong DOI in a file) ids of their own."""
    taken: dict[str, int] = {}
    kept = []
    for record in records:
        count = taken[record.id] = taken.get(record.id, 0) + 1
        kept.append(msgspec.structs.replace(record, id=f"{record.id}#{count}") if count > 1 else record)
    return kept
