"""Length of stay after a stroke: Normand 1999."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    roles = {"mean1": "m1i", "sd1": "sd1i", "n1": "n1i", "mean2": "m2i", "sd2": "sd2i", "n2": "n2i"}
    effects = te.effect_sizes(table, "MD", study="source", var_type="HO", **roles)
    out = {f"v{i + 1}": v for i, v in enumerate(effects.v)}
    common = te.pool(effects, model="common", test="wald")
    out |= {"common": common.estimate, "common_low": common.conf_low, "common_high": common.conf_high}
    for method in ("DL", "REML"):
        fit = te.pool(effects, method=method, test="wald")
        out |= {method: fit.estimate, f"{method}_low": fit.conf_low, f"{method}_high": fit.conf_high}
        out[f"{method}_tau2"] = fit.tau2
    return out
