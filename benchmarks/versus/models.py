"""Time networks, multilevel models, rare events and exact posteriors, beside metafor where it has them.

    python benchmarks/versus/models.py [--rscript RSCRIPT] [--output FOLDER]

Writes models.json and models.md. Processor seconds, one thread, the median of repeated runs; data are made
here, and R gets the same numbers. metafor's model of network contrasts is rma.mv with the network's
parametrisation; the package netmeta is not needed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402  (the number of threads is read on import)

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from timing import timed  # noqa: E402

import trueeffect as te  # noqa: E402

ARMS = {"study": "study", "treatment": "treatment", "measure": "MD", "mean": "mean", "sd": "sd", "n": "n"}
COUNTS = {"events1": "e1", "total1": "n1", "events2": "e2", "total2": "n2"}


def nested(k: int, studies: int) -> dict[str, Any]:
    """Return k effects in studies, with variance between and within studies."""
    rng = np.random.default_rng(k)
    study = np.sort(np.concatenate([np.arange(studies), rng.integers(0, studies, k - studies)]))
    v = rng.uniform(0.01, 0.1, k)
    y = 0.2 + rng.normal(0, 0.3, studies)[study] + rng.normal(0, np.sqrt(v + 0.04))
    return {"y": y, "v": v, "study": study, "effect": np.arange(k)}


def arms(treatments: int, studies: int) -> dict[str, Any]:
    """Return arms of a connected network, one study in seven with three arms."""
    rng = np.random.default_rng(treatments)
    out: dict[str, list[Any]] = {name: [] for name in ("study", "treatment", "mean", "sd", "n")}
    for s in range(studies):
        chosen = rng.permutation(treatments)[: 2 + (s % 7 == 0)].tolist()
        if s < treatments - 1:
            chosen = list(dict.fromkeys([s, s + 1, *chosen[2:]]))
        u = rng.normal(0, 0.2, len(chosen))
        for treatment, shift in zip(chosen, u):
            out["study"].append(f"s{s:04d}")
            out["treatment"].append(f"t{treatment:02d}")
            out["n"].append(int(rng.integers(30, 200)))
            out["mean"].append(float(0.05 * treatment + shift + rng.normal(0, 1 / np.sqrt(out["n"][-1]))))
            out["sd"].append(1.0)
    return out


def rare(k: int) -> dict[str, Any]:
    """Return tables of rare events."""
    rng = np.random.default_rng(k)
    n1, n2 = rng.integers(80, 400, k), rng.integers(80, 400, k)
    risk = rng.uniform(0.005, 0.03, k)
    logit = np.log(risk / (1 - risk)) - 0.4 + rng.normal(0, 0.3, k)
    return {
        "e1": rng.binomial(n1, 1 / (1 + np.exp(-logit))),
        "n1": n1,
        "e2": rng.binomial(n2, risk),
        "n2": n2,
    }


def tasks() -> dict[str, tuple[str, Callable[[], Any]]]:
    """Return every task: words, and the work, which returns a number to compare."""
    out: dict[str, tuple[str, Callable[[], Any]]] = {}
    for k, studies in ((1000, 200), (5000, 1000)):
        effects = te.effect_sizes(nested(k, studies), y="y", v="v")
        out[f"three_level_{k}"] = (
            f"three-level model, {k:,} effects in {studies:,} studies",
            lambda effects=effects: te.multilevel(effects, random="study/effect").estimate,
        )
    for treatments, studies in ((20, 100), (60, 1000)):
        table = arms(treatments, studies)

        def fits(table: dict[str, Any] = table) -> float:
            network = te.read_network(table, **ARMS)
            te.network(network, model="common")
            te.network(network)
            return float(te.network(network, method="REML").estimates[0])

        def league(table: dict[str, Any] = table) -> float:
            return float(te.network(table, **ARMS).league_columns()["estimate"][0])

        words = f"network, {treatments} treatments, {studies:,} studies"
        out[f"network_{treatments}"] = (f"{words}: common, random and REML", fits)
        out[f"league_{treatments}"] = (f"{words}: random, full league table", league)
    fitted = te.network(arms(20, 100), **ARMS)
    out["split_ranks_20"] = (
        "node splits and ranks of the first network",
        lambda: (te.network_split(fitted), te.network_ranks(fitted, draws=1000)) and fitted.tau2,
    )
    out["bayes_network_20"] = ("its exact Bayesian fit", lambda: te.bayes(fitted).estimate)
    table = rare(50)
    for model in ("UM.FS", "CM.EL"):
        out[f"rare_{model}"] = (
            f"rare events, 50 studies, {model}",
            lambda model=model: te.rare(table, "OR", model=model, **COUNTS).estimate,
        )
    first = nested(20, 20)
    effects20 = te.effect_sizes(first, y="y", v="v")
    out["bayes_20"] = ("Bayesian random effects, k = 20", lambda: te.bayes(effects20).estimate)
    return out


def write_data(folder: Path) -> None:
    """Write the data for R."""
    for name, table in {
        "three_level_1000": nested(1000, 200),
        "three_level_5000": nested(5000, 1000),
        "rare": rare(50),
    }.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(table)
            writer.writerows(zip(*table.values()))


def run_r(rscript: str) -> dict[str, Any]:
    """Return seconds and values of metafor per task; empty when R is not there."""
    with tempfile.TemporaryDirectory() as folder:
        write_data(Path(folder))
        try:
            done = subprocess.run(
                [rscript, str(HERE / "models.R"), folder], capture_output=True, text=True, check=False
            )
        except OSError:
            return {}
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return {entry["task"]: entry for entry in map(json.loads, lines)}


def main() -> None:
    """Run, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rscript", default="Rscript")
    parser.add_argument("--output", type=Path, default=HERE)
    options = parser.parse_args()
    theirs = run_r(options.rscript)
    rows, found = [], {}
    for name, (words, work) in tasks().items():
        seconds, runs, value = timed(work, 7)
        other = theirs.get(name, {})
        gap = abs(other["value"] - value) / abs(value) if other else None
        found[name] = {"seconds": seconds, "runs": runs, "value": float(value), "metafor": other or None}
        times = f"{other['seconds']:.3g} s" if other else "-"
        faster = f"{other['seconds'] / seconds:,.0f}" if other else "-"
        same = f"{gap:.0e}" if gap is not None else "-"
        rows.append(f"| {words} | {seconds * 1000:.2f} ms | {times} | {faster} | {same} |")
    machine = {"python": platform.python_version(), "machine": platform.machine(), "day": str(date.today())}
    (options.output / "models.json").write_text(
        json.dumps({"machine": machine, "tasks": found}, indent=1) + "\n", encoding="utf-8"
    )
    head = [
        "| work | trueeffect | metafor | times faster | difference of the estimate |",
        "|---|---|---|---|---|",
    ]
    text = ["# Networks, multilevel models, rare events, exact posteriors", "", *head, *rows, ""]
    text += [f"{key}: {value}" for key, value in machine.items()]
    (options.output / "models.md").write_text("\n".join(text) + "\n", encoding="utf-8")
    print("\n".join(text))


if __name__ == "__main__":
    main()
