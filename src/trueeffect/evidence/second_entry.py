"""Compare results that were entered twice, independently: ``results.tsv`` and ``results.second.tsv``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from trueeffect.evidence.tables import RESULT_COLUMNS, Row, read_rows

KEY = ("arm", "domain", "outcome", "instrument", "weeks", "statistic")
COMPARED = ("low", "high", "better", "value", "spread_kind", "spread", "upper", "n", "events")


class Agreement(NamedTuple):
    """How far two entries agree; a row that only one has counts with all of its cells."""

    studies: int
    rows: int
    cells: int
    differences: tuple[str, ...]

    @property
    def rate(self) -> float:
        """Share of cells that differ."""
        return len(self.differences) / self.cells if self.cells else 0.0


def compare_entries(folder: Path) -> Agreement:
    """Compare both entries of every study below ``folder`` that has two."""
    files = sorted(folder.glob("*/results.second.tsv"))
    rows = cells = 0
    differences: list[str] = []
    for file in files:
        first = _by_key(file.with_name("results.tsv"))
        second = _by_key(file)
        for key in first.keys() | second.keys():
            rows += 1
            cells += len(COMPARED)
            differences += _differences(file, key, first.get(key), second.get(key))
    return Agreement(len(files), rows, cells, tuple(sorted(differences)))


def _by_key(file: Path) -> dict[tuple[str, ...], Row]:
    return {_key(row): row for row in read_rows(file, RESULT_COLUMNS)}


def _key(row: Row) -> tuple[str, ...]:
    return tuple(_plain(row.text(name)) for name in KEY)


def _plain(cell: str) -> str:
    try:
        return f"{float(cell):g}"
    except ValueError:
        return cell.lower()


def _differences(file: Path, key: tuple[str, ...], one: Row | None, two: Row | None) -> list[str]:
    where = f"{file.parent.name}, {' '.join(key)}"
    if one is None or two is None:
        only = "second" if one is None else "first"
        return [f"{where}: {name} stands only in the {only} entry" for name in COMPARED]
    return [
        f"{where}: {name} is {one.text(name)!r} and {two.text(name)!r}"
        for name in COMPARED
        if _plain(one.text(name)) != _plain(two.text(name))
    ]
