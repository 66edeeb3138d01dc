"""BCG vaccine, odds ratios: van Houwelingen et al. 2002."""

from __future__ import annotations

import math
from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    roles = {"events1": "tpos", "nonevents1": "tneg", "events2": "cpos", "nonevents2": "cneg"}
    effects = te.effect_sizes(table, "OR", study="author", **roles)
    common = te.pool(effects, model="common", test="wald")
    random = te.pool(effects, method="ML", test="wald")
    mixed = te.regress(effects, ["ablat"], method="ML", test="wald")
    out = {"tau2": random.tau2, "regression_tau2": mixed.tau2}
    for name, fit in (("common", common), ("random", random)):
        low, high = fit.conf_int(transform="exp")
        out |= {name: math.exp(fit.estimate), f"{name}_low": low, f"{name}_high": high}
    half = 1.959964 * math.sqrt(random.tau2)
    out |= {"spread_low": random.estimate - half, "spread_high": random.estimate + half}
    out |= {"intercept": mixed.estimates[0], "slope": mixed.estimates[1]}
    out |= {"intercept_se": mixed.solution.std_error[0], "slope_se": mixed.solution.std_error[1]}
    return out
