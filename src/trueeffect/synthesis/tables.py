"""Read a table from a delimited text file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import UnreadableSource
from trueeffect.synthesis.frames import Columns, is_missing

DELIMITERS = ",;\t|"


def read_table(source: str | Path | bytes) -> Columns:
    """Read a CSV file (comma, semicolon, tab or bar; a header row) into columns.

    A column whose filled cells are all numbers becomes numeric; ``NA`` and empty cells are missing. A
    decimal comma is understood when the delimiter is not a comma.

    Raises
    ------
    UnreadableSource
        When the file is absent or empty, names a column twice, or a row has more cells than the header.

    Examples
    --------
    >>> read_table(b"study;y\\nA;0,5\\nB;NA\\n").arrays["y"]
    array([0.5, nan])
    """
    name = "the table" if isinstance(source, bytes) else str(source)
    text = _decoded(source, name)
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise UnreadableSource(f"{name} is empty.", hint="Give a file with a header row.")
    delimiter = max(DELIMITERS, key=lines[0].count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    header = [cell.strip() for cell in rows[0]]
    _check_header(header, name)
    body = [row for row in rows[1:] if any(cell.strip() for cell in row)]
    for i, row in enumerate(body):
        if len(row) > len(header):
            raise UnreadableSource(
                f"{name}, data row {i + 1}: {len(row)} cells, but the header has {len(header)}.",
                hint="Put text that contains the delimiter in double quotes.",
            )
    cells = [[row[j].strip() if j < len(row) else "" for row in body] for j in range(len(header))]
    comma = delimiter != ","
    return Columns({title: _column(values, comma) for title, values in zip(header, cells)}, "dict", len(body))


def _decoded(source: str | Path | bytes, name: str) -> str:
    try:
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
    except OSError as error:
        raise UnreadableSource(f"{name} cannot be read: {error.strerror}.", hint="Check the path.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _check_header(header: list[str], name: str) -> None:
    for title in header:
        if header.count(title) > 1:
            what = f"has the column {title!r} twice" if title else "has columns without a name"
            raise UnreadableSource(f"{name} {what}.", hint="Give every column its own name.")


def _column(cells: list[str], comma: bool) -> NDArray[Any]:
    out = np.empty(len(cells))
    for i, cell in enumerate(cells):
        if is_missing(cell):
            out[i] = np.nan
            continue
        try:
            out[i] = float(cell.replace(",", ".") if comma else cell)
        except ValueError:
            text = np.empty(len(cells), dtype=object)
            text[:] = [None if is_missing(value) else value for value in cells]
            return text
    return out
