"""Processor seconds of a piece of work: the median of runs, after one that is not counted."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

LONGEST = 12.0
"""Seconds after which no further run is started."""

Task = Callable[[dict[str, Any]], Any]


def read(path: Path) -> dict[str, list[float]]:
    """Return the columns of a CSV file of numbers."""
    header, *rows = path.read_text(encoding="utf-8").split("\n")
    columns = zip(*(map(float, row.split(",")) for row in rows if row))
    return {name: list(column) for name, column in zip(header.strip().split(","), columns)}


def load(folder: Path) -> dict[str, Any]:
    """Return every data set as arrays."""
    import numpy as np

    return {
        path.stem: {name: np.array(column) for name, column in read(path).items()}
        for path in sorted(folder.glob("*.csv"))
    }


def timed(work: Callable[[], Any], runs: int) -> tuple[float, int, Any]:
    """Return the median of processor seconds, the number of runs, and what the work gives."""
    value = work()
    seconds: list[float] = []
    begin = time.perf_counter()
    while len(seconds) < runs and (not seconds or time.perf_counter() - begin < LONGEST):
        start = time.process_time()
        value = work()
        seconds.append(time.process_time() - start)
    return median(seconds), len(seconds), value


def run_all(tasks: dict[str, tuple[Callable[[dict[str, Any]], Callable[[], Any]], int]]) -> None:
    """Time every task on the data in the folder named on the command line; print JSON."""
    data = load(Path(sys.argv[1]))
    found: dict[str, Any] = {}
    for name, (prepare, runs) in tasks.items():
        try:
            seconds, count, value = timed(prepare(data), runs)
        except Exception as error:
            found[name] = {"error": f"{type(error).__name__}: {error}"[:200]}
            continue
        found[name] = {"seconds": seconds, "runs": count, "check": [float(x) for x in value]}
    print(json.dumps(found))
