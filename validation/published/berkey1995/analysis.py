"""BCG vaccine, risk ratios with smoothed variances: Berkey et al. 1995."""

from __future__ import annotations

import math
from typing import Any

import trueeffect as te

LATITUDE = 33.46


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    a, b, c, d = ([float(x) for x in table[name]] for name in ("tpos", "tneg", "cpos", "cneg"))
    k = len(a)
    treated, control = sum(y / x for x, y in zip(a, b)) / k, sum(y / x for x, y in zip(c, d)) / k
    data = {
        "y": [math.log(w / (w + x) / (y / (y + z))) for w, x, y, z in zip(a, b, c, d)],
        "v": [treated / (w + x) + control / (y + z) for w, x, y, z in zip(a, b, c, d)],
        "latitude": [float(x) - LATITUDE for x in table["ablat"]],
    }
    effects = te.effect_sizes(data, y="y", v="v")
    random = te.pool(effects, method="EB", test="wald")
    mixed = te.regress(effects, ["latitude"], method="EB", test="wald")
    common = te.regress(effects, ["latitude"], model="common", test="wald")
    out = {"random": random.estimate, "random_se": random.std_error, "random_tau2": random.tau2}
    out |= {"intercept": mixed.estimates[0], "slope": mixed.estimates[1], "regression_tau2": mixed.tau2}
    out |= {"intercept_se": mixed.solution.std_error[0], "slope_se": mixed.solution.std_error[1]}
    out |= {"common_intercept": common.estimates[0], "common_slope": common.estimates[1]}
    out["common_intercept_se"] = common.solution.std_error[0]
    out["common_slope_se"] = common.solution.std_error[1]
    for name, fit in (("ratio", mixed), ("common_ratio", common)):
        found = te.predict(fit, [[0.0], [42 - LATITUDE]], transform="exp").estimate
        out |= {f"{name}_33": found[0], f"{name}_42": found[1]}
    return out
