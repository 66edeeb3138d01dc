"""Footnote markers: [^1] as written in Markdown, and the markers that readers of other formats record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.citations.styles._base import Marker, Reading, Style
from trueeffect.model.article import CitationKey

_MARKDOWN = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")


def _find(reading: Reading) -> Iterator[Marker]:
    for passage in reading.passages:
        for found in _MARKDOWN.finditer(reading.plain, passage.span.start, passage.span.end):
            yield from _marker(reading, found.group(1), found.start(), found.end())
    for mark in reading.article.marks:
        if mark.kind == "footnote_marker":
            inside = any(
                p.span.start <= mark.span.start and mark.span.end <= p.span.end for p in reading.passages
            )
            name = mark.name or mark.span.of(reading.plain)
            if inside:
                yield from _marker(reading, name, mark.span.start, mark.span.end)


def _marker(reading: Reading, name: str, start: int, end: int) -> Iterator[Marker]:
    """Give the marker of the note ``name`` when the list has an entry of that label."""
    label = name.strip("[]().^# ").casefold()
    ids = tuple(reading.index.labels.get(label, ()))
    if not ids and label.isdigit():
        ids = reading.index.numbers.get(label, ())
    if ids:
        yield Marker(start, end, "footnote", (CitationKey(number=label),), (ids,))


STYLE = Style(
    name="footnote",
    find=_find,
    rank=3,
    examples=(("Needles helped.[^1] Pills did not.[^2]", ("[^1]", "[^2]")),),
    counter_examples=("The set [^a-z] excludes letters.", "Needles helped.[^99]"),
)
