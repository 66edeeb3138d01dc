"""The inline part of Markdown: emphasis, links, footnote markers, inline HTML."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from trueeffect.model.article import Link, Mark
from trueeffect.model.provenance import Span
from trueeffect.text.readers._base import INVISIBLE, ODD_SPACES
from trueeffect.text.readers._draft import Draft
from trueeffect.text.readers._html_tokens import attributes

_INLINE = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>`+)"
    r"|(?P<note>\[\^[^\]\s]{1,60}\])"
    r"|(?P<image>!\[)"
    r"|(?P<open>\[)"
    r"|(?P<close>\])"
    r"|<(?P<auto>(?:https?://|mailto:)[^\s<>]{1,2000})>"
    r"|(?P<comment><!--)"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]{0,20})(?P<inside>(?:\s[^<>]{0,2000})?/?)>"
    r"|(?P<run>\*{1,3}|_{1,3}|~~)"
    r"|(?P<super>\^(?=[\w,–-]{1,20}\^))"
    r"|(?P<entity>&\#?\w{1,32};)"
    rf"|(?P<space>[{ODD_SPACES}\t\n\r]+|[ ]{{2,}})"
    rf"|(?P<nothing>[{INVISIBLE}]+)"
)
_TARGET = re.compile(
    r"\(\s*(?:<([^<>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
_NAME = re.compile(r"\[([^\[\]]{0,300})\]")
_BARE = re.compile(r"https?://[^\s<>\[\]\"]+[^\s<>\[\]\".,;:!?)'*_]")


@dataclass(slots=True)
class _Delimiter:
    start: int
    end: int
    char: str
    opens: bool
    closes: bool


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    what: str
    at: int
    href: str = ""
    hidden: list[int] = field(default_factory=list)


def definition_name(text: str) -> str:
    """Return the key under which a link definition is found."""
    return " ".join(text.lower().split())


class Inline:
    """Writes ranges of a Markdown source into a draft."""

    def __init__(self, draft: Draft, definitions: dict[str, str]) -> None:
        self.draft = draft
        self.definitions = definitions
        self.pairs: dict[int, int] = {}

    def write(self, start: int, end: int) -> None:
        """Write ``source[start:end]`` as plain text, with its links and marks."""
        source = self.draft.builder.source
        dropped = _emphasis(source, start, end)
        self.pairs = _brackets(source, start, end)
        opened: list[_Open] = []
        position = start
        while position < end:
            match = _INLINE.search(source, position, end)
            if match is None:
                break
            self._copy(position, match.start())
            position = self._one(match, end, dropped, opened)
        self._copy(position, end)

    def _copy(self, start: int, end: int) -> None:
        if end <= start:
            return
        source = self.draft.builder.source
        if source.find("http", start, end) >= 0:
            for match in _BARE.finditer(source, start, end):
                at = self.draft.position + match.start() - start
                span = Span(start=at, end=at + match.end() - match.start())
                if not self.draft.links or self.draft.links[-1].span.end <= at:
                    self.draft.links.append(Link(span=span, href=match.group()))
        self.draft.builder.copy(start, end)

    def _one(self, match: re.Match[str], end: int, dropped: set[int], opened: list[_Open]) -> int:
        """Handle one special piece; return where to go on."""
        what, at, until = match.lastgroup or "", match.start(), match.end()
        builder = self.draft.builder
        if match.group("tag"):
            return self._tag(match, opened)
        if what == "escape":
            builder.copy(at + 1, until)
        elif what == "code":
            return self._code(match, end)
        elif what == "note":
            here = self.draft.position
            builder.copy(at, until)
            name = match.group()[2:-1]
            self.draft.marks.append(
                Mark(kind="footnote_marker", span=Span(start=here, end=self.draft.position), name=name)
            )
        elif what in ("image", "open"):
            return self._bracket(match, end, opened)
        elif what == "close":
            return self._close(match, end, opened)
        elif what == "auto":
            here = self.draft.position
            builder.copy(at + 1, until - 1)
            self.draft.links.append(
                Link(span=Span(start=here, end=self.draft.position), href=match.group("auto"))
            )
        elif what == "comment":
            found = builder.source.find("-->", until, end)
            return end if found < 0 else found + 3
        elif what == "run":
            self._run(match, dropped)
        elif what == "super":
            stop = builder.source.index("^", until)
            here = self.draft.position
            builder.copy(until, stop)
            self.draft.marks.append(Mark(kind="superscript", span=Span(start=here, end=self.draft.position)))
            return stop + 1
        elif what == "entity":
            plain = html.unescape(match.group())
            if plain == match.group():
                builder.copy(at, until)
            else:
                builder.put(" " if plain.isspace() else plain, at, until)
        elif what == "space":
            builder.put(" ", at, until)
        return until

    def _run(self, match: re.Match[str], dropped: set[int]) -> None:
        for at in range(match.start(), match.end()):
            if at not in dropped:
                self.draft.builder.copy(at, at + 1)

    def _code(self, match: re.Match[str], end: int) -> int:
        source, ticks = self.draft.builder.source, match.group()
        found = source.find(ticks, match.end(), end)
        if found < 0:
            self.draft.builder.copy(match.start(), match.end())
            return match.end()
        self.draft.builder.copy(match.end(), found)
        return found + len(ticks)

    def _bracket(self, match: re.Match[str], end: int, opened: list[_Open]) -> int:
        """An opening bracket: a link when its closing one is followed by a target."""
        close = self.pairs.get(match.end() - 1, -1)
        href, after = self._target(close, match.end(), end) if close >= 0 else ("", -1)
        if after < 0:
            self.draft.builder.copy(match.start(), match.end())
            return match.end()
        if match.lastgroup == "image":
            return after
        shortcut = after == close + 1
        opened.append(_Open("link", self.draft.position, href, [close, after]))
        if shortcut:  # [1] stays readable as a citation
            self.draft.builder.copy(match.start(), match.end())
        return match.end()

    def _target(self, close: int, inside: int, end: int) -> tuple[str, int]:
        source = self.draft.builder.source
        direct = _TARGET.match(source, close + 1, end)
        if direct:
            return (direct.group(1) or direct.group(2) or ""), direct.end()
        named = _NAME.match(source, close + 1, end)
        text = source[inside:close]
        if named:
            href = self.definitions.get(definition_name(named.group(1) or text))
            if href is not None:
                return href, named.end()
        href = self.definitions.get(definition_name(text))
        return (href, close + 1) if href is not None else ("", -1)

    def _close(self, match: re.Match[str], end: int, opened: list[_Open]) -> int:
        for index in range(len(opened) - 1, -1, -1):
            one = opened[index]
            if one.what == "link" and one.hidden[0] == match.start():
                del opened[index:]
                if one.hidden[1] == match.end():
                    self.draft.builder.copy(match.start(), match.end())
                span = Span(start=one.at, end=self.draft.position)
                self.draft.links.append(Link(span=span, href=one.href))
                return one.hidden[1]
        self.draft.builder.copy(match.start(), match.end())
        return match.end()

    def _tag(self, match: re.Match[str], opened: list[_Open]) -> int:
        name, builder = match.group("tag").lower(), self.draft.builder
        if name == "br":
            builder.put("\n", match.start(), match.end())
        elif match.group("end"):
            for index in range(len(opened) - 1, -1, -1):
                if opened[index].what == name:
                    self._end_tag(opened.pop(index))
                    break
        elif name in ("sup", "a"):
            found = attributes(match.group("inside"))
            anchor = found.get("id") or found.get("name")
            if anchor:
                here = Span(start=self.draft.position, end=self.draft.position)
                self.draft.marks.append(Mark(kind="anchor", span=here, name=anchor))
            opened.append(_Open(name, self.draft.position, found.get("href", "")))
        return match.end()

    def _end_tag(self, one: _Open) -> None:
        span = Span(start=one.at, end=self.draft.position)
        if one.what == "sup":
            self.draft.marks.append(Mark(kind="superscript", span=span))
        elif one.href:
            self.draft.links.append(Link(span=span, href=one.href))


_BRACKETS = re.compile(r"\\.|[\[\]]")


def _brackets(source: str, start: int, end: int) -> dict[int, int]:
    """Return for each opening bracket the position of the one that closes it, in one pass."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKETS.finditer(source, start, end):
        if match.group() == "[":
            opened.append(match.start())
        elif match.group() == "]" and opened:
            pairs[opened.pop()] = match.start()
    return pairs


