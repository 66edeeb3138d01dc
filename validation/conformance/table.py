"""Tables of the conformance cases: reading, the preparation steps, and columns as numbers."""

from __future__ import annotations

import csv
import math
import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

Cell = str | float | None
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "in": lambda cell, values: cell in values,
    "notin": lambda cell, values: cell not in values,
}


class Table:
    """Columns of equal length; a missing cell is None."""

    def __init__(self, columns: dict[str, list[Cell]]) -> None:
        self.columns = columns

    @classmethod
    def read(cls, path: Path) -> Table:
        """Read a CSV file; an empty field is missing, everything else stays text."""
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        cells: list[list[Cell]] = [[cell if cell != "" else None for cell in row] for row in rows]
        return cls({name: [row[i] for row in cells] for i, name in enumerate(header)})

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def number(self, name: str) -> list[float]:
        """Return a column as floats; missing or not a number becomes NaN."""
        return [as_number(cell) for cell in self.columns[name]]

    def text(self, name: str) -> list[str]:
        """Return a column as text; missing becomes an empty text."""
        return ["" if cell is None else plain_text(cell) for cell in self.columns[name]]

    def values(self, name: str) -> list[Any]:
        """Return a column as numbers when every filled cell is one, else as text with None."""
        numbers = self.number(name)
        if all(cell is None or not math.isnan(x) for cell, x in zip(self.columns[name], numbers)):
            return numbers
        return [None if cell is None else plain_text(cell) for cell in self.columns[name]]

    def as_dict(self) -> dict[str, list[Any]]:
        """Return every column through :meth:`values`."""
        return {name: self.values(name) for name in self.columns}

    def take(self, keep: list[int]) -> Table:
        """Return the rows ``keep``, in that order."""
        return Table({name: [cells[i] for i in keep] for name, cells in self.columns.items()})

    def prepared(self, steps: list[dict[str, Any]]) -> Table:
        """Apply the steps of ``call.prep`` in order."""
        table = self
        for step in steps:
            table = STEPS[step["do"]](table, step)
        return table


def as_number(cell: Cell) -> float:
    """Return a cell as a float, NaN when it is none."""
    if cell is None:
        return math.nan
    try:
        return float(cell)
    except ValueError:
        return math.nan


def plain_text(cell: str | float) -> str:
    """Return a cell as text; a whole number without its decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _comparable(cell: Cell, value: Any) -> Any:
    sample = value[0] if isinstance(value, list) and value else value
    return as_number(cell) if isinstance(sample, int | float) else plain_text(cell or "")


def _keep(table: Table, step: dict[str, Any]) -> Table:
    compare, value = COMPARE[step["op"]], step["value"]
    cells = table.columns[step["col"]]
    return table.take(
        [i for i, c in enumerate(cells) if c is not None and compare(_comparable(c, value), value)]
    )


def _dropna(table: Table, step: dict[str, Any]) -> Table:
    columns = [table.columns[name] for name in step["cols"]]
    return table.take([i for i in range(len(table)) if all(column[i] is not None for column in columns)])


def _head(table: Table, step: dict[str, Any]) -> Table:
    return table.take(list(range(min(step["n"], len(table)))))


def _first_per(table: Table, step: dict[str, Any]) -> Table:
    seen: dict[Cell, int] = {}
    for i, cell in enumerate(table.columns[step["col"]]):
        seen.setdefault(cell, i)
    return table.take(sorted(seen.values()))


def _safely(function: Callable[..., float], *arguments: float) -> Cell:
    try:
        value = function(*arguments)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return None if isinstance(value, complex) or math.isnan(value) else float(value)


NUMERIC: dict[str, Callable[..., float]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "pow": operator.pow,
    "log": math.log,
    "sqrt": math.sqrt,
    "exp": math.exp,
}


def _derived(table: Table, step: dict[str, Any]) -> list[Cell]:
    name, arguments = step["fn"], step["args"]
    rows = len(table)
    if name == "rownum":
        return [float(i + 1) for i in range(rows)]
    if name == "const":
        return [step["value"]] * rows
    if name == "concat":
        parts = [table.text(a) if a in table.columns else [str(a)] * rows for a in arguments]
        return [str(step.get("sep", "")).join(row) for row in zip(*parts)]
    if name in ("eq", "gt"):
        compare, value = COMPARE[name], step["value"]
        cells = table.columns[arguments[0]]
        return [None if c is None else float(compare(_comparable(c, value), value)) for c in cells]
    columns = [table.number(a) if isinstance(a, str) else [float(a)] * rows for a in arguments]
    if name == "center":
        filled = [x for x in columns[0] if not math.isnan(x)]
        mean = math.fsum(filled) / len(filled)
        return [_safely(operator.sub, x, mean) for x in columns[0]]
    return [_safely(NUMERIC[name], *row) for row in zip(*columns)]


def _derive(table: Table, step: dict[str, Any]) -> Table:
    return Table({**table.columns, step["to"]: _derived(table, step)})


STEPS: dict[str, Callable[[Table, dict[str, Any]], Table]] = {
    "keep": _keep,
    "dropna": _dropna,
    "head": _head,
    "first_per": _first_per,
    "derive": _derive,
}
