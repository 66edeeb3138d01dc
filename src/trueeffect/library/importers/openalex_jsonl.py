"""OpenAlex works: one JSON object a line, an array, or a saved answer with ``results``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, year_of
from trueeffect.library.importers._json import objects
from trueeffect.library.importers._text import head_text
from trueeffect.model.record import Notice, Record, Rejection

_LONGEST = 20_000
"""Words of an abstract; a position beyond is an error of the file."""


def _sniff(head: bytes) -> float:
    text = head_text(head)
    if text[:1] not in ("[", "{"):
        return 0.0
    return (
        0.95
        if "openalex.org/W" in text or ('"authorships"' in text and '"publication_year"' in text)
        else 0.0
    )


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for found in objects(stream, source, wrappers=(("results",),)):
        yield found if isinstance(found, Rejection) else _record(found[1], source, found[0])


def _record(work: Mapping[str, Any], source: str, line: int) -> Record | Rejection:
    ids, biblio = _part(work, "ids"), _part(work, "biblio")
    venue = _part(_part(work, "primary_location"), "source") or _part(work, "host_venue")
    first, last = str(biblio.get("first_page") or ""), str(biblio.get("last_page") or "")
    retracted = Notice(kind="retraction", source="OpenAlex")
    return build(
        source=source,
        line=line,
        title=str(work.get("title") or work.get("display_name") or ""),
        authors=_authors(work.get("authorships")),
        authors_complete=not work.get("is_authors_truncated"),
        year=year_of(work.get("publication_year")),
        journal=str(venue.get("display_name") or ""),
        volume=biblio.get("volume"),
        issue=biblio.get("issue"),
        pages=f"{first}-{last}" if first and last and first != last else first,
        doi=work.get("doi") or ids.get("doi"),
        pmid=str(ids.get("pmid") or "").rstrip("/").rsplit("/", 1)[-1],
        pmcid=f"PMC{number}"
        if (number := str(ids.get("pmcid") or "").rstrip("/").rsplit("/", 1)[-1].removeprefix("PMC"))
        else "",
        language=str(work.get("language") or ""),
        type=str(work.get("type") or "article"),
        abstract=abstract_of(work.get("abstract_inverted_index")) or str(work.get("abstract") or ""),
        notices=[retracted] if work.get("is_retracted") is True else (),
        keys=[str(work.get("id") or "").rsplit("/", 1)[-1]],
    )


def _part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = value.get(name)
    return part if isinstance(part, dict) else {}


def _authors(authorships: object) -> list[str]:
    listed = authorships if isinstance(authorships, list) else []
    return [
        str(_part(a, "author").get("display_name") or a.get("raw_author_name") or "")
        for a in listed
        if isinstance(a, dict)
    ]


def abstract_of(index: object) -> str:
    """Put an inverted index (word to positions) back into running text.

    Examples
    --------
    >>> abstract_of({"pain": [1, 3], "Back": [0], "hurts:": [2]})
    'Back pain hurts: pain'
    """
    if not isinstance(index, dict):
        return ""
    placed: dict[int, str] = {}
    for word, places in index.items():
        for place in places if isinstance(places, list) else [places]:
            if isinstance(place, int) and 0 <= place < _LONGEST:
                placed[place] = str(word)
    return " ".join(placed[i] for i in sorted(placed))


importer = Importer(name="OpenAlex JSON", suffixes=(".jsonl", ".json"), sniff=_sniff, read=_read)
