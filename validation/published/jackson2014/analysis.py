"""Intervals of the residual variance: Jackson et al. 2014."""

from __future__ import annotations

import math
from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    out: dict[str, Any] = {}
    for example in "12":
        rows = [i for i, name in enumerate(table["example"]) if name == example]
        part = {name: [table[name][i] for i in rows] for name in ("yi", "vi", "xi")}
        part["root"] = [str(1 / math.sqrt(float(v))) for v in part["vi"]]
        effects = te.effect_sizes(part, y="yi", v="vi")
        for name, weights in (("inverse", "inverse_v"), ("root", "root")):
            fit = te.regress(effects, ["xi"], method="GENQ", q_weights=weights, test="wald")
            found = te.heterogeneity_interval(fit, method="GENQ")
            out |= {f"{name}_low_{example}": found.tau2_low, f"{name}_high_{example}": found.tau2_high}
        found = te.heterogeneity_interval(te.regress(effects, ["xi"], method="PM", test="wald"))
        out |= {f"PM_low_{example}": found.tau2_low, f"PM_high_{example}": found.tau2_high}
    return out
