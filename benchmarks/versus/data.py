"""The data of every task, made from one seed, written as CSV so that all sides read the same numbers."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

SEED = 20261124


def effects(rng: np.random.Generator, k: int, shift: float = 0.0) -> dict[str, np.ndarray]:
    """Return ``k`` effects with heterogeneity, and two moderators."""
    v = rng.uniform(0.01, 0.5, k)
    x1, x2 = rng.normal(size=k), rng.normal(size=k)
    y = rng.normal(0.3 + 0.15 * x1 + shift * np.sqrt(v), np.sqrt(v + 0.08))
    return {"y": y, "v": v, "x1": x1, "x2": x2}


def write(path: Path, columns: dict[str, np.ndarray]) -> None:
    """Write columns as CSV with all digits."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(columns)
        out.writerows(zip(*(column.tolist() for column in columns.values())))


def make(folder: Path) -> None:
    """Write every data set into ``folder``."""
    rng = np.random.default_rng(SEED)
    for k in (20, 200, 1000):
        write(folder / f"k{k}.csv", effects(rng, k, shift=0.5 if k == 200 else 0.0))
    sizes = rng.integers(5, 41, 2000)
    many = effects(rng, int(sizes.sum()))
    write(folder / "many.csv", {"meta": np.repeat(np.arange(1, 2001), sizes), "y": many["y"], "v": many["v"]})
    n1, n2 = rng.integers(20, 400, 100_000), rng.integers(20, 400, 100_000)
    a, c = rng.binomial(n1, 0.15), rng.binomial(n2, 0.2)
    write(folder / "tables.csv", {"a": a, "b": n1 - a, "c": c, "d": n2 - c})
