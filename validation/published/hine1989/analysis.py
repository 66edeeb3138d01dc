"""Lidocaine after a heart attack: Hine et al. 1989, Normand 1999."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers, in percentage points."""
    roles = {"events1": "ai", "total1": "n1i", "events2": "ci", "total2": "n2i"}
    effects = te.effect_sizes(table, "RD", zero={"to": "none"}, **roles)
    single = te.study_intervals(effects)
    common = te.pool(effects, model="common", test="wald")
    out = {f"d{i + 1}": 100 * y for i, y in enumerate(effects.y)}
    out |= {f"v{i + 1}": 10_000 * v for i, v in enumerate(effects.v)}
    out |= {"low1": 100 * single["conf_low"][0], "high6": 100 * single["conf_high"][5]}
    out |= {"common": 100 * common.estimate, "common_low": 100 * common.conf_low}
    out["common_high"] = 100 * common.conf_high
    for method in ("REML", "DL"):
        fit = te.pool(effects, method=method, test="wald")
        out |= {method: 100 * fit.estimate, f"{method}_tau2": 10_000 * fit.tau2}
    return out
