"""The Retraction Watch Database as Crossref distributes it: notices, each on one work.

Dates are written month first. A missing identifier is ``0``, ``unavailable`` or empty. The file is
Windows-1252.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, doi_of, pmid_of
from trueeffect.library.importers._table import rows
from trueeffect.library.importers._text import head_text
from trueeffect.model.record import Notice, Record, Rejection

_KINDS = {
    "retraction": "retraction", "expression of concern": "expression_of_concern", "correction": "correction",
    "reinstatement": "reinstatement",
}  # fmt: skip
_DATE = re.compile(r"^\s*(\d{1,2})/(\d{1,2})/(\d{4})")


def _sniff(head: bytes) -> float:
    first = head_text(head).split("\n", 1)[0].lower()
    return 0.97 if "retractionnature" in first and "originalpaperdoi" in first else 0.0


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for line, row in rows(stream, source):
        yield row if isinstance(row, Rejection) else _record(row, source, line)


def _record(row: Mapping[str, str], source: str, line: int) -> Record | Rejection:
    kind = _KINDS.get(row.get("retractionnature", "").strip().lower())
    if not kind:
        reason = f"The kind of notice is {row.get('retractionnature', '')!r}, which is not known."
        return Rejection(source=source, line=line, reason=reason, text=row.get("title", "")[:80])
    date = iso_date(row.get("originalpaperdate", ""))
    number = row.get("record id", "")
    notice = Notice(
        kind=kind,  # type: ignore[arg-type]
        date=iso_date(row.get("retractiondate", "")),
        source="Retraction Watch Database" + (f", record {number}" if number else ""),
        reason="; ".join(r.strip().lstrip("+") for r in row.get("reason", "").split(";") if r.strip()),
        notice_id=_identifier(row.get("retractiondoi", ""), row.get("retractionpubmedid", "")),
    )
    return build(
        source=source,
        line=line,
        title=row.get("title"),
        authors=[a for a in row.get("author", "").split(";") if a.strip().lower() != "unknown"],
        year=int(date[:4]) if date else None,
        journal=row.get("journal"),
        doi=row.get("originalpaperdoi"),
        pmid=row.get("originalpaperpubmedid"),
        notices=[notice],
        keys=[f"retraction-watch-{number}"] if number else (),
    )


def iso_date(text: str) -> str:
    """Turn ``3/9/2020 0:00`` (month first) into ``2020-03-09``; empty when it is no such date.

    Examples
    --------
    >>> iso_date("3/9/2020 0:00"), iso_date("unknown"), iso_date("13/1/2020")
    ('2020-03-09', '', '')
    """
    found = _DATE.match(text)
    if not found:
        return ""
    month, day, year = map(int, found.groups())
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _identifier(doi: str, pmid: str) -> str:
    if found := doi_of(doi):
        return f"doi:{found}"
    return f"pmid:{number}" if (number := pmid_of(pmid)) else ""


importer = Importer(name="Retraction Watch (CSV)", suffixes=(".csv",), sniff=_sniff, read=_read)
