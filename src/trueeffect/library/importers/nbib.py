"""MEDLINE / nbib: what PubMed saves as "PubMed" format, under whatever file name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, year_of
from trueeffect.library.importers._tagged import Entry, Layout, entries
from trueeffect.library.importers._text import head_text
from trueeffect.library.words import clean
from trueeffect.model.ids import find_pmid
from trueeffect.model.record import Notice, Record, Rejection

_LAYOUT = Layout(
    tag=re.compile(r"^([A-Z]{2,4})\s{0,3}-\s?(.*)$"),
    starts=frozenset({"PMID"}), blank_ends=True, indented=True,
)  # fmt: skip
_NOTICES = {
    "RIN": "retraction", "ECI": "expression_of_concern", "EIN": "correction", "CRI": "correction",
    "RRI": "correction"
}  # fmt: skip
_NO_TITLE = re.compile(r"^\[?not available\]?\.?$", re.IGNORECASE)


def _sniff(head: bytes) -> float:
    text = head_text(head)
    if re.search(r"^PMID- ?\d", text, re.MULTILINE):
        return 0.95
    return (
        0.5
        if re.search(r"^(?:TI  - |FAU - |PMC - |OWN - )", text, re.MULTILINE) and "TY  - " not in text
        else 0.0
    )


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for entry in entries(stream, source, _LAYOUT):
        yield entry if isinstance(entry, Rejection) else _record(entry, source)


def _record(entry: Entry, source: str) -> Record | Rejection:
    title = entry.first("TI", "BTI", "CTI")
    return build(
        source=source,
        line=entry.line,
        title=entry.first("TT") if not title or _NO_TITLE.match(title) else title,
        authors=entry.all("FAU", "AU"),
        collective="; ".join(dict.fromkeys(map(clean, entry.all("CN")))),
        year=year_of(entry.first("DP"), entry.first("DEP"), entry.first("CRDT")),
        journal=entry.first("JT"),
        journal_abbreviation=entry.first("TA"),
        volume=entry.first("VI"),
        issue=entry.first("IP"),
        pages=entry.first("PG") or _marked(entry, "pii", "LID"),
        doi=_marked(entry, "doi", "LID", "AID") or entry.first("DO"),
        pmid=entry.first("PMID"),
        pmcid=entry.first("PMC"),
        language=entry.first("LA"),
        publication_types=entry.all("PT"),
        mesh=[m.split("/")[0].replace("*", "") for m in entry.all("MH")],
        abstract=entry.first("AB"),
        registrations=[
            s.split("/", 1)[1] for s in entry.all("SI") if "/" in s and "clinicaltrials" in s.lower()
        ],
        notices=[_notice(tag, value) for tag, value in entry.fields if tag in _NOTICES],
        keys=entry.all("ID"),
    )


def _marked(entry: Entry, mark: str, *tags: str) -> str:
    """Return the value that ends in ``[mark]``, without the mark."""
    for tag, value in entry.fields:
        if tag in tags and value.rstrip().endswith(f"[{mark}]"):
            found = value.rstrip().removesuffix(f"[{mark}]").strip()
            return found if mark == "doi" or len(found) <= 12 else ""
    return ""


def _notice(tag: str, value: str) -> Notice:
    text = clean(value)
    return Notice(
        kind=_NOTICES[tag],  # type: ignore[arg-type]
        date=str(year_of(text) or ""),
        source=text,
        notice_id=f"pmid:{pmid}" if (pmid := find_pmid(text)) else "",
    )


importer = Importer(name="MEDLINE/nbib", suffixes=(".nbib", ".txt", ".medline"), sniff=_sniff, read=_read)
