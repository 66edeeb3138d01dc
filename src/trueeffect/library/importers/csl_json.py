"""CSL-JSON, as Zotero, Mendeley, Crossref and Pandoc write it; also Better CSL with notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, year_of
from trueeffect.library.importers._json import objects
from trueeffect.library.importers._text import head_text
from trueeffect.library.names import initials_of, is_et_al
from trueeffect.library.notices import states_retraction
from trueeffect.library.words import clean
from trueeffect.model.article import PersonName
from trueeffect.model.record import Notice, Record, Rejection

_NOTE = re.compile(r"^\s*(DOI|PMID|PMCID)\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_TYPES = {
    "article-journal": "article", "article": "article", "review": "article", "paper-conference": "conference",
    "webpage": "web", "post-weblog": "web", "book": "book", "chapter": "chapter", "report": "report",
    "thesis": "thesis", "article-newspaper": "news", "article-magazine": "news",
}  # fmt: skip


def _sniff(head: bytes) -> float:
    text = head_text(head)
    if text[:1] not in "[{" or not text:
        return 0.0
    if '"date-parts"' in text or '"container-title"' in text or '"article-journal"' in text:
        return 0.6 if '"indexed"' in text or '"message"' in text else 0.9
    return 0.5 if '"title"' in text and '"type"' in text else 0.2


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for found in objects(stream, source, wrappers=(("items",), ("references",))):
        yield found if isinstance(found, Rejection) else record_of(found[1], source, found[0])


def record_of(item: Mapping[str, Any], source: str, line: int) -> Record | Rejection:
    """Turn one CSL item into a record."""
    values = {str(k).lower(): v for k, v in item.items()}
    note = str(values.get("note") or "")
    notes = {m.group(1).lower(): m.group(2) for m in _NOTE.finditer(note)}
    retracted = (Notice(kind="retraction", source=f"note in {source}"),) if states_retraction(note) else ()
    people, collective, complete = _authors(values.get("author"))
    return build(
        source=source,
        line=line,
        title=text_of(values.get("title")),
        people=people,
        collective=collective,
        authors_complete=complete,
        year=_year(values),
        journal=text_of(values.get("container-title")),
        journal_abbreviation=text_of(
            values.get("container-title-short") or values.get("journalabbreviation")
        ),
        volume=values.get("volume"),
        issue=values.get("issue"),
        pages=values.get("page") or values.get("number") or values.get("article-number"),
        doi=values.get("doi") or notes.get("doi"),
        pmid=values.get("pmid") or notes.get("pmid"),
        pmcid=values.get("pmcid") or notes.get("pmcid"),
        url=text_of(values.get("url")),
        language=text_of(values.get("language")),
        type=_TYPES.get(str(values.get("type") or ""), str(values.get("type") or "article")),
        publication_types=[text_of(values["genre"])] if values.get("genre") else (),
        abstract=text_of(values.get("abstract")),
        notices=retracted,
        keys=[str(values.get("id") or ""), str(values.get("citation-key") or "")],
    )


def text_of(value: object) -> str:
    """Return a CSL value as text; the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value) if isinstance(value, (str, int, float)) else ""


def _authors(value: object) -> tuple[list[PersonName], str, bool]:
    people: list[PersonName] = []
    groups: list[str] = []
    complete = True
    for name in value if isinstance(value, list) else ():
        if not isinstance(name, dict):
            continue
        family, given = clean(text_of(name.get("family"))), clean(text_of(name.get("given")))
        particle = clean(text_of(name.get("non-dropping-particle") or name.get("dropping-particle")))
        literal = clean(text_of(name.get("literal") or name.get("name")))
        if family and not is_et_al(family):
            people.append(
                PersonName(family=f"{particle} {family}".strip(), initials=initials_of(given), given=given)
            )
        elif is_et_al(literal or family):
            complete = False
        elif literal or given:
            groups.append(literal or given)
    return people, "; ".join(groups), complete


def _year(values: Mapping[str, Any]) -> int | None:
    for name in ("issued", "published-print", "published", "published-online", "original-date"):
        date = values.get(name)
        if isinstance(date, dict):
            parts = date.get("date-parts")
            first = parts[0] if isinstance(parts, list) and parts else None
            found = year_of(
                first[0] if isinstance(first, list) and first else "", date.get("raw"), date.get("literal")
            )
            if found:
                return found
        elif date and (found := year_of(date)):
            return found
    return None


importer = Importer(name="CSL-JSON", suffixes=(".json", ".jsonl"), sniff=_sniff, read=_read)
