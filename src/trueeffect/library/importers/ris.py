"""RIS, as reference managers and publishers write it.

Dialects differ in the tags for title (``TI``, ``T1``), journal (``JO``, ``JF``, ``T2``, ``JA``) and date;
all are
read. Entries without ``TY`` or ``ER`` are read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, doi_of, pmid_of, year_of
from trueeffect.library.importers._tagged import Entry, Layout, entries
from trueeffect.library.importers._text import head_text
from trueeffect.model.ids import find_doi, find_pmcid, find_pmid
from trueeffect.model.record import Record, Rejection

_LAYOUT = Layout(
    tag=re.compile(r"^\s{0,3}([A-Z][A-Z0-9])\s{1,3}-(?:\s(.*))?$"),
    starts=frozenset({"TY"}),
    ends=frozenset({"ER"}),
)
_TYPES = {
    "JOUR": "article", "JFULL": "article", "MGZN": "news", "NEWS": "news", "BOOK": "book",
    "CHAP": "chapter", "EBOOK": "book",
    "ECHAP": "chapter", "CONF": "conference", "CPAPER": "conference", "RPRT": "report", "THES": "thesis",
    "ELEC": "web",
    "WEB": "web", "BLOG": "web",
}  # fmt: skip
_PUBMED = re.compile(r"\bpubmed\W{0,3}(\d{5,8})\b", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*\d{1,8}\s*$")


def _sniff(head: bytes) -> float:
    text = head_text(head)
    if re.search(r"^\s{0,3}TY {1,3}- ", text, re.MULTILINE):
        return 0.9
    return 0.4 if re.search(r"^(?:T1|TI|A1|AU) {2}- .+\n(?:.*\n)*?ER {1,3}-", text, re.MULTILINE) else 0.0


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for entry in entries(stream, source, _LAYOUT):
        yield entry if isinstance(entry, Rejection) else _record(entry, source)


def _record(entry: Entry, source: str) -> Record | Rejection:
    kind = _TYPES.get(entry.first("TY"), "article")
    return build(
        source=source,
        line=entry.line,
        title=entry.first("TI", "T1", "CT", "BT") or entry.first("ST"),
        authors=_authors(entry),
        year=year_of(entry.first("PY"), entry.first("Y1"), entry.first("DA")),
        journal=entry.first("JF", "T2", "JO", "BT", "J1", "JA", "J2"),
        journal_abbreviation=entry.first("J2", "JA", "JO"),
        volume=entry.first("VL"),
        issue=entry.first("IS", "CP"),
        pages=_pages(entry),
        doi=_doi(entry),
        pmid=_pmid(entry),
        pmcid=find_pmcid(entry.joined("C2", "N1", "UR", "ID")) or "",
        url=entry.first("UR", "L1", "L2"),
        language=entry.first("LA"),
        type=kind,
        publication_types=entry.all("M3") if kind == "article" and not find_doi(entry.first("M3")) else (),
        abstract=entry.first("AB", "N2"),
        keys=[*entry.all("ID"), *(a for a in entry.all("AN") if not _NUMBER.match(a))],
    )


def _authors(entry: Entry) -> list[str]:
    found = [v for t, v in entry.fields if t in {"AU", "A1"}]
    return [a for v in found for a in re.split(r"\s*(?:;|\n|\band\b(?=.*,))\s*", v) if a]


def _pages(entry: Entry) -> str:
    first, last = entry.first("SP").strip(), entry.first("EP").strip()
    if "-" in first or "–" in first or not last or first == last:
        return first or last or entry.first("C7")
    return f"{first}-{last}" if first else last


def _doi(entry: Entry) -> str:
    found = (
        doi_of(v)
        for v in [entry.first("DO"), entry.first("DI"), *entry.all("UR"), *entry.all("M3"), *entry.all("L3")]
    )
    return next((d for d in found if d), "") or doi_of(
        " ".join(n for n in entry.all("N1") if "doi" in n.lower())
    )


def _pmid(entry: Entry) -> str:
    notes = entry.joined("N1", "UR", "C2", "AN", "M2", "C1")
    found = _PUBMED.search(notes)
    if found or find_pmid(notes):
        return find_pmid(notes) or (found.group(1) if found else "")
    number = entry.first("AN", "ID")
    database = entry.joined("DB", "DP").lower()
    return (
        pmid_of(number) if _NUMBER.match(number) and ("pubmed" in database or "medline" in database) else ""
    )


importer = Importer(name="RIS", suffixes=(".ris", ".txt"), sniff=_sniff, read=_read)
