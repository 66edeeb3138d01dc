"""Rows of a delimited table, with the line they begin on and their columns by lower-case name."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Iterator
from typing import BinaryIO

from trueeffect.library.importers._text import lines
from trueeffect.model.record import Rejection

_FIELD_LIMIT = 4 << 20
_PREAMBLE = 12
"""Lines before the header in which some databases print their query."""


class _Numbered:
    """Text lines for the csv reader, remembering the number of the last one."""

    def __init__(self, stream: BinaryIO) -> None:
        self.source, self.number = lines(stream), 0

    def __iter__(self) -> Iterator[str]:
        for number, text in self.source:
            self.number = number
            yield text + "\n"


def header_of(line: str) -> tuple[str, list[str]]:
    """Return the separator of a header line (comma, semicolon or tab) and its lower-case names."""
    separator = max(",;\t", key=line.count)
    try:
        cells = next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        cells = []
    return separator, [c.strip().lower() for c in cells]


def rows(
    stream: BinaryIO, source: str, is_header: Callable[[list[str]], bool] = bool
) -> Iterator[tuple[int, dict[str, str] | Rejection]]:
    """Yield ``(line, row)``; a row with more cells than columns, or one that breaks off, is a rejection.

    The header is the first of the first lines that ``is_header`` accepts.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    numbered = _Numbered(stream)
    text = iter(numbered)
    separator, names = ",", []
    for line in itertools.islice(text, _PREAMBLE):
        separator, found = header_of(line)
        if any(found) and is_header(found):
            names = found
            break
    if not names:
        yield (
            1,
            Rejection(source=source, line=1, reason="The table has no header with a title or an identifier."),
        )
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
    row: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        if name and not row.get(name):
            row[name] = cell.strip()
    yield line, row
