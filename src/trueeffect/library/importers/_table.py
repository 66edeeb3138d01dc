"""Rows of a delimited table, with the line they begin on and their columns by lower-case name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from trueeffect.library.importers._text import lines
from trueeffect.model.record import Rejection

_FIELD_LIMIT = 4 << 20


class _Numbered:
    """Text lines for the csv reader, remembering the number of the last one."""

    def __init__(self, stream: BinaryIO) -> None:
        self.source, self.number = lines(stream), 0

    def __iter__(self) -> Iterator[str]:
        for self.number, text in self.source:
            yield text + "\n"


def delimiter_of(header: str) -> str:
    """Return the separator of a header line: comma, semicolon or tab, whichever stands there most."""
    return max(",;\t", key=header.count)


def rows(stream: BinaryIO, source: str) -> Iterator[tuple[int, dict[str, str] | Rejection]]:
    """Yield ``(line, row)``; a row with more cells than columns, or one that breaks off, is a rejection."""
    csv.field_size_limit(_FIELD_LIMIT)
    numbered = _Numbered(stream)
    text = iter(numbered)
    header = next(text, "")
    separator = delimiter_of(header)
    try:
        names = [n.strip().lower() for n in next(csv.reader([header], delimiter=separator), [])]
    except csv.Error:
        names = []
    if not any(names):
        return
    start = numbered.number + 1
    try:
        for cells in csv.reader(text, delimiter=separator):
            yield from _row(names, cells, start, source)
            start = numbered.number + 1
    except csv.Error as error:
        yield start, Rejection(source=source, line=start, reason=f"The table cannot be read on: {error}.")


def _row(
    names: list[str], cells: list[str], line: int, source: str
) -> Iterator[tuple[int, dict[str, str] | Rejection]]:
    if not any(c.strip() for c in cells):
        return
    if any(c.strip() for c in cells[len(names) :]):
        reason = f"The row has {len(cells)} cells, the table has {len(names)} columns."
        yield line, Rejection(source=source, line=line, reason=reason, text=",".join(cells)[:80])
        return
    yield line, {n: c.strip() for n, c in zip(names, cells, strict=False) if n}
