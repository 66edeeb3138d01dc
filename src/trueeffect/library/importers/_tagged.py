"""Entries of a format whose lines begin with a tag: RIS, MEDLINE, ISI, EndNote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from trueeffect.library.importers._text import lines
from trueeffect.model.record import Rejection


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a tagged format is laid out.

    Parameters
    ----------
    tag : re.Pattern
        Matches a line that begins a field; groups: tag, value.
    starts : frozenset of str
        Tags that begin a new entry when the running entry already has one of them.
    ends : frozenset of str
        Tags that close an entry.
    blank_ends : bool
        An empty line closes an entry.
    skipped : frozenset of str
        Tags of the file itself (``FN``, ``VR``, ``EF``), which belong to no entry.
    indented : bool
        Only an indented line continues the field above; otherwise any line without a tag does.
    """

    tag: re.Pattern[str]
    starts: frozenset[str]
    ends: frozenset[str] = frozenset()
    blank_ends: bool = False
    skipped: frozenset[str] = frozenset()
    indented: bool = False


@dataclass
class Entry:
    """The fields of one entry in order, and the line it begins on."""

    line: int
    fields: list[list[str]] = field(default_factory=list)

    def all(self, *tags: str) -> list[str]:
        """Return every value of the first of ``tags`` that has one."""
        for tag in tags:
            if values := [v for t, v in self.fields if t == tag and v.strip()]:
                return values
        return []

    def first(self, *tags: str) -> str:
        """Return the first value of the first of ``tags`` that has one; empty when none has."""
        return next(iter(self.all(*tags)), "")

    def joined(self, *tags: str) -> str:
        """Return every value of ``tags`` in one text."""
        return " ".join(v for t, v in self.fields if t in tags and v.strip())

    def has(self, *tags: str) -> bool:
        """Tell whether one of ``tags`` is there."""
        return any(t in tags for t, _ in self.fields)


def entries(stream: BinaryIO, source: str, layout: Layout) -> Iterator[Entry | Rejection]:
    """Yield the entries of a tagged file; text that belongs to no entry is one rejection a block."""
    entry: Entry | None = None
    stray: list[tuple[int, str]] = []
    for number, text in lines(stream):
        found = layout.tag.match(text)
        if found and found.group(1) in layout.skipped:
            continue
        if found:
            yield from _stray(stray, source)
            tag, value = found.group(1), (found.group(2) or "").strip()
            if entry and tag in layout.starts and entry.has(*layout.starts):
                yield entry
                entry = None
            if tag in layout.ends:
                if entry:
                    yield entry
                entry = None
                continue
            entry = entry or Entry(number)
            entry.fields.append([tag, value])
        elif not text.strip():
            if entry and layout.blank_ends:
                yield entry
                entry = None
        elif entry and (not layout.indented or text[0] in " \t"):
            entry.fields[-1][1] += f"\n{text.strip()}"
        else:
            stray.append((number, text))
    yield from _stray(stray, source)
    if entry:
        yield entry


def _stray(stray: list[tuple[int, str]], source: str) -> Iterator[Rejection]:
    if stray:
        line, text = stray[0]
        yield Rejection(
            source=source, line=line, reason="This text belongs to no entry.", text=text.strip()[:80]
        )
        stray.clear()
