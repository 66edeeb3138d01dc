"""ISI / Web of Science tagged text (``.isi``, ``.ciw``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, year_of
from trueeffect.library.importers._tagged import Entry, Layout, entries
from trueeffect.library.importers._text import head_text
from trueeffect.model.record import Record, Rejection

_LAYOUT = Layout(
    tag=re.compile(r"^([A-Z][A-Z0-9])(?:(?: - | )(.*))?$"),
    starts=frozenset({"PT"}),
    ends=frozenset({"ER"}),
    skipped=frozenset({"FN", "VR", "EF"}),
    indented=True,
)
_TYPES = {"J": "article", "B": "book", "S": "chapter", "C": "conference", "P": "patent"}


def _sniff(head: bytes) -> float:
    text = head_text(head)
    if re.search(r"^PT [A-Z]", text, re.MULTILINE):
        return 0.9
    return 0.4 if re.search(r"^(?:FN|VR) .*\n", text) else 0.0


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for entry in entries(stream, source, _LAYOUT):
        yield entry if isinstance(entry, Rejection) else _record(entry, source)


def _record(entry: Entry, source: str) -> Record | Rejection:
    first, last = entry.first("BP", "PS").strip(), entry.first("EP").strip()
    return build(
        source=source,
        line=entry.line,
        title=entry.first("TI"),
        authors=[a for value in entry.all("AF", "AU") for a in value.split("\n")],
        collective=entry.first("CA"),
        year=year_of(entry.first("PY"), entry.first("PD"), entry.first("EY")),
        journal=entry.first("SO", "JF"),
        journal_abbreviation=entry.first("JI", "J9"),
        volume=entry.first("VL"),
        issue=entry.first("IS"),
        pages=f"{first}-{last}" if first and last and first != last else first or last or entry.first("AR"),
        doi=entry.first("DI"),
        pmid=entry.first("PM"),
        url=entry.first("UR"),
        language=entry.first("LA"),
        type=_TYPES.get(entry.first("PT").strip()[:1], "article"),
        publication_types=entry.all("DT"),
        abstract=entry.joined("AB"),
        keys=entry.all("UT"),
    )


importer = Importer(name="ISI/Web of Science", suffixes=(".isi", ".ciw", ".txt"), sniff=_sniff, read=_read)
