"""Measure everything that is available, print one table, and compare it with the floors.

    python validation/accuracy/report.py [--update [--allow-lower SET REASON]] [--errors FILE] [--quick]

Floors are in ``floors.json`` under ``articles``. The exit code is 1 when a figure is below its floor.
``--update`` raises floors to what was measured; it never lowers one, unless a reason is given, which is kept
in the file. ``--errors`` writes every wrong answer on the development articles (never on the unseen ones).
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import io
import json
import sys
from pathlib import Path
from typing import Any

import controls
import run_articles
import run_changed
import run_pairs
import run_self
import score
import tables
from answers import FAULTS

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
README = HERE / "README.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
SHARED = HERE.parents[2] / "shared" / "check"
SLACK = 0.005
"""How far below its floor a figure may fall before the run fails: less than one claim in two hundred."""

REPORTS = HERE.parents[2] / "shared" / "corpora" / "rct-abstracts" / "validation.jsonl.gz"
LOWER_IS_BETTER = ("false alarms an article", "own sentences flagged", "swapped sentences supported")


def folders() -> dict[str, Path]:
    """Return the annotated folders that are there."""
    found = {"dev": HERE / "articles" / "dev", "unseen": HERE / "articles" / "unseen", "shared": SHARED}
    return {name: folder for name, folder in found.items() if (folder / "manifest.json").exists()}


def measure(folder: Path) -> tuple[dict[str, float], score.Score]:
    """Return the figures of one folder, and the full score."""
    library = folder / "library.csl.json"
    result = score.score_folder(folder, run_articles.run(folder, library))
    figures = result.figures()
    pairs = folder / "minimal_pairs.json"
    if pairs.exists():
        figures |= score.score_pairs(pairs, run_pairs.run(pairs, library))
    return {name: round(value, 4) for name, value in figures.items()}, result


def measure_reports(path: Path, limit: int = 10_000) -> dict[str, float]:
    """Return the figures on real reports: their own sentences, another report's, and planted errors."""
    verdicts, _, _ = run_self.run(path, limit)
    own, swapped = verdicts["own"], verdicts["swapped"]
    made, noticed, _ = run_changed.run(path, limit)
    figures = {
        "own sentences flagged": sum(own[v] for v in FAULTS) / max(1, sum(own.values())),
        "swapped sentences supported": swapped["supported"] / max(1, sum(swapped.values())),
        "planted errors noticed": sum(noticed.values()) / max(1, sum(made.values())),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def table(measured: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]) -> list[str]:
    """Return the lines of the table: one row for each figure, one column for each folder."""
    names = list(dict.fromkeys(name for figures in measured.values() for name in figures))
    lines = [f"{'':28s}" + "".join(f"{column:>9s} {'floor':>7s}" for column in measured)]
    for name in names:
        cells = (
            f"{_cell(figures.get(name)):>9s} {_cell(floors.get(column, {}).get(name)):>7s}"
            for column, figures in measured.items()
        )
        lines.append(f"{name:28s}" + "".join(cells))
    return lines


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def page(measured: dict[str, dict[str, float]]) -> str:
    """Return the figures as a Markdown table for the README."""
    names = list(dict.fromkeys(name for figures in measured.values() for name in figures))
    lines = ["| figure | " + " | ".join(measured) + " |", "| --- |" + " --- |" * len(measured)]
    lines += [
        f"| {name} | " + " | ".join(_cell(figures.get(name)) for figures in measured.values()) + " |"
        for name in names
    ]
    return "\n".join(lines)


def write_page(measured: dict[str, dict[str, float]]) -> None:
    """Put the table between the two marks of the README."""
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n\n{page(measured)}\n\n{END}{after}", encoding="utf-8")


def worse(name: str, value: float, floor: float) -> bool:
    """Tell whether a figure is below its floor."""
    return value > floor + SLACK if name in LOWER_IS_BETTER else value < floor - SLACK


def broken(measured: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]) -> list[str]:
    """Return a line for each floor that is broken."""
    return [
        f"{column}: {name} is {measured[column][name]:.3f}, floor {floor:.3f}"
        for column, known in floors.items()
        if column in measured
        for name, floor in known.items()
        if worse(name, measured[column].get(name, 0.0), floor)
    ]


def raised(
    measured: dict[str, dict[str, float]], floors: dict[str, dict[str, float]], lower: str
) -> dict[str, dict[str, float]]:
    """Return the floors after an update; the set ``lower`` takes its new figures as they are."""
    updated = {column: dict(known) for column, known in floors.items()}
    for column, figures in measured.items():
        known = updated.setdefault(column, {})
        for name, value in figures.items():
            better = min if name in LOWER_IS_BETTER else max
            known[name] = value if column == lower or name not in known else better(value, known[name])
    return updated


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-lower", nargs=2, metavar=("SET", "REASON"), default=("", ""))
    parser.add_argument("--errors", type=Path)
    parser.add_argument("--quick", action="store_true", help="leave out the real reports (half a minute)")
    parser.add_argument("--readme", action="store_true", help="put the figures into README.md")
    args = parser.parse_args()
    everything: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    kept = everything.setdefault("articles", {"floors": {}, "lowered": []})
    measured = {}
    for name, folder in folders().items():
        measured[name], result = measure(folder)
        if name == "dev" and args.errors:
            with contextlib.redirect_stdout(io.StringIO()) as text:
                tables.show(result, folder)
                tables.show_misses(result)
            args.errors.write_text(text.getvalue(), encoding="utf-8")
    if REPORTS.exists() and not args.quick:
        measured["reports"] = measure_reports(REPORTS)
    print("\n".join(table(measured, kept["floors"])))
    for name, folder in folders().items():
        auc, best = controls.claim_only(folder)
        flagged = score.score_folder(folder, controls.control(folder, "everything")).areas["flagged or not"]
        print(f"controls on {name}: flag everything precision {flagged.precision:.3f}", end="; ")
        print(f"claim only AUC {auc:.3f}, best F1 {best:.3f}")
    if args.readme:
        write_page(measured)
    faults = broken(measured, kept["floors"])
    if args.update:
        lower, reason = args.allow_lower
        if lower:
            today = datetime.datetime.now(datetime.UTC).date().isoformat()
            kept["lowered"].append({"date": today, "set": lower, "reason": reason})
        kept["floors"] = raised(measured, kept["floors"], lower)
        FLOORS.write_text(json.dumps(everything, indent=1) + "\n", encoding="utf-8")
        return 0
    print("\n".join(faults) if faults else "every floor holds")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
