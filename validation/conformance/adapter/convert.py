"""Figures worked out from other figures, and aggregation."""

from __future__ import annotations

from typing import Any

import numpy as np

import trueeffect as te

from ._base import Call, Result, effects_of

NAMES = {"ci_lb": "low", "ci_ub": "high"}


def _recovered(table: Any, recovery: str, columns: dict[str, Any], figures: tuple[str, ...]) -> Result:
    found = te.recover(
        table.as_dict(),
        recovery,
        into={name: f"recovered {name}" for name in figures},
        **{NAMES.get(role, role): name for role, name in columns.items()},
    )
    values = {name: found[f"recovered {name}"] for name in figures}
    good = np.all([np.isfinite(column) for column in values.values()], axis=0)
    return {**{name: column[good] for name, column in values.items()}, "rows": np.flatnonzero(good) + 1}


def convert_wald(call: Call, table: Any) -> Result:
    """Return estimate and variance."""
    columns = dict(call["columns"])
    if "level" in call:
        columns["level"] = call["level"]
    source = "interval" if "ci_lb" in columns else "z" if "z" in columns else "p"
    scale = {"log": "ratio_", None: ""}[call.get("transform")]
    return _recovered(table, f"effect_from_{scale}{source}", columns, ("y", "v"))


def convert_fivenum(call: Call, table: Any) -> Result:
    """Return mean and standard deviation."""
    columns = call["columns"]
    if {"min", "q1"} <= set(columns):
        name = "mean_sd_from_five"
    else:
        name = "mean_sd_from_range" if "min" in columns else "mean_sd_from_quartiles"
    return _recovered(table, name, columns, ("mean", "sd"))


def convert_table(call: Call, table: Any) -> Result:
    """Return the cells of a 2x2 table."""
    columns = dict(call["columns"])
    if "odds_ratio" in columns:
        return _recovered(table, "table_from_odds_ratio", columns, ("a", "b", "c", "d"))
    columns["yates"] = 1.0 if call.get("yates") else 0.0
    return _recovered(table, "table_from_chi2", columns, ("a", "b", "c", "d"))


def aggregate(call: Call, table: Any) -> Result:
    """Return one estimate per cluster."""
    structure = call.get("structure", "CS")
    wanted = {"CS": ("rho",), "CAR": ("phi", "time"), "ID": ()}[structure]
    options = {name: call[name] for name in wanted}
    weighted = call.get("weighted", True)
    found = te.aggregate(
        effects_of(call, table), call["cluster"], structure=structure, weighted=weighted, **options
    )
    return {"y": found.y, "v": found.v}


OPERATIONS = {
    "convert_wald": convert_wald,
    "convert_fivenum": convert_fivenum,
    "convert_table": convert_table,
    "aggregate": aggregate,
}
