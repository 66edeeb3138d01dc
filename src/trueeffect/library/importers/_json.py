"""Objects out of a JSON array, JSON lines, or one wrapped answer of a service, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from trueeffect.library.importers._text import decode
from trueeffect.model.record import Rejection

_CHUNK = 1 << 16
_DECODER = json.JSONDecoder(strict=False)


class _Buffer:
    """Text of the stream that has not been used yet, and the line on which it begins."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.text, self.line, self.rest, self.ended = stream, "", 1, b"", False

    def more(self, size: int = _CHUNK) -> bool:
        """Read on; False at the end of the stream. A chunk ends after a line or an ASCII byte."""
        data = self.stream.read(size)
        if not data:
            self.ended = True
            return False
        while data[-1] >= 0x80 and (tail := self.stream.read(1)):
            data += tail
        self.text += decode(data)
        return True

    def drop(self, count: int) -> None:
        """Forget the first ``count`` characters."""
        self.line += self.text.count("\n", 0, count)
        self.text = self.text[count:]

    def skip(self, characters: str) -> None:
        """Drop leading white space and ``characters``, reading on as needed."""
        while True:
            kept = self.text.lstrip(" \t\r\n\ufeff" + characters)
            self.drop(len(self.text) - len(kept))
            if self.text or not self.more():
                return


def objects(stream: BinaryIO, source: str, wrappers: Sequence[tuple[str, ...]] = ()) -> Iterator[Any]:
    """Yield ``(line, object)`` or a `Rejection`, in order.

    ``wrappers`` are the paths under which one enclosing object may hold the list (``("message", "items")``).
    A file that breaks off gives what was complete, then one rejection.
    """
    buffer = _Buffer(stream)
    buffer.skip("[,")
    while buffer.text:
        line, start = buffer.line, buffer.text[:80]
        if start[0] == "]":
            buffer.drop(1)
        elif (found := _next(buffer)) is None:
            why = (
                "The file breaks off inside this entry." if start[0] == "{" else "This is not a JSON object."
            )
            yield Rejection(source=source, line=line, reason=why, text=start)
            return
        elif isinstance(found, dict):
            yield from ((line, item) for item in _unwrap(found, wrappers))
        else:
            yield Rejection(source=source, line=line, reason="This is not a JSON object.", text=start)
        buffer.skip(",[")


def _next(buffer: _Buffer) -> Any:
    """Return the next JSON value and drop it; None when it never becomes complete."""
    size = _CHUNK
    while True:
        try:
            value, end = _DECODER.raw_decode(buffer.text)
        except (ValueError, RecursionError):
            if not buffer.more(size):
                return None
            size *= 2
        else:
            buffer.drop(end)
            return value if value is not None else {}


def _unwrap(value: dict[str, Any], wrappers: Sequence[tuple[str, ...]]) -> list[Any]:
    for path in wrappers:
        inner: Any = value
        for name in path:
            inner = inner.get(name) if isinstance(inner, dict) else None
        if isinstance(inner, list):
            return [i for i in inner if isinstance(i, dict)]
        if isinstance(inner, dict):
            return [inner]
    return [value]
