"""Write a fitted network or multilevel model with its tables as text, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from trueeffect.synthesis.model_report import ModelReport
    from trueeffect.synthesis.results import Results


def _figure(value: Any) -> str:
    if value is None:
        return "-"
    if not isinstance(value, float | np.floating):
        return str(value)
    size = abs(float(value))
    if size != size:
        return "-"
    return f"{value:.4f}" if 1e-4 <= size < 1e5 or size == 0 else f"{value:.3g}"


def _rows(table: Results) -> list[list[str]]:
    names = [name for name, values in table.columns.items() if np.ndim(values) == 1]
    return [names, *([_figure(table.columns[name][i]) for name in names] for i in range(len(table)))]


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[c]) for row in rows) for c in range(len(rows[0]))]
    numeric = [all(_is_number(row[c]) for row in rows[1:]) for c in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric)
        ).rstrip()
        for row in rows
    ]


def _is_number(text: str) -> bool:
    if text == "-":
        return True
    try:
        float(text)
    except ValueError:
        return False
    return True


def to_text(report: ModelReport) -> str:
    """Return the answer, the tables and the methods sentence for the terminal."""
    lines = [repr(report.fit), ""]
    for table in report.tables:
        lines += [table.title, *_aligned(_rows(table)), *(f"note: {note}" for note in table.notes), ""]
    lines += [f"left out: {entry}" for entry in report.left_out]
    lines.append(report.fit.describe())
    return "\n".join(lines) + "\n"


def to_csv(report: ModelReport) -> str:
    """Return the main table as CSV, in full precision."""
    table = report.tables[0]
    names = [name for name, values in table.columns.items() if np.ndim(values) == 1]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for i in range(len(table)):
        cells = [table.columns[name][i] for name in names]
        writer.writerow(["" if cell is None or cell != cell else cell for cell in cells])
    return stream.getvalue()


def to_json(report: ModelReport) -> str:
    """Return everything as JSON."""
    content = {
        "source": report.source,
        "fit": report.fit.to_dict(),
        "tables": [table.to_dict() for table in report.tables],
        "left_out": list(report.left_out),
    }
    return json.dumps(_plain(content), indent=1, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    """Return the value without numpy types; NaN becomes None, since JSON has no NaN."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value


FORMATS: dict[str, Callable[[ModelReport], str]] = {"text": to_text, "csv": to_csv, "json": to_json}
