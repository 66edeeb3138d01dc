"""EndNote's tagged text, also known as Refer (``.enw``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, pmid_of, year_of
from trueeffect.library.importers._tagged import Entry, Layout, entries
from trueeffect.library.importers._text import head_text
from trueeffect.model.ids import find_pmid
from trueeffect.model.record import Record, Rejection

_LAYOUT = Layout(tag=re.compile(r"^%([A-Z0-9@?!#$&(*+<>^~=\]\[])(?:\s(.*))?$"), starts=frozenset({"0"}))
_TYPES = {
    "journal article": "article", "electronic article": "article", "book": "book", "edited book": "book",
    "book section": "chapter", "conference proceedings": "conference", "conference paper": "conference",
    "report": "report", "thesis": "thesis", "web page": "web", "newspaper article": "news",
}  # fmt: skip


def _sniff(head: bytes) -> float:
    text = head_text(head)
    if re.match(r"%[0A-Z] ", text) and re.search(r"^%T ", text, re.MULTILINE):
        return 0.9
    return 0.7 if re.search(r"^%0 \S", text, re.MULTILINE) else 0.0


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for entry in entries(stream, source, _LAYOUT):
        yield entry if isinstance(entry, Rejection) else _record(entry, source)


def _record(entry: Entry, source: str) -> Record | Rejection:
    kind = _TYPES.get(entry.first("0").strip().lower(), "article")
    return build(
        source=source,
        line=entry.line,
        title=entry.first("T"),
        authors=[a for value in entry.all("A") for a in re.split(r"\s+and\s+|;|\n", value)],
        year=year_of(entry.first("D"), entry.first("8")),
        journal=entry.first("J", "B", "S"),
        volume=entry.first("V"),
        issue=entry.first("N"),
        pages=entry.first("P"),
        doi=entry.first("R"),
        pmid=find_pmid(entry.joined("Z", "U", "M", "2"))
        or (pmid_of(entry.first("M")) if _from_pubmed(entry) else ""),
        pmcid=entry.first("2"),
        url=entry.first("U"),
        language=entry.first("G"),
        type=kind,
        abstract=entry.first("X"),
        keys=entry.all("F") or ([] if _from_pubmed(entry) else entry.all("M")),
    )


def _from_pubmed(entry: Entry) -> bool:
    return any(name in entry.joined("~", "W").lower() for name in ("pubmed", "medline", "nlm"))


importer = Importer(name="EndNote tagged text", suffixes=(".enw", ".txt"), sniff=_sniff, read=_read)
