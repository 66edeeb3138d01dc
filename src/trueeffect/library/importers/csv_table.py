"""Any table of works: exports of PubMed, Cochrane, Embase, Zotero, Rayyan, Covidence, OpenAlex and the like.

Columns are known by their names, whatever their order; only a title or an identifier is needed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, year_of
from trueeffect.library.importers._table import header_of, rows
from trueeffect.library.importers._text import head_text
from trueeffect.model.ids import find_pmid
from trueeffect.model.record import Record, Rejection

_COLUMNS = {
    "title": ("title", "primary_title", "article title", "document title", "display_name"),
    "authors": ("authors", "author", "author(s)", "author names", "author full names", "first author"),
    "year": ("year", "publication year", "publication_year", "published year", "pub year", "date",
    "publication_date"),
    "journal": (
        "journal", "publication title", "source title", "journal/book", "journal_name",
        "primary_location.source.display_name",
        "secondary_title", "source",
    ),
    "journal_abbreviation": ("journal abbreviation", "journal_abbreviation"),
    "volume": ("volume", "biblio.volume"),
    "issue": ("issue", "number", "biblio.issue"),
    "pages": ("pages", "page", "page range"),
    "first_page": ("first_page", "start_page", "first page", "start page", "biblio.first_page", "page start"),
    "last_page": ("last_page", "end_page", "last page", "end page", "biblio.last_page", "page end"),
    "doi": ("doi", "digital object identifier", "ids.doi"),
    "pmid": ("pmid", "pubmed id", "pubmed_id", "pubmed", "medline pmid", "ids.pmid"),
    "pmcid": ("pmcid", "pmc_id", "pmc id", "ids.pmcid"),
    "url": ("url", "urls", "link"),
    "language": ("language", "article language"),
    "abstract": ("abstract", "abstract note", "notes_abstract"),
    "key": ("key", "id", "ref", "central id", "covidence #", "(internal) id"),
}  # fmt: skip
_TITLES, _IDENTIFIERS = set(_COLUMNS["title"]), {*_COLUMNS["doi"], *_COLUMNS["pmid"]}
_PLACE = re.compile(r";\s*([^\s:();]+)\s*(?:\(([^)]*)\))?\s*:\s*([^\s;]+?)[.;]?(?:\s|$)")


def _is_header(names: list[str]) -> bool:
    known = {n for forms in _COLUMNS.values() for n in forms}
    return bool(set(names) & (_TITLES | _IDENTIFIERS)) and len(set(names) & known) >= 2


def _sniff(head: bytes) -> float:
    text = head_text(head)
    if text[:1] in "<{[@%":
        return 0.0
    return 0.6 if any(_is_header(header_of(line)[1]) for line in text.split("\n")[:12]) else 0.0


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for line, row in rows(stream, source, _is_header):
        yield row if isinstance(row, Rejection) else _record(row, source, line)


def _record(row: Mapping[str, str], source: str, line: int) -> Record | Rejection:
    value = {name: next((row[f] for f in forms if row.get(f)), "") for name, forms in _COLUMNS.items()}
    place = _PLACE.search(row.get("citation", ""))
    first, last = value["first_page"], value["last_page"]
    return build(
        source=source,
        line=line,
        title=value["title"],
        authors=_authors(value["authors"]),
        year=year_of(value["year"]),
        journal=value["journal"],
        journal_abbreviation=value["journal_abbreviation"],
        volume=value["volume"] or (place.group(1) if place else ""),
        issue=value["issue"] or (place.group(2) if place else ""),
        pages=value["pages"]
        or (f"{first}-{last}" if first and last else first)
        or (place.group(3) if place else ""),
        doi=value["doi"],
        pmid=value["pmid"] or find_pmid(f"{row.get('extra', '')} {row.get('notes', '')}"),
        pmcid=value["pmcid"],
        url=value["url"],
        language=value["language"],
        publication_types=[row.get("publication type", "")],
        abstract=value["abstract"],
        keys=[value["key"]],
    )


def _authors(text: str) -> list[str]:
    """Split a list of authors at semicolons, bars, "and", or the commas between "Smith JA" and "Doe B"."""
    if text.startswith("[") and text.endswith("]"):
        try:
            return [str(a) for a in ast.literal_eval(text)]
        except (ValueError, SyntaxError):
            text = text[1:-1]
    for separator in (r"\s*;\s*", r"\s*\|\s*", r"\s+and\s+"):
        if len(parts := [p for p in re.split(separator, text) if p]) > 1:
            return parts
    parts = [p.strip().rstrip(".") if p.count(".") == 1 else p.strip() for p in text.split(",")]
    one_name = len(parts) == 2 and (" " not in parts[0] or len(parts[1]) < 4)
    return [text] if one_name and " " not in parts[0] else parts


importer = Importer(name="CSV table", suffixes=(".csv", ".tsv"), sniff=_sniff, read=_read)
