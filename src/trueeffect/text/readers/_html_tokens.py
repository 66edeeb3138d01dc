"""Tags and text of an HTML source with their positions, in one pass and in linear time."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple


class Token(NamedTuple):
    """A piece of the source: ``text``, ``open`` or ``close``; attributes are read on demand."""

    kind: str
    start: int
    end: int
    name: str = ""
    inside: str = ""  # what a start tag holds after its name


_MARKUP = re.compile(r"<(?:(/?)([a-zA-Z][^\s/><]*)|(!--)|([!?]))")
# A quote that is never closed must not swallow the page: the second form ignores quotes.
_TAG_END = re.compile(r"(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?")
RAW = frozenset(("script", "style", "textarea", "iframe", "noframes", "xmp", "title"))
_MOST_ATTRIBUTES = 20_000


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of ``source`` in order; comments and declarations are left out."""
    position, length, quoted = 0, len(source), True
    text_from = 0
    while position < length:
        match = _MARKUP.search(source, position)
        if match is None:
            break
        if match.group(3) or match.group(4):
            end = _after(source, "-->" if match.group(3) else ">", match.end())
            token = None
        else:
            closing = _TAG_END.match(source, match.end()) if quoted else None
            quoted = closing is not None
            end = closing.end() if closing else _after(source, ">", match.end())
            token = _tag(source, match, end)
        if match.start() > text_from:
            yield Token("text", text_from, match.start())
        if token is not None:
            yield token
            if token.kind == "open" and token.name in RAW:
                stop = _raw_end(source, token.name, end)
                yield Token("raw", end, stop, token.name, token.inside)
                end = stop
        position = text_from = end
    if text_from < length:
        yield Token("text", text_from, length)


def attributes(inside: str) -> dict[str, str]:
    """Return the attributes of a start tag; names in lower case, the first of a kind wins."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(inside[:_MOST_ATTRIBUTES]):
        value = match.group(2) or match.group(3) or match.group(4) or ""
        found.setdefault(match.group(1).lower(), html.unescape(value) if "&" in value else value)
    return found


def _tag(source: str, match: re.Match[str], end: int) -> Token:
    name = match.group(2).lower()
    if match.group(1):
        return Token("close", match.start(), end, name)
    return Token("open", match.start(), end, name, source[match.end() : end - 1])


def _after(source: str, mark: str, position: int) -> int:
    found = source.find(mark, position)
    return len(source) if found < 0 else found + len(mark)


def _raw_end(source: str, name: str, position: int) -> int:
    match = re.compile(f"</{name}", re.IGNORECASE).search(source, position)
    return match.start() if match else len(source)
