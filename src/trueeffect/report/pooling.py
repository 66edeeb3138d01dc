"""Write a pooled result as text, CSV, JSON or HTML."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from trueeffect.synthesis.results import Results
    from trueeffect.synthesis.summary import PoolReport

Rows = list[list[str]]


def _figure(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if not isinstance(value, float | np.floating):
        return str(value)
    size = abs(float(value))
    if size != size:
        return "-"
    return f"{value:.4f}" if 1e-4 <= size < 1e5 or size == 0 else f"{value:.3g}"


def _table(results: Results, names: Mapping[str, str]) -> Rows:
    """Return a header and rows of text for the named columns."""
    rows = [[names[name] for name in names if name in results.columns]]
    shown = [results[name] for name in names if name in results.columns]
    rows += [[_figure(column[i]) for column in shown] for i in range(len(results))]
    return rows


STUDY = {"study": "study", "estimate": "estimate", "conf_low": "low", "conf_high": "high", "std_error": "SE"}
GROUP = {
    "subgroup": "subgroup",
    "k": "k",
    "random": "random effects",
    "random_conf_low": "low",
    "random_conf_high": "high",
    "tau2": "tau2",
    "q": "Q",
}
LEFT = {
    "left_out": "without",
    "estimate": "estimate",
    "conf_low": "low",
    "conf_high": "high",
    "tau2": "tau2",
    "i2": "I2",
}
INFLUENCE = {
    "study": "study",
    "studentised": "deleted residual",
    "dffits": "DFFITS",
    "cooks_d": "Cook's D",
    "leverage": "leverage",
    "influential": "influential",
}


def sections(report: PoolReport) -> list[tuple[str, Rows]]:
    """Return the tables of a report with their titles."""
    studies = _table(report.studies, STUDY)
    studies[0].append("weight %")
    for row, weight in zip(studies[1:], report.fit.weights):
        row.append(f"{100 * weight:.1f}")
    found = [("Studies", studies)]
    if report.fit.design is not None:
        s = report.fit.solution
        terms = [["term", "estimate", "low", "high", "p"]]
        for j, term in enumerate(report.fit.terms):
            terms.append([term, *map(_figure, (s.coef[j], s.conf_low[j], s.conf_high[j], s.p_value[j]))])
        found.append(("Coefficients", terms))
    for results, names, title in (
        (report.subgroups, GROUP, "Subgroups"),
        (report.leave_one_out, LEFT, "Without each study"),
        (report.influence, INFLUENCE, "Influence"),
    ):
        if results is not None:
            found.append((title, _table(results, names)))
    return found


def closing(report: PoolReport) -> list[str]:
    """Return the sentences below the tables."""
    lines = []
    if report.subgroups is not None:
        q, df = report.subgroups["q_between_random"], report.subgroups["df_between"]
        p = report.subgroups["p_between_random"]
        lines.append(f"Difference between subgroups: Q {q:.3f} on {df} degrees of freedom, p = {p:.4f}.")
    lines += [f"Left out: {entry}." for entry in report.fit.effects.left_out]
    lines += [f"Note: {text}." for text in report.fit.warnings]
    return [*lines, report.fit.describe()]


def as_text(report: PoolReport) -> str:
    """Return the report for a terminal."""
    parts = [repr(report.fit)]
    for title, rows in sections(report):
        widths = [max(len(row[j]) for row in rows) for j in range(len(rows[0]))]
        lines = [
            "  ".join(
                cell.ljust(w) if j == 0 else cell.rjust(w) for j, (cell, w) in enumerate(zip(row, widths))
            )
            for row in rows
        ]
        parts.append("\n".join([title, *lines]))
    return "\n\n".join([*parts, "\n".join(closing(report))]) + "\n"


def as_csv(report: PoolReport) -> str:
    """Return one row per study and one for the pooled estimate (or per coefficient)."""
    stream = io.StringIO()
    write = csv.writer(stream, lineterminator="\n").writerow
    write(["row", "estimate", "std_error", "conf_low", "conf_high", "weight", "pred_low", "pred_high"])
    columns = [report.studies[name] for name in ("study", "estimate", "std_error", "conf_low", "conf_high")]
    for *figures, weight in zip(*columns, report.fit.weights):
        write([_exact(value) for value in (*figures, weight)] + ["", ""])
    s, prediction = report.fit.solution, report.prediction or ("", "")
    for j, term in enumerate(report.fit.terms):
        figures = [term, s.coef[j], s.std_error[j], s.conf_low[j], s.conf_high[j], ""]
        write([_exact(value) for value in (*figures, *(prediction if j == 0 else ("", "")))])
    return stream.getvalue()


def _exact(value: Any) -> str:
    return repr(float(value)) if isinstance(value, float | np.floating) else str(value)


def as_json(report: PoolReport) -> str:
    """Return the report as JSON; what does not exist is null."""
    return json.dumps(_without_nan(report.to_dict()), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and (value != value or abs(value) == float("inf")) else value


_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "table{border-collapse:collapse;margin:1rem 0}th,td{padding:.25rem .75rem;text-align:right;"
    "border-bottom:1px solid #bbb}th:first-child,td:first-child{text-align:left}pre{white-space:pre-wrap}"
)


def as_html(report: PoolReport) -> str:
    """Return a page that needs nothing else."""
    parts = [f"<h1>Pooled result</h1>\n<pre>{html.escape(repr(report.fit))}</pre>"]
    for title, rows in sections(report):
        head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in rows[0])
        body = "\n".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:]
        )
        parts.append(
            f"<h2>{title}</h2>\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
        )
    parts += [f"<p>{html.escape(line)}</p>" for line in closing(report)]
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Pooled result</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n" + "\n".join(parts) + "\n</body>\n</html>\n"
    )


FORMATS: dict[str, Callable[[PoolReport], str]] = {
    "text": as_text,
    "csv": as_csv,
    "json": as_json,
    "html": as_html,
}
