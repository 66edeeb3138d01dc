"""Stratified tables by Mantel-Haenszel: Rothman, Greenland and Lash 2008."""

from __future__ import annotations

import math
from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    out: dict[str, Any] = {}
    cells = {"events1": "a", "nonevents1": "b", "events2": "c", "nonevents2": "d"}
    for measure in ("RD", "RR", "OR"):
        fit = te.pool_counts(part(table, "15-1"), measure, level=0.9, **cells)
        change = float if measure == "RD" else math.exp
        name = measure.lower()
        out |= {name: change(fit.estimate), f"{name}_low": change(fit.conf_low)}
        out[f"{name}_high"] = change(fit.conf_high)
    rates = part(table, "15-2")
    rates |= {name: [float(years) / 10_000 for years in rates[name]] for name in ("t1", "t2")}
    for measure in ("IRD", "IRR"):
        fit = te.pool_counts(rates, measure, level=0.9, count1="a", time1="t1", count2="c", time2="t2")
        change = float if measure == "IRD" else math.exp
        name = measure.lower()
        out |= {name: change(fit.estimate), f"{name}_low": change(fit.conf_low)}
        out[f"{name}_high"] = change(fit.conf_high)
    out["or_small"] = math.exp(te.pool_counts(part(table, "15-5"), "OR", **cells).estimate)
    return out


def part(table: dict[str, list[str]], name: str) -> dict[str, list[Any]]:
    """Return the rows of one printed table."""
    rows = [i for i, label in enumerate(table["table"]) if label == name]
    return {column: [values[i] for i in rows] for column, values in table.items()}
