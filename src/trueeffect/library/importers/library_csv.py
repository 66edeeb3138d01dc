"""The plain table form of a library: one row a work, authors separated by semicolons.

Columns: ``pmid, doi, title, authors, source, year, volume, issue, first_page, last_page``; more are allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, year_of
from trueeffect.library.importers._table import rows
from trueeffect.library.importers._text import head_text
from trueeffect.model.record import Record, Rejection

_NEEDED = {"pmid", "title", "source", "first_page"}
_AUTHORS_LISTED = 8
"""Lists of this length or longer may have been cut by whoever made the table."""


def _sniff(head: bytes) -> float:
    first = head_text(head).split("\n", 1)[0].lower().replace('"', "")
    return 0.95 if set(first.split(",")) >= _NEEDED else 0.0


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for line, row in rows(stream, source):
        yield row if isinstance(row, Rejection) else _record(row, source, line)


def _record(row: Mapping[str, str], source: str, line: int) -> Record | Rejection:
    authors = [a for a in row.get("authors", "").split(";") if a.strip()]
    first, last = row.get("first_page", ""), row.get("last_page", "")
    return build(
        source=source,
        line=line,
        title=row.get("title"),
        authors=authors,
        authors_complete=len(authors) < _AUTHORS_LISTED,
        year=year_of(row.get("year")),
        journal=row.get("source"),
        volume=row.get("volume"),
        issue=row.get("issue"),
        pages=f"{first}-{last}" if first and last and first != last else first or last,
        doi=row.get("doi"),
        pmid=row.get("pmid"),
        abstract=row.get("abstract"),
    )


importer = Importer(name="library table (CSV)", suffixes=(".csv",), sniff=_sniff, read=_read)
