"""Time trueeffect beside metafor and other Python packages; write results.json and results.md.

python benchmarks/versus/run.py [--peers PYTHON] [--rscript RSCRIPT] [--output FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

GOALS: dict[str, tuple[str, float, str]] = {
    "reml_20": ("one REML fit with full result, k = 20", 2, "peer"),
    "reml_1000": ("the same, k = 1,000", 2, "peer"),
    "many_2000": ("2,000 REML and Knapp-Hartung fits, k = 5 to 40, one call", 50, "peer"),
    "leave_one_out_200": ("leave-one-out, k = 200", 50, "peer"),
    "influence_200": ("full influence, k = 200", 50, "peer"),
    "permutation_1000": ("1,000 permutations, two moderators, k = 20", 2, "peer"),
    "gosh_5000": ("GOSH, 5,000 subsets, k = 20", 50, "peer"),
    "effect_sizes_100000": ("effect sizes of 100,000 2x2 tables", 10, "peer"),
    "selection_200": ("selection model, k = 200", 10, "r"),
    "trim_fill_200": ("trim and fill, k = 200", 5, "peer"),
}
"""Task: words, times faster that are wanted, and than whom."""
LINEAR = ("reml_1000", "reml_10000", "reml_100000", "reml_1000000")


def run_python(interpreter: str, script: str, folder: Path) -> dict[str, Any] | None:
    """Run one side in an interpreter of its own."""
    return _json([interpreter, str(HERE / script), str(folder)], {**os.environ, **ONE_THREAD})


def _json(command: list[str], environment: dict[str, str]) -> dict[str, Any] | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        return None
    if done.returncode:
        print(done.stderr[-1500:], file=sys.stderr)
        return None
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def run_r(rscript: str, folder: Path) -> dict[str, Any] | None:
    """Run metafor; one JSON line per task."""
    try:
        done = subprocess.run(
            [rscript, str(HERE / "metafor.R"), str(folder)], capture_output=True, text=True, check=False
        )
    except OSError as error:
        print(f"{rscript}: {error.strerror}", file=sys.stderr)
        return None
    if done.returncode:
        print(done.stderr[-1500:], file=sys.stderr)
        return None
    found: dict[str, Any] = {}
    for line in done.stdout.splitlines():
        item = json.loads(line) if line.startswith("{") else {}
        if "versions" in item:
            found["versions"] = item["versions"]
        elif "task" in item:
            found[item.pop("task")] = item
    return found


def machine(interpreter: str | None) -> dict[str, Any]:
    """Return what the numbers depend on."""
    import numpy as np
    import scipy

    config: Any = np.show_config(mode="dicts")
    blas = config["Build Dependencies"]["blas"]
    card = {
        "date": date.today().isoformat(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "blas": f"{blas['name']} {blas['version']}, one thread",
    }
    if interpreter:
        code = (
            "import json; from importlib.metadata import version; "
            "print(json.dumps({n: version(n) for n in ('pimeta', 'PyMetaAnalysis', 'PyMARE', 'numpy')}))"
        )
        card["peers"] = _json([interpreter, "-c", code], dict(os.environ))
    return card


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")


def best_peer(peers: dict[str, Any] | None, task: str) -> tuple[str, float] | None:
    """Return the fastest other Python package at a task."""
    rows = [
        (name.split(": ")[1], item["seconds"])
        for name, item in (peers or {}).items()
        if name.startswith(f"{task}: ") and "seconds" in item
    ]
    return min(rows, key=lambda row: row[1]) if rows else None


def disagreements(ours: dict[str, Any], r: dict[str, Any] | None, peers: dict[str, Any] | None) -> list[str]:
    """Compare results where both sides give some; both peers and R stop at about four digits."""
    found = []
    sides = {f"metafor {task}": item for task, item in (r or {}).items() if task != "versions"}
    sides.update(peers or {})
    for name, item in sides.items():
        task = name.removeprefix("metafor ").split(": ")[0]
        for a, b in zip(ours.get(task, {}).get("check", []), item.get("check", [])):
            if abs(a - b) > 2e-3 * (abs(a) + 1e-2):
                found.append(f"{name}: {b:.6g}, trueeffect {a:.6g}")
    return found


def seconds(value: float | None) -> str:
    """Return a time for reading."""
    if value is None:
        return "–"
    if value >= 1:
        return f"{value:.1f} s"
    return f"{1000 * value:.3g} ms"


def _times(ratio: float | None) -> str:
    if not ratio:
        return "–"
    return f"{ratio:.1f}x" if ratio < 100 else f"{round(ratio, 2 - len(str(int(ratio))) + 1):,.0f}x"


def table(result: dict[str, Any]) -> str:
    """Return results.md."""
    card = result["machine"]
    lines = [
        "# Speed beside R and other Python packages",
        "",
        "Processor seconds, medians, from one run. Made by `run.py`; see the README.",
        "",
        "| work | metafor | best other Python | trueeffect | faster than metafor | than Python | goal |",
        "|---|---|---|---|---|---|---|",
    ]
    for task, row in result["tasks"].items():
        peer = row["peer"]
        who = f"{seconds(peer['seconds'])} ({peer['name']})" if peer else "–"
        goal = f"{row['goal']:g}x {'metafor' if row['against'] == 'r' else 'Python'}: {row['verdict']}"
        times = [_times(row[side]) for side in ("faster_than_r", "faster_than_peer")]
        lines.append(
            f"| {GOALS[task][0]} | {seconds(row['metafor'])} | {who} | {seconds(row['trueeffect'])} | "
            f"{times[0]} | {times[1]} | {goal} |"
        )
    shown = ", ".join(
        f"k = {int(task.split('_')[1]):,}: {seconds(result['linear'].get(task))}" for task in LINEAR
    )
    lines += ["", f"One REML fit as k grows: {shown}.", ""]
    missed = [GOALS[task][0] for task, row in result["tasks"].items() if row["verdict"] == "missed"]
    lines.append(f"Goals missed: {'; '.join(missed) if missed else 'none'}.")
    if result["disagreements"]:
        lines += ["", "Results that differ by more than 0.2% (stopping rules):", ""]
        lines += [f"- {line}" for line in result["disagreements"]]
    lines += ["", "## Machine", ""]
    lines += [f"- {name}: {value}" for name, value in card.items()]
    return "\n".join(lines) + "\n"


def assemble(ours: dict[str, Any], r: dict[str, Any] | None, peers: dict[str, Any] | None) -> dict[str, Any]:
    """Put the sides next to each other."""
    tasks = {}
    for task, (_, goal, against) in GOALS.items():
        own = ours[task].get("seconds")
        theirs = (r or {}).get(task, {}).get("seconds")
        peer = best_peer(peers, task)
        ratios = {
            "faster_than_r": theirs / own if theirs and own else None,
            "faster_than_peer": peer[1] / own if peer and own else None,
        }
        reached = ratios["faster_than_r" if against == "r" else "faster_than_peer"]
        verdict = "not compared" if reached is None else "met" if reached >= goal else "missed"
        tasks[task] = {
            "trueeffect": own,
            "metafor": theirs,
            "peer": None if peer is None else {"name": peer[0], "seconds": peer[1]},
            **ratios,
            "goal": goal,
            "against": against,
            "verdict": verdict,
        }
    return {
        "tasks": tasks,
        "linear": {task: ours[task].get("seconds") for task in LINEAR},
        "disagreements": disagreements(ours, r, peers),
        "raw": {"trueeffect": ours, "metafor": r, "peers": peers},
    }


def main() -> int:
    """Run every side and write both files."""
    from data import make

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", help="interpreter that has pimeta, PyMetaAnalysis and PyMARE")
    parser.add_argument("--rscript", default="Rscript")
    parser.add_argument("--output", type=Path, default=HERE)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        ours = run_python(sys.executable, "ours.py", folder)
        if ours is None:
            return 1
        peers = run_python(options.peers, "peers.py", folder) if options.peers else None
        r = run_r(options.rscript, folder)
    if peers is None:
        print("The other Python packages were not run (--peers).", file=sys.stderr)
    if r is None:
        print("metafor was not run.", file=sys.stderr)
    card = machine(options.peers)
    if r:
        card.update(r.pop("versions", {}))
    result = {"machine": card, **assemble(ours, r, peers)}
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "results.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    (options.output / "results.md").write_text(table(result), encoding="utf-8")
    print(table(result))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
