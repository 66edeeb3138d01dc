"""A result that is a table: named columns, one row per study, step or comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from trueeffect.synthesis import frames


@dataclass(frozen=True, eq=False)
class Results:
    """Columns of equal length with a title; read-only.

    Parameters
    ----------
    title : str
        What the rows are, in words.
    columns : mapping of str to array or list
        The table.
    notes : tuple of str
        What a reader should know.
    """

    title: str
    columns: Mapping[str, Any]
    backend: str = "dict"
    notes: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.columns[name] if name in self.columns else self.extra[name]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def tidy(self) -> Any:
        """Return the table in the kind of frame that the data came in."""
        return frames.build(self.columns, self.backend)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values that can be written as JSON; NaN becomes None."""
        rows = {name: [_plain(cell) for cell in values] for name, values in self.columns.items()}
        extra = {name: _plain(value) for name, value in self.extra.items()}
        return {"title": self.title, "rows": rows, "notes": list(self.notes), **extra}

    def __repr__(self) -> str:
        shown = [name for name, values in self.columns.items() if np.ndim(values) == 1][:7]
        lines = [f"{self.title} ({len(self)} rows)", " ".join(f"{name[:12]:>12}" for name in shown)]
        lines += [
            " ".join(f"{_cell(self.columns[name][i]):>12}" for name in shown)
            for i in range(min(len(self), 10))
        ]
        if len(self) > 10:
            lines.append(f"... and {len(self) - 10} more rows; .tidy() has all")
        lines += [f"note: {note}" for note in self.notes[:1]]
        return "\n".join(lines)


def _cell(value: Any) -> str:
    return f"{value:.5g}" if isinstance(value, float | np.floating) else str(value)[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray | list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and value != value else value
