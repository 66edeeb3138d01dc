"""Intervals of the between-study variance: Viechtbauer 2007."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    effects = te.effect_sizes(table, "OR", events1="e1", total1="n1", events2="e2", total2="n2")
    fits = {method: te.pool(effects, method=method, test="wald") for method in ("DL", "ML", "REML", "SJ")}
    out = {method: fit.tau2 for method, fit in fits.items()}
    q = te.heterogeneity_interval(fits["DL"])
    out |= {"q_profile_low": q.tau2_low, "q_profile_high": q.tau2_high}
    for method in ("ML", "REML"):
        found = te.heterogeneity_interval(fits[method], method="PL")
        out |= {f"profile_{method}_low": found.tau2_low, f"profile_{method}_high": found.tau2_high}
    return out
