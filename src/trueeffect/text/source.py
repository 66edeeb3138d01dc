"""A plain text that remembers where each of its characters came from."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right

from trueeffect.model.article import Segment, SourceText
from trueeffect.model.provenance import Span

_Run = tuple[int, int, int, int, bool]  # start, source_start, length, source_length, exact


class SourceBuilder:
    """Build a plain text piece by piece, in the order of the source.

    Use it in a reader: ``copy`` what stays as it is, ``put`` what is written otherwise in the source (an
    entity, a line break inside a paragraph), ``insert`` what the source does not hold at all.

    Examples
    --------
    >>> builder = SourceBuilder("a &lt; b")
    >>> builder.copy(0, 2)
    >>> builder.put("<", 2, 6)
    >>> builder.copy(6, 8)
    >>> text = builder.finish(media_type="text/html")
    >>> text.plain, to_source(text, Span(start=2, end=3))
    ('a < b', Span(start=2, end=6))
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.length = 0
        self._pieces: list[str] = []
        self._runs: list[_Run] = []

    def copy(self, start: int, end: int) -> None:
        """Add ``source[start:end]`` unchanged."""
        length = end - start
        if length <= 0:
            return
        self._pieces.append(self.source[start:end])
        if self._runs:
            at, source_at, run, source_run, exact = self._runs[-1]
            if exact and at + run == self.length and source_at + source_run == start:
                self._runs[-1] = (at, source_at, run + length, source_run + length, True)
                self.length += length
                return
        self._runs.append((self.length, start, length, length, True))
        self.length += length

    def put(self, text: str, start: int, end: int) -> None:
        """Add ``text``, which stands for ``source[start:end]`` as a whole."""
        if not text:
            return
        self._pieces.append(text)
        self._runs.append((self.length, start, len(text), end - start, False))
        self.length += len(text)

    def insert(self, text: str) -> None:
        """Add ``text`` that has no counterpart in the source, such as the gap between two blocks."""
        self._pieces.append(text)
        self.length += len(text)

    def text(self) -> str:
        """Return the plain text so far."""
        return "".join(self._pieces)

    def finish(self, *, media_type: str, encoding: str = "utf-8", digest: str = "") -> SourceText:
        """Return the finished text."""
        plain = self.text()
        same = plain == self.source
        segments = (
            ()
            if same
            else tuple(
                Segment(start=a, source_start=b, length=c, source_length=d, exact=e)
                for a, b, c, d, e in self._runs
            )
        )
        return SourceText(
            plain=plain,
            source=self.source,
            segments=segments,
            media_type=media_type,
            encoding=encoding,
            digest=digest,
        )


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of ``data``, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def to_source(text: SourceText, span: Span) -> Span:
    """Return where in the source the characters ``span`` of the plain text were read.

    The answer covers every source character that the span shows, and no mark-up before or after it. A
    span that holds only inserted characters gives an empty range.
    """
    if not text.segments:
        return span
    segments = text.segments
    first = bisect_right(segments, span.start, key=_end)
    last = bisect_left(segments, span.end, key=_start) - 1
    if last < first:
        here = _source_end(segments[last]) if last >= 0 else segments[0].source_start
        return Span(start=here, end=here)
    start = _source_at(segments[first], span.start)
    return Span(start=start, end=_source_until(segments[last], span.end))


def to_plain(text: SourceText, span: Span) -> Span:
    """Return the characters of the plain text that were read from ``span`` of the source.

    A span of the source that holds only mark-up gives an empty range.
    """
    if not text.segments:
        return span
    segments = text.segments
    first = bisect_right(segments, span.start, key=_source_end)
    last = bisect_left(segments, span.end, key=_source_start) - 1
    if last < first:
        here = _end(segments[last]) if last >= 0 else segments[0].start
        return Span(start=here, end=here)
    head, tail = segments[first], segments[last]
    start = head.start + (max(0, span.start - head.source_start) if head.exact else 0)
    end = tail.start + (min(tail.length, span.end - tail.source_start) if tail.exact else tail.length)
    return Span(start=start, end=end)


def _start(segment: Segment) -> int:
    return segment.start


def _end(segment: Segment) -> int:
    return segment.start + segment.length


def _source_start(segment: Segment) -> int:
    return segment.source_start


def _source_end(segment: Segment) -> int:
    return segment.source_start + segment.source_length


def _source_at(segment: Segment, position: int) -> int:
    inside = max(0, position - segment.start) if segment.exact else 0
    return segment.source_start + inside


def _source_until(segment: Segment, position: int) -> int:
    inside = min(segment.length, position - segment.start) if segment.exact else segment.source_length
    return segment.source_start + inside
