"""PDF files with a text layer: lines, then paragraphs, without running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from trueeffect.errors import UnreadableSource
from trueeffect.model.article import Article, Mark
from trueeffect.model.provenance import Span
from trueeffect.text.readers._base import ENTRY_START, INVISIBLE, ODD_SPACES, Reader, iso_date
from trueeffect.text.readers._draft import Draft, looks_like_heading
from trueeffect.text.source import digest_of

MEDIA_TYPE = "application/pdf"
_MOST_PAGES = 300
_LEAST_LETTERS = 40
# What the library leaves where a word was cut at the end of a line.
_HYPHENS = "\ufffe\x02\u00ad"
_DROP = re.compile(rf"(?![{_HYPHENS}])[{INVISIBLE}]")
# Old TeX fonts put joined letters at the place of control characters.
_LIGATURES = {"\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl"}
_JOINED = re.compile(r"(?<=[a-zA-Z ])[\x1b-\x1f](?=[a-z ])")
_SPACES = re.compile(rf"[{ODD_SPACES}\t ]+")
_LABEL = re.compile(r"(?:\[\d{1,3}\]|\(?\d{1,3}[.)]|[•‣▪●–])\s+\S")
_EDGE_LINES = 2
# A page number, or what browsers print at the edges of a page.
_PAGE_LINE = re.compile(
    r"(?:page\s+)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?|(?:file|https?)://\S+(?:\s+\d+/\d+)?"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d{2}(?:\s?[AP]M)?(?:\s.{0,80})?",
    re.IGNORECASE,
)
# A gap of this many usual line steps, or a line this much shorter than the column, ends a paragraph.
_GAP = 1.45
_SHORT = 0.85
_BIG = 1.12
_RAISED = 0.8
_RAISED_TEXT = re.compile(
    r"^\d{1,2}(?:[,–-]\d{1,2}){0,4}(?=\s)|"
    r"(?<=[^\W\d_.,;)\]\"”’%])\d{1,2}(?:[,–-]\d{1,2}){0,4}(?=[\s.,;:)]|$)|(?<=[.,;)\]\"”’])\d{1,2}(?:[,–-]\d{1,2}){0,4}(?=\s|$)"
)


@dataclass(slots=True)
class _Line:
    text: str
    page: int
    left: float
    right: float
    top: float
    size: float
    raised: list[tuple[int, int]] = field(default_factory=list)


def _read(data: bytes) -> Article:
    lines, notes = _lines(data)
    if sum(c.isalpha() for line in lines for c in line.text) < _LEAST_LETTERS:
        raise UnreadableSource(
            "The PDF holds no text, only pictures of pages.",
            hint="Run text recognition on it first, or give the article as a web page or text.",
        )
    draft = Draft("")
    draft.notes += notes
    kept = _merge_rows(_without_running_lines(lines))
    usual = _usual(line.size for line in kept)
    for block in _blocks(kept):
        _write(draft, block, usual)
    return draft.finish(
        media_type=MEDIA_TYPE,
        digest=digest_of(data),
        date=iso_date(kept[0].text if kept else ""),
        binary=True,
    )


def _lines(data: bytes) -> tuple[list[_Line], list[str]]:
    """Return all lines of the document with their places on the page, and notes."""
    import pypdfium2

    notes: list[str] = []
    lines: list[_Line] = []
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        raise UnreadableSource(
            "The PDF is locked with a password." if locked else "The PDF is damaged and cannot be opened.",
            hint="Give an unlocked copy." if locked else "Give another copy.",
        ) from None
    try:
        count = len(document)
        if count > _MOST_PAGES:
            notes.append(f"Only the first {_MOST_PAGES} of {count} pages were read.")
        for number in range(min(count, _MOST_PAGES)):
            lines += _page_lines(document, number, notes)
    finally:
        document.close()
    return lines, notes


def _page_lines(document: Any, number: int, notes: list[str]) -> list[_Line]:
    import pypdfium2

    try:
        page = document[number]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        notes.append(f"Page {number + 1} cannot be read.")
        return []
    raw = textpage.get_text_range()
    lines = []
    at = 0
    # one wide character of the plane above counts twice in the library's own positions
    exact = len(raw) == textpage.count_chars()
    for piece in re.split(r"(\r\n|\n|\r)", raw):
        text = piece.strip("\r\n")
        if text.strip():
            lines.append(_line(textpage, text, at if exact else -1, number))
        at += len(piece)
    textpage.close()
    page.close()
    return lines


def _line(textpage: Any, text: str, at: int, page: int) -> _Line:
    """Measure a line by its first and last characters; find raised numbers by their size."""
    if at < 0:
        return _Line(text, page, 0.0, 0.0, 0.0, 0.0)
    lead, end = len(text) - len(text.lstrip()), len(text.rstrip()) - 1
    middle = at + _letter_near(text, lead + (end - lead) // 2)
    left, _, _, _ = textpage.get_charbox(at + lead, loose=True)
    _, _, right, _ = textpage.get_charbox(at + end, loose=True)
    _, _, _, top = textpage.get_charbox(middle, loose=True)
    size = _size(textpage, middle)
    raised = [
        match.span()
        for match in _RAISED_TEXT.finditer(text)
        if size and 0 < _size(textpage, at + match.start()) < _RAISED * size
    ]
    return _Line(text, page, left, right, top, size, raised)


def _letter_near(text: str, position: int) -> int:
    """Return the letter nearest to ``position``: spaces and raised marks have other sizes."""
    for distance in range(len(text)):
        for place in (position - distance, position + distance):
            if 0 <= place < len(text) and text[place].isalpha():
                return place
    return position


def _size(textpage: Any, index: int) -> float:
    import pypdfium2.raw as raw

    return float(raw.FPDFText_GetFontSize(textpage.raw, index))


def _usual(sizes: Any) -> float:
    counts = Counter(round(size, 1) for size in sizes if size)
    return counts.most_common(1)[0][0] if counts else 0.0


def _without_running_lines(lines: list[_Line]) -> list[_Line]:
    """Drop page numbers, and lines that come back at the edge of several pages."""
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        pages.setdefault(line.page, []).append(index)
    for found in pages.values():
        found.sort(key=lambda i: -lines[i].top)  # writers put heads and feet in any order
    edges = [i for found in pages.values() for i in {*found[:_EDGE_LINES], *found[-_EDGE_LINES:]}]
    shapes = Counter(_shape(lines[i].text) for i in edges)
    often = max(2, len(pages) // 3)
    dropped = set()
    for i in edges:
        text = lines[i].text.strip()
        if _PAGE_LINE.fullmatch(text) or (
            len(pages) > 1 and shapes[_shape(text)] >= often and len(text) < 120
        ):
            dropped.add(i)
    return [line for i, line in enumerate(lines) if i not in dropped]


def _merge_rows(lines: list[_Line]) -> list[_Line]:
    """Put together what stands on one height side by side: a raised number splits a line in two."""
    rows: list[_Line] = []
    for line in lines:
        last = rows[-1] if rows else None
        if last and _same_row(last, line):
            raised = bool(line.raised and line.raised[0][0] == 0)
            shift = len(last.text) + (not raised)
            last.text += line.text if raised else f" {line.text}"
            last.raised += [(a + shift, b + shift) for a, b in line.raised]
            last.right = line.right
        else:
            rows.append(line)
    return rows


def _same_row(last: _Line, line: _Line) -> bool:
    near = abs(last.top - line.top) < 0.4 * max(line.size, last.size)
    return bool(line.size) and last.page == line.page and near and -2 < line.left - last.right < 2 * line.size


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text.strip().lower())


def _blocks(lines: list[_Line]) -> list[list[_Line]]:
    """Group lines into paragraphs by gaps, sizes, short last lines and labels."""
    blocks: list[list[_Line]] = []
    step = _step(lines)
    column = _column(lines)
    for line in lines:
        if blocks and _joins(blocks[-1], line, step, column):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _step(lines: list[_Line]) -> float:
    steps = [
        round(a.top - b.top, 1) for a, b in pairwise(lines) if a.page == b.page and 0 < a.top - b.top < 60
    ]
    return Counter(steps).most_common(1)[0][0] if steps else 0.0


def _column(lines: list[_Line]) -> float:
    widths = sorted(line.right - line.left for line in lines)
    return widths[int(0.8 * (len(widths) - 1))] if widths else 0.0


def _joins(block: list[_Line], line: _Line, step: float, column: float) -> bool:
    last = block[-1]
    if _LABEL.match(line.text) or (ENTRY_START.match(line.text) and last.text.rstrip().endswith(".")):
        return False
    if last.size and line.size and abs(last.size - line.size) > 0.6:
        return False
    ended = last.text.rstrip()[-1:] in ".!?:"
    if not step:
        return not ended or line.text[:1].islower()
    gap = last.top - line.top
    if last.page == line.page and gap > _GAP * step:
        return False
    full = last.right - last.left >= _SHORT * column
    if last.page != line.page or gap <= 0:  # next page or column
        return not ended and (full or line.text[:1].islower())
    indented = line.left - block[0].left > 4 and len(block) > 1 and line.left - last.left > 4
    if ended and (not full or indented):
        return False
    return full or line.text[:1].islower() or not looks_like_heading(last.text)


def _write(draft: Draft, block: list[_Line], usual: float) -> None:
    draft.gap()
    start = draft.position
    for index, line in enumerate(block):
        if index:
            _join(draft, block[index - 1].text)
        _write_line(draft, line)
    text = draft.builder.text()[start:]
    size = block[0].size
    big = usual and size > _BIG * usual and len(text) < 250
    if big or (len(block) == 1 and looks_like_heading(text) and len(text) < 80):
        level = 1 if big and not any(p.kind == "heading" for p in draft.passages) else 2
        draft.add("heading", start, draft.position, level=level, title=text)
    else:
        draft.add("list_item" if _LABEL.match(text) else "paragraph", start, draft.position)


def _write_line(draft: Draft, line: _Line) -> None:
    position = 0
    for start, end in line.raised:
        draft.builder.insert(
            _clean(line.text[position:start]).lstrip() if not position else _clean(line.text[position:start])
        )
        here = draft.position
        draft.builder.insert(line.text[start:end])
        draft.marks.append(Mark(kind="superscript", span=Span(start=here, end=draft.position)))
        position = end
    rest = _clean(line.text[position:]).rstrip()
    rest = rest.rstrip(_HYPHENS)
    draft.builder.insert(rest if position else rest.lstrip())


def _join(draft: Draft, before: str) -> None:
    """Put a space between two lines, or nothing where a word was cut."""
    if before.rstrip()[-1:] not in _HYPHENS:
        draft.builder.insert(" ")


def _clean(text: str) -> str:
    text = _JOINED.sub(lambda match: _LIGATURES[match.group()], text)
    text = re.sub(rf"[{_HYPHENS}](?=\S)", "", text)
    return _SPACES.sub(" ", _DROP.sub("", text))


def _sniff(head: bytes) -> float:
    return 1.0 if b"%PDF-" in head[:1024] else 0.0


reader = Reader(name="pdf", suffixes=(".pdf",), media_types=(MEDIA_TYPE,), sniff=_sniff, read=_read)