_RUNS = re.compile(r"\\.|`+[^`]*`+|(?:https?://[^\s<>()]+)|(\*{1,3}|_{1,3}|~~)")


def _emphasis(source: str, start: int, end: int) -> set[int]:
    """Return the positions of the characters that are emphasis marks and are not shown."""
    dropped: set[int] = set()
    stacks: dict[str, list[_Delimiter]] = {"*": [], "_": [], "~": []}
    for match in _RUNS.finditer(source, start, end):
        if not match.group(1):
            continue
        one = _delimiter(source, match.start(1), match.end(1), start, end)
        stack = stacks[one.char]
        if one.closes:
            _pair(one, stack, dropped)
        if one.opens and one.end > one.start:
            stack.append(one)
    return dropped


def _delimiter(source: str, at: int, until: int, start: int, end: int) -> _Delimiter:
    before = source[at - 1] if at > start else " "
    after = source[until] if until < end else " "
    opens, closes = not after.isspace(), not before.isspace()
    char = source[at]
    if char == "_":
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
    return _Delimiter(at, until, char, opens, closes)


def _pair(closer: _Delimiter, stack: list[_Delimiter], dropped: set[int]) -> None:
    while stack and closer.start < closer.end:
        opener = stack[-1]
        size = min(opener.end - opener.start, closer.end - closer.start)
        if closer.char == "~" and size < 2:
            return
        dropped.update(range(opener.end - size, opener.end))
        dropped.update(range(closer.start, closer.start + size))
        opener.end -= size
        closer.start += size
        if opener.end == opener.start:
            stack.pop()
