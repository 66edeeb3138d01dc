"""Raised numbers: marked as superscript by the page, or the characters ¹²³."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.citations.styles._base import Marker, Reading, Style
from trueeffect.check.citations.styles._numbers import DASH, items
from trueeffect.model.article import CitationKey

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_DIGITS = str.maketrans(_RAISED + "⁻⁺˒", "0123456789-+,")
_UNICODE = re.compile(rf"(?<![{_RAISED}])[{_RAISED}]{{1,3}}(?:[,˒⁻‐–-]\s?[{_RAISED}]{{1,3}})*(?![{_RAISED}])")
_NUMBERS = re.compile(rf"[\s\[(]*\d{{1,3}}(?:\s*(?:[,;]|{DASH}|\s)\s*\d{{1,3}})*[\s\])]*")
_SYMBOL = re.compile(r"[*†‡§¶#]{1,3}|[a-z]")
_UNIT = re.compile(
    r"(?<![^\W\d_])(?:[cdkmµμn]?m|kg/m|mg/m|g/m|in|ft|s|sec|g|cm/s|m/s|R|r|I|χ|chi|H|x)$|\d$|10$|[\^×]$"
)


def _find(reading: Reading) -> Iterator[Marker]:
    plain = reading.plain
    bodies = [(p.span.start, p.span.end) for p in reading.passages]
    for mark in reading.article.marks:
        span = mark.span
        if mark.kind == "superscript" and any(
            start <= span.start and span.end <= end for start, end in bodies
        ):
            yield from _marked(reading, span.start, span.end)
    for start, end in bodies:
        for found in _UNICODE.finditer(plain, start, end):
            if _is_citation(plain, found.start(), found.end(), start):
                yield from _numbered(reading, found.group().translate(_TO_DIGITS), found.start())


def _marked(reading: Reading, start: int, end: int) -> Iterator[Marker]:
    text = reading.plain[start:end]
    if _NUMBERS.fullmatch(text):
        if _is_citation(reading.plain, start, end, max(0, start - 12)):
            yield from _numbered(reading, text, start)
    elif _SYMBOL.fullmatch(text.strip()):
        ids = tuple(reading.index.labels.get(text.strip().casefold(), ()))
        if ids:
            key = CitationKey(number=text.strip())
            yield Marker(start, end, "superscript", (key,), (ids,))


def _is_citation(plain: str, start: int, end: int, floor: int) -> bool:
    """Refuse exponents (m², 10⁶), isotopes (¹³C) and raised numbers inside a formula."""
    before = plain[max(floor, start - 12) : start].rstrip("[( ")
    after = plain[end : end + 1]
    return not _UNIT.search(before) and not (
        after.isalpha() and after.isupper() and before[-1:] not in ".,;:"
    )


def _numbered(reading: Reading, digits: str, at: int) -> Iterator[Marker]:
    for item in items(digits, 0, len(digits)):
        if all(str(number) in reading.index.numbers for number in item.numbers):
            yield Marker(at + item.start, at + item.end, "superscript", item.keys)


STYLE = Style(
    name="superscript",
    find=_find,
    rank=1,
    examples=(
        ("Needles helped.¹ Pills did not.²,³", ("¹", "²", "³")),
        ("Needles helped¹⁻³ a little.", ("¹⁻³",)),
    ),
    counter_examples=(
        "A body mass index of 25 kg/m² is normal.",
        "They counted 10⁶ cells and gave ¹³C urea.",
        "The fit was good (R² = 0.8, χ² = 3).",
    ),
)
