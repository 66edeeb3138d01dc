"""Run every case of a conformance folder and print, per area, what passes.

    python validation/conformance/run.py DIR [--area AREA ...] [--verbose]

DIR holds ``cases.jsonl`` and ``data/`` in the form that its SCHEMA.md describes. The program exits with 0
only when every case passes: a case that is not supported counts as not passed.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import traceback
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from adapter import OPERATIONS, NotSupported, multilevel
from table import Table


def flat(value: Any) -> list[float]:
    """Return a number, a list or an array as a plain list of floats."""
    return [float(x) for x in np.ravel(np.asarray(value, dtype=float))]


def differences(expected: dict[str, Any], found: dict[str, Any], tol: float, atol: float) -> list[str]:
    """Name every expected quantity that is absent or off, with both values."""
    faults = []
    for name, wanted in expected.items():
        if found.get(name) is None:
            faults.append(f"{name}: absent")
            continue
        want, have = flat(wanted), flat(found[name])
        if len(want) != len(have):
            faults.append(f"{name}: {len(have)} values, expected {len(want)}")
            continue
        off = [
            (abs(h - w) / (tol * abs(w) + atol), i)
            for i, (w, h) in enumerate(zip(want, have))
            if math.isnan(h) or not abs(h - w) <= tol * abs(w) + atol
        ]
        if off:
            worst = max(off, key=lambda pair: math.inf if math.isnan(pair[0]) else pair[0])[1]
            faults.append(f"{name}[{worst}]: {have[worst]!r}, expected {want[worst]!r} ({len(off)} off)")
    return faults


def run_case(case: dict[str, Any], folder: Path) -> tuple[str, list[str]]:
    """Return ``passed``, ``failed`` or ``unsupported``, with the reasons."""
    call = case["call"]
    operation = OPERATIONS.get(call["op"])
    if operation is None:
        return "unsupported", [f"operation {call['op']}"]
    table = read_table(folder / "data" / case["dataset"]).prepared(call.get("prep", []))
    try:
        found = operation(call, table)
    except NotSupported as reason:
        return "unsupported", [str(reason)]
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return "failed", [f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"]
    faults = differences(case["expect"], found, case["tol"], case.get("atol", 1e-10))
    return ("failed", faults) if faults else ("passed", [])


@cache
def read_table(path: Path) -> Table:
    """Read a table once."""
    return Table.read(path)


def main() -> int:
    """Run, print the table, return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--area", nargs="*", help="only these areas")
    parser.add_argument("--verbose", action="store_true", help="print why each case did not pass")
    options = parser.parse_args()
    multilevel.DATA.append(options.folder / "data")
    with (options.folder / "cases.jsonl").open(encoding="utf-8") as stream:
        cases = [json.loads(line) for line in stream if line.strip()]
    results: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        if options.area and case["area"] not in options.area:
            continue
        outcome, reasons = run_case(case, options.folder)
        results[case["area"]][outcome].append(case["id"])
        if options.verbose and outcome != "passed":
            print(f"{case['id']} {outcome}: {'; '.join(reasons)}")
    return report(results)


def report(results: dict[str, dict[str, list[str]]]) -> int:
    """Print one line per area and the totals."""
    print(f"{'area':22} {'cases':>5} {'passed':>6} {'failed':>6} {'not supported':>13}")
    total = [0, 0, 0]
    for area, outcomes in sorted(results.items()):
        counts = [len(outcomes[name]) for name in ("passed", "failed", "unsupported")]
        total = [a + b for a, b in zip(total, counts)]
        print(f"{area:22} {sum(counts):>5} {counts[0]:>6} {counts[1]:>6} {counts[2]:>13}")
        for name in ("failed", "unsupported"):
            if outcomes[name]:
                print(f"    {'not supported' if name == 'unsupported' else name}: {' '.join(outcomes[name])}")
    print(f"{'all':22} {sum(total):>5} {total[0]:>6} {total[1]:>6} {total[2]:>13}")
    return 0 if total[1] == total[2] == 0 and sum(total) else 1


if __name__ == "__main__":
    raise SystemExit(main())
