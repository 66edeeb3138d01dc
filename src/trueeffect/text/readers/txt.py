"""Plain text: paragraphs by empty lines, wrapped lines joined, lists by their markers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from trueeffect.model.article import Article
from trueeffect.text.encoding import decode
from trueeffect.text.readers._base import ENTRY_START, INVISIBLE, ODD_SPACES, Reader, iso_date
from trueeffect.text.readers._draft import Draft, looks_like_heading
from trueeffect.text.source import digest_of

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPECIAL = re.compile(rf"[{INVISIBLE}]+|[{ODD_SPACES}\t]")
_MARKER = re.compile(r"(?:[-*•‣◦▪●·–—]|\(?\d{1,3}[.)]|\[\d{1,3}\]|\(?[a-z][.)])[ \t]+(?=\S)")
_NUMBER = re.compile(r"(?:\(?\d{1,3}[.)]|\[\d{1,3}\])[ \t]")
_RULE = re.compile(r"[-=_*~#]{3,}$")
# A line counts as wrapped by an editor when it is nearly as long as the longest line of the text.
_FULL_LINE = 0.72
_LONGEST_WRAP = 120
_SHORTEST_WRAP = 50


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    marker: int  # position after a list marker; equals start when there is none


def _read(data: bytes) -> Article:
    source, encoding = decode(data)
    draft = Draft(source)
    blocks = _blocks(source)
    width = _wrap_width(blocks)
    for block in blocks:
        for group in _groups(source, block, width):
            _write(draft, group, alone=len(block) == len(group))
    return draft.finish(
        media_type="text/plain", encoding=encoding, digest=digest_of(data), date=iso_date(source[:400])
    )


def _blocks(source: str) -> list[list[_Line]]:
    """Return the lines that hold something, grouped by the empty lines between them."""
    blocks: list[list[_Line]] = [[]]
    position = 0
    while position <= len(source):
        match = _LINE_END.search(source, position)
        end = match.start() if match else len(source)
        line = _line(source, position, end)
        if line is not None:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
        if match is None:
            break
        position = match.end()
    return [block for block in blocks if block]


def _line(source: str, start: int, end: int) -> _Line | None:
    text = source[start:end]
    stripped = text.strip().strip("\ufeff\x00").strip()
    if not stripped or _RULE.match(stripped):
        return None
    start += text.index(stripped)
    marker = _MARKER.match(stripped)
    return _Line(start, start + len(stripped), start + (marker.end() if marker else 0))


def _wrap_width(blocks: list[list[_Line]]) -> int:
    """Return the width at which an editor wrapped the text, or 0 when lines are whole paragraphs."""
    lengths = sorted(line.end - line.start for block in blocks if len(block) > 1 for line in block)
    if len(lengths) < 2:
        return 0
    width = lengths[int(0.95 * (len(lengths) - 1))]
    return width if _SHORTEST_WRAP <= width <= _LONGEST_WRAP else 0


def _groups(source: str, block: list[_Line], width: int) -> list[list[_Line]]:
    """Cut a block into passages: a new one at each list marker, and after each line that ends early."""
    groups = [[block[0]]]
    numbered = sum(_NUMBER.match(source, line.start) is not None for line in block) > 1
    for before, line in pairwise(block):
        if numbered and line.marker == line.start and _NUMBER.match(source, groups[-1][0].start):
            groups[-1].append(line)  # in a numbered list only numbers begin items
        elif line.marker > line.start or not _continues(source, before, line, width):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _continues(source: str, before: _Line, line: _Line, width: int) -> bool:
    if source[line.start].islower() and source[before.end - 1] not in ".!?:":
        return True
    if not width or (source[before.end - 1] == "." and ENTRY_START.match(source, line.start, line.end)):
        return False
    first_word = re.match(r"\S+", source[line.start : line.end])
    room = width - (before.end - before.start)
    word = first_word.end() if first_word else 0
    if room <= word + 1:
        return True
    return before.end - before.start >= _FULL_LINE * width and source[before.end - 1] not in ".!?:"


def _write(draft: Draft, lines: list[_Line], *, alone: bool) -> None:
    draft.gap()
    if lines[0].marker > lines[0].start:
        copy_clean(draft, lines[0].start, lines[0].marker)
    start = draft.position
    for index, line in enumerate(lines):
        if index:
            draft.builder.put(" ", lines[index - 1].end, line.start)
        copy_clean(draft, line.marker, line.end)
    text = draft.builder.source[lines[0].marker : lines[-1].end]
    if lines[0].marker > lines[0].start:
        draft.add("list_item", start, draft.position)
    elif len(lines) == 1 and looks_like_heading(text) and (alone or len(text) < 60):
        level = 1 if not draft.passages else 2
        draft.add("heading", start, draft.position, level=level, title=text)
    else:
        draft.add("paragraph", start, draft.position)


def copy_clean(draft: Draft, start: int, end: int) -> None:
    """Copy a range of the source, without invisible characters and with plain spaces."""
    source = draft.builder.source
    position = start
    for match in _SPECIAL.finditer(source, start, end):
        draft.builder.copy(position, match.start())
        position = match.end()
        if match.group().isspace():
            draft.builder.put(" ", match.start(), match.end())
    draft.builder.copy(position, end)


def _sniff(head: bytes) -> float:
    return 0.1


reader = Reader(
    name="txt",
    suffixes=(".txt", ".text"),
    media_types=("text/plain",),
    sniff=_sniff,
    read=_read,
)
