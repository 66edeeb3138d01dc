"""Word documents (DOCX): paragraphs, lists, tables, footnotes, links, superscripts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from trueeffect.errors import UnreadableSource
from trueeffect.model.article import Article, Link, Mark
from trueeffect.model.provenance import Span
from trueeffect.text.readers._base import Reader, iso_date
from trueeffect.text.readers._draft import Draft
from trueeffect.text.source import digest_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MOST_UNPACKED = 200_000_000
_NOTES = ("footnotes", "endnotes")


def _read(data: bytes) -> Article:
    document = _open(data)
    draft = Draft("")
    walk = _Walk(draft, document)
    for element in document.element.body.iterchildren():
        walk.block(element)
    walk.notes()
    core = document.core_properties
    return draft.finish(
        media_type=MEDIA_TYPE,
        digest=digest_of(data),
        title=walk.title or (core.title or ""),
        date=iso_date(str(core.created or "")),
        binary=True,
    )


def _open(data: bytes) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(item.file_size for item in package.infolist()) > _MOST_UNPACKED:
                raise UnreadableSource(
                    "The DOCX file unpacks to more than 200 MB.", hint="Give a smaller file."
                )
        return docx.Document(io.BytesIO(data))
    except UnreadableSource:
        raise
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, OSError, SyntaxError):
        raise UnreadableSource(
            "The DOCX file is damaged or is no Word document.", hint="Save it again, or give PDF or text."
        ) from None


class _Walk:
    """Writes the elements of a document into a draft."""

    def __init__(self, draft: Draft, document: Any) -> None:
        self.draft = draft
        self.document = document
        self.title = ""
        self.styles = {style.style_id: str(style.name) for style in document.styles}
        self.counts: dict[tuple[str, str], int] = {}
        self.referred: list[tuple[str, str]] = []  # notes in the order of their marks

    def block(self, element: Any) -> None:
        """Write a paragraph or table."""
        if element.tag == f"{_W}p":
            self.paragraph(element)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                self.row(row)
        elif element.tag == f"{_W}sdt":
            for inner in element.iter(f"{_W}p"):
                self.paragraph(inner)

    def paragraph(self, element: Any) -> None:
        """Write one paragraph, with its list number before it."""
        if not any(node.text for node in element.iter(f"{_W}t")):
            return
        draft, style = self.draft, self._style(element)
        draft.gap()
        number = self._number(element)
        if number:
            draft.builder.insert(number)
        start = draft.position
        self.inline(element, self.document.part)
        text = draft.builder.text()[start:]
        if style.startswith(("heading", "title")):
            level = int(style[-1]) if style[-1].isdigit() else 1
            self.title = self.title or (text if style.startswith("title") or level == 1 else "")
            draft.add("heading", start, draft.position, level=level, title=text)
        elif self._is_item(element) or style.startswith("list"):
            draft.add("list_item", start, draft.position)
        elif "quote" in style:
            draft.add("quote", start, draft.position)
        else:
            draft.add("caption" if style == "caption" else "paragraph", start, draft.position)

    def row(self, row: Any) -> None:
        """Write a table row, cells apart."""
        cells = [cell for cell in row.iter(f"{_W}tc") if any(t.text for t in cell.iter(f"{_W}t"))]
        if not cells:
            return
        self.draft.gap()
        start = self.draft.position
        for index, cell in enumerate(cells):
            if index:
                self.draft.builder.insert(" | ")
            for place, inner in enumerate(cell.iter(f"{_W}p")):
                if place:
                    self.draft.builder.insert(" ")
                self.inline(inner, self.document.part)
        self.draft.add("table", start, self.draft.position)

    def inline(self, element: Any, part: Any) -> None:
        """Write the runs of a paragraph in order."""
        for node in element.iterchildren():
            if node.tag == f"{_W}r":
                self.run(node)
            elif node.tag == f"{_W}hyperlink":
                start = self.draft.position
                self.inline(node, part)
                href = self._href(node, part)
                if href and self.draft.position > start:
                    self.draft.links.append(Link(span=Span(start=start, end=self.draft.position), href=href))
            elif node.tag in (f"{_W}ins", f"{_W}smartTag", f"{_W}sdt", f"{_W}sdtContent", f"{_W}fldSimple"):
                self.inline(node, part)
            elif node.tag == f"{_W}bookmarkStart":
                here = Span(start=self.draft.position, end=self.draft.position)
                self.draft.marks.append(Mark(kind="anchor", span=here, name=node.get(f"{_W}name", "")))

    def run(self, node: Any) -> None:
        """Write one run: text, tabs, breaks and note marks."""
        start = self.draft.position
        for child in node.iterchildren():
            if child.tag == f"{_W}t":
                self.draft.builder.insert((child.text or "").replace("\u00a0", " ").replace("\u00ad", ""))
            elif child.tag in (f"{_W}tab", f"{_W}noBreakHyphen"):
                self.draft.builder.insert(" " if child.tag == f"{_W}tab" else "-")
            elif child.tag in (f"{_W}br", f"{_W}cr"):
                self.draft.builder.insert("\n")
            elif child.tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                self._refer(child)
        raised = node.find(f"{_W}rPr/{_W}vertAlign")
        if raised is not None and raised.get(f"{_W}val") == "superscript" and self.draft.position > start:
            self.draft.marks.append(Mark(kind="superscript", span=Span(start=start, end=self.draft.position)))

    def _refer(self, node: Any) -> None:
        kind = "footnotes" if node.tag == f"{_W}footnoteReference" else "endnotes"
        self.referred.append((kind, node.get(f"{_W}id", "")))
        name, start = str(len(self.referred)), self.draft.position
        self.draft.builder.insert(name)
        span = Span(start=start, end=self.draft.position)
        self.draft.marks.append(Mark(kind="footnote_marker", span=span, name=name))

    def notes(self) -> None:
        """Write the footnotes and endnotes behind the text, numbered as they are called."""
        found = {kind: dict(self._stored(kind)) for kind in _NOTES}
        for index, (kind, key) in enumerate(list(self.referred), start=1):
            element = found[kind].get(key)
            if element is None or not any(t.text for t in element.iter(f"{_W}t")):
                continue
            self.draft.gap()
            self.draft.builder.insert(f"{index}. ")
            start = self.draft.position
            for place, paragraph in enumerate(element.iter(f"{_W}p")):
                if place:
                    self.draft.builder.insert("\n")
                self.inline(paragraph, self._part(kind))
            span = Span(start=start, end=self.draft.position)
            self.draft.marks.append(Mark(kind="anchor", span=span, name=str(index)))
            self.draft.add("footnote", start, self.draft.position)

    def _part(self, kind: str) -> Any:
        for relation in self.document.part.rels.values():
            if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
                return relation.target_part
        return None

    def _stored(self, kind: str) -> Iterator[tuple[str, Any]]:
        part = self._part(kind)
        if part is None:
            return
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root = etree.fromstring(part.blob, parser)
        except etree.XMLSyntaxError:
            self.draft.notes.append(f"The {kind} of the document cannot be read.")
            return
        for element in root:
            yield element.get(f"{_W}id", ""), element

    def _href(self, node: Any, part: Any) -> str:
        key, anchor = node.get(f"{_R}id"), node.get(f"{_W}anchor", "")
        if key and part is not None and key in part.rels and part.rels[key].is_external:
            return str(part.rels[key].target_ref) + (f"#{anchor}" if anchor else "")
        return f"#{anchor}" if anchor else ""

    def _style(self, element: Any) -> str:
        node = element.find(f"{_W}pPr/{_W}pStyle")
        key = node.get(f"{_W}val", "") if node is not None else ""
        return self.styles.get(key, str(key)).lower()

    def _is_item(self, element: Any) -> bool:
        return element.find(f"{_W}pPr/{_W}numPr") is not None

    def _number(self, element: Any) -> str:
        """Return the number that Word shows before a list item; bullets give nothing."""
        node = element.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        style = self._style(element)
        if node is None and not style.startswith("list number"):
            return ""
        key = node.get(f"{_W}val", "") if node is not None else style
        if node is not None and self._bulleted(key):
            return ""
        level = element.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
        place = (key, level.get(f"{_W}val", "0") if level is not None else "0")
        self.counts[place] = self.counts.get(place, 0) + 1
        return f"{self.counts[place]}. "

    def _bulleted(self, key: str) -> bool:
        try:
            root = self.document.part.numbering_part.element
        except (NotImplementedError, KeyError, AttributeError):
            return False
        for number in root.iter(f"{_W}num"):
            if number.get(f"{_W}numId") == key:
                abstract = number.find(f"{_W}abstractNumId").get(f"{_W}val")
                for one in root.iter(f"{_W}abstractNum"):
                    if one.get(f"{_W}abstractNumId") == abstract:
                        form = one.find(f"{_W}lvl/{_W}numFmt")
                        return form is not None and form.get(f"{_W}val") == "bullet"
        return False


def _sniff(head: bytes) -> float:
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    return 1.0 if b"word/" in head or b"[Content_Types].xml" in head else 0.6


reader = Reader(name="docx", suffixes=(".docx",), media_types=(MEDIA_TYPE,), sniff=_sniff, read=_read)
