"""EndNote XML, also written by Bookends, Covidence and others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, pmid_of, year_of
from trueeffect.library.importers._text import head_text
from trueeffect.library.importers._xml import elements, line_of, text_at, text_of
from trueeffect.model.ids import find_pmid
from trueeffect.model.record import Record, Rejection

if TYPE_CHECKING:
    from lxml.etree import _Element

_TYPES = {
    "journal article": "article", "electronic article": "article", "book": "book", "edited book": "book",
    "book section": "chapter", "conference proceedings": "conference", "conference paper": "conference",
    "report": "report", "thesis": "thesis", "web page": "web", "newspaper article": "news",
}  # fmt: skip


def _sniff(head: bytes) -> float:
    text = head_text(head)
    marks = ("<contributors>", "<ref-type", "<rec-number>", "<source-app", "<records")
    return 0.9 if text.startswith("<") and sum(m in text for m in marks) >= 2 else 0.0


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for found in elements(stream, source, ("record",)):
        yield found if isinstance(found, Rejection) else _record(found, source)


def _record(element: _Element, source: str) -> Record | Rejection:
    kind = element.find("ref-type")
    notes = " ".join(text_at(element, tag) for tag in ("notes", "accession-num", "custom2"))
    from_pubmed = (
        "pubmed" in text_at(element, "remote-database-name").lower()
        or "nlm" in text_at(element, "remote-database-provider").lower()
    )
    accession = text_at(element, "accession-num")
    return build(
        source=source,
        line=line_of(element),
        title=text_at(element, "titles/title"),
        authors=[text_of(a) for a in element.findall("contributors/authors/author")],
        year=year_of(text_at(element, "dates/year"), text_at(element, "dates/pub-dates/date")),
        journal=text_at(element, "titles/secondary-title") or text_at(element, "periodical/full-title"),
        journal_abbreviation=text_at(element, "periodical/abbr-1") or text_at(element, "titles/alt-title"),
        volume=text_at(element, "volume"),
        issue=text_at(element, "number") or text_at(element, "issue"),
        pages=text_at(element, "pages"),
        doi=text_at(element, "electronic-resource-num") or text_at(element, "doi"),
        pmid=find_pmid(notes) or (pmid_of(accession) if from_pubmed else ""),
        pmcid=text_at(element, "custom2"),
        url=text_at(element, "urls/related-urls/url") or text_at(element, "urls/web-urls/url"),
        language=text_at(element, "language"),
        type=_TYPES.get((kind.get("name") or "").lower() if kind is not None else "", "article"),
        publication_types=[text_at(element, "work-type")],
        abstract=text_at(element, "abstract"),
        keys=[text_at(element, "label"), text_at(element, "rec-number")],
    )


importer = Importer(name="EndNote XML", suffixes=(".xml",), sniff=_sniff, read=_read)
