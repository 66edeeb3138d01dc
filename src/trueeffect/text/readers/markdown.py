"""Markdown: headings, lists, quotes, tables, footnotes, links of every form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trueeffect.model.article import Article, Mark, PassageKind
from trueeffect.model.provenance import Span
from trueeffect.text.encoding import decode
from trueeffect.text.readers._base import Reader, iso_date
from trueeffect.text.readers._draft import Draft
from trueeffect.text.readers._markdown_inline import Inline, definition_name
from trueeffect.text.source import digest_of

_LINE = re.compile(r"([^\n\r]*)(\r\n|\n|\r|\Z)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+(?=\S)|$)")
_NUMBER = re.compile(r"[ \t]*\d{1,9}[.)]")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*")
_DEFINITION = re.compile(
    r" {0,3}\[([^\]\n^][^\]\n]{0,300})\]:[ \t]*<?(\S+?)>?(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?[ \t]*$"
)
_ROW = re.compile(r"[ \t]*\|.*\||[^|\n]+\|[^|\n]+\|[^\n]*")
_ROW_RULE = re.compile(r"[ \t|:-]*-[ \t|:-]*$")
_DETAILS = re.compile(r"<(/?)details(\s[^>]*)?>", re.IGNORECASE)
_ONLY_TAGS = re.compile(r"\s*(?:<(?!https?:)[^<>]*>\s*|<!--.*?-->\s*)+$")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_SIGNS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"\]\((?:https?:|#)[^\s)]+\)"),
    re.compile(r"\[\^[^\]\s]+\]"),
    re.compile(r"\*\*\S[^*\n]*\*\*"),
)
_FRONT = re.compile(r"(title|date|lang|language)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.IGNORECASE)


@dataclass(slots=True)
class _Line:
    start: int
    end: int  # without the line end and trailing white space
    text: str


@dataclass(slots=True)
class _Chunk:
    """A block: its kind, its marker, and the ranges of source lines that are its text."""

    kind: PassageKind
    parts: list[tuple[int, int]]
    marker: tuple[int, int] = (0, 0)
    level: int = 0
    note: str = ""
    hidden: bool = False


def _read(data: bytes) -> Article:
    source, encoding = decode(data)
    lines = [
        _Line(m.start(1), m.start(1) + len(m.group(1).rstrip()), m.group(1).rstrip())
        for m in _LINE.finditer(source)
    ]
    front, lines = _front_matter(lines)
    definitions = {
        definition_name(m.group(1)): m.group(2) for line in lines if (m := _DEFINITION.match(line.text))
    }
    draft = Draft(source)
    inline = Inline(draft, definitions)
    blocks = _Blocks()
    for line in lines:
        blocks.feed(line)
    for chunk in blocks.chunks:
        _write(draft, inline, chunk)
    draft.links.sort(key=lambda link: link.span)
    return draft.finish(
        media_type="text/markdown",
        encoding=encoding,
        digest=digest_of(data),
        title=front.get("title", ""),
        date=iso_date(front.get("date", "")) or iso_date(source[:400]),
        language=front.get("lang", front.get("language", "")),
    )


def _front_matter(lines: list[_Line]) -> tuple[dict[str, str], list[_Line]]:
    if not lines or lines[0].text.lstrip("\ufeff") != "---":
        return {}, lines
    for index, line in enumerate(lines[1:60], start=1):
        if line.text in ("---", "..."):
            found = (_FRONT.match(one.text) for one in lines[1:index])
            return {m.group(1).lower(): m.group(2) for m in found if m}, lines[index + 1 :]
    return {}, lines


class _Blocks:
    """Cuts lines into blocks; ``current`` is the block that a plain line would go on with."""

    def __init__(self) -> None:
        self.chunks: list[_Chunk] = []
        self.current: _Chunk | None = None
        self.fence = ""
        self.shut = 0  # depth of closed <details>

    def feed(self, line: _Line) -> None:
        """Take the next line."""
        text = line.text
        if self.fence:
            self._fenced(line)
            return
        fence = _FENCE.match(text)
        if fence:
            self.fence, self.current = fence.group(1), None
            return
        for match in _DETAILS.finditer(text):
            opened = "open" not in (match.group(2) or "")
            self.shut = max(0, self.shut - 1) if match.group(1) else self.shut + opened
        if not text.strip() or _ONLY_TAGS.match(text) or (_BREAK.match(text) and not self._underlines(text)):
            self.current = None
        elif not self._marked(line):
            self._plain(line)

    def _underlines(self, text: str) -> bool:
        one = self.current
        return bool(one and one.kind == "paragraph" and len(one.parts) < 3 and _UNDERLINE.match(text))

    def _fenced(self, line: _Line) -> None:
        if line.text.lstrip().startswith(self.fence):
            self.fence = ""
        else:
            self._add(_Chunk("quote", [(line.start, line.end)]))
        self.current = None

    def _add(self, chunk: _Chunk, *, goes_on: bool = False) -> None:
        chunk.hidden = chunk.hidden or self.shut > 0
        self.chunks.append(chunk)
        self.current = chunk if goes_on else None

    def _marked(self, line: _Line) -> bool:
        """Handle a line that begins a block by its first characters."""
        text, start, end = line.text, line.start, line.end
        if match := _HEADING.match(text):
            tail = len(text) - len(_CLOSING.sub("", text))
            self._add(_Chunk("heading", [(start + match.end(), end - tail)], level=len(match.group(1))))
        elif match := _NOTE.match(text):
            marker = (start, start + match.end())
            note = _Chunk("footnote", [(marker[1], end)], marker, note=match.group(1))
            self._add(note, goes_on=True)
        elif match := _DEFINITION.match(text):
            marker = (start, start + match.start(2))
            self._add(_Chunk("footnote", [(marker[1], start + match.end(2))], marker, hidden=True))
        elif match := _QUOTE.match(text):
            self._quote((start + match.end(), end))
        elif match := _ITEM.match(text):
            marker = (start, start + match.end()) if _NUMBER.match(text) else (0, 0)
            self._add(_Chunk("list_item", [(start + match.end(), end)], marker), goes_on=True)
        elif _ROW.match(text) and (self.current is None or self.current.kind == "table"):
            if not _ROW_RULE.match(text):
                self._add(_Chunk("table", [(start, end)]), goes_on=True)
        else:
            return False
        return True

    def _quote(self, part: tuple[int, int]) -> None:
        if part[0] >= part[1]:
            self.current = None
        elif self.current is not None and self.current.kind == "quote":
            self.current.parts.append(part)
        else:
            self._add(_Chunk("quote", [part]), goes_on=True)

    def _plain(self, line: _Line) -> None:
        text = line.text
        part = (line.start + len(text) - len(text.lstrip()), line.end)
        current = self.current
        if current is None or current.kind == "table":
            self._add(_Chunk("paragraph", [part]), goes_on=True)
        elif self._underlines(text):
            current.kind, current.level = "heading", 1 if "=" in text else 2
            self.current = None
        else:
            current.parts.append(part)


def _write(draft: Draft, inline: Inline, chunk: _Chunk) -> None:
    parts = [part for part in chunk.parts if part[1] > part[0]]
    if not parts:
        return
    draft.gap()
    draft.builder.copy(*chunk.marker)
    start = draft.position
    for index, (begin, end) in enumerate(parts):
        if index:
            hard = draft.builder.source[parts[index - 1][1] : begin].startswith("  ")
            draft.builder.put("\n" if hard else " ", parts[index - 1][1], begin)
        inline.write(begin, end)
    text = draft.builder.text()[start:] if chunk.kind == "heading" else ""
    if chunk.note:
        span = Span(start=start, end=draft.position)
        draft.marks.append(Mark(kind="anchor", span=span, name=chunk.note))
    draft.add(chunk.kind, start, draft.position, level=chunk.level, hidden=chunk.hidden, title=text)


def _sniff(head: bytes) -> float:
    text = head.decode("utf-8", errors="ignore")
    signs = sum(bool(pattern.search(text)) for pattern in _SIGNS)
    return min(0.6, 0.25 * signs)


reader = Reader(
    name="markdown",
    suffixes=(".md", ".markdown", ".mdown", ".mkd"),
    media_types=("text/markdown", "text/x-markdown"),
    sniff=_sniff,
    read=_read,
)
