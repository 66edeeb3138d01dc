"""Catheter infections per 1000 days: Stijnen et al. 2010."""

from __future__ import annotations

import math
from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    table = {**table, **{name: [str(float(t) / 1000) for t in table[name]] for name in ("t1i", "t2i")}}
    out: dict[str, Any] = {}
    for name, count, time in (("standard", "x2i", "t2i"), ("coated", "x1i", "t1i")):
        fit = te.pool(te.effect_sizes(table, "IRLN", count=count, time=time), test="wald")
        out |= {name: fit.estimate, f"{name}_se": fit.std_error, f"{name}_tau2": fit.tau2}
        mixed = te.rare(table, "IRLN", count=count, time=time)
        out |= {f"{name}_poisson": mixed.estimate, f"{name}_poisson_se": mixed.std_error}
        out[f"{name}_poisson_tau2"] = mixed.tau2
    roles = {"count1": "x1i", "time1": "t1i", "count2": "x2i", "time2": "t2i"}
    fit = te.pool(te.effect_sizes(table, "IRR", **roles), test="wald")
    mixed = te.rare(table, "IRR", model="CM.EL", **roles)
    out |= {"ratio": fit.estimate, "ratio_se": fit.std_error, "ratio_tau": math.sqrt(fit.tau2)}
    out |= {"ratio_poisson": mixed.estimate, "ratio_poisson_se": mixed.std_error}
    out["ratio_poisson_tau"] = math.sqrt(mixed.tau2)
    return out
