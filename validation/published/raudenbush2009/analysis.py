"""Teacher expectancy: Raudenbush 2009."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    table = {**table, "contact": [str(min(3, int(weeks))) for weeks in table["weeks"]]}
    effects = te.effect_sizes(table, y="yi", v="vi", study="study")
    common = te.pool(effects, model="common", test="wald")
    random = te.pool(effects, test="wald")
    weeks = te.regress(effects, ["contact"], test="wald")
    shrunken = te.study_effects(random)["estimate"]
    out = {
        "common_estimate": common.estimate,
        "common_q": common.q,
        "random_z": random.statistic,
        "random_tau2": random.tau2,
        "weeks_intercept": weeks.estimates[0],
        "weeks_slope": weeks.estimates[1],
        "weeks_q": weeks.q,
        "weeks_tau2": weeks.tau2,
        "weeks_z_intercept": weeks.solution.statistic[0],
        "weeks_z_slope": weeks.solution.statistic[1],
        "shrunken_low": min(shrunken),
        "shrunken_high": max(shrunken),
        "pred_low": random.pred_int()[0],
    }
    for method in ("ML", "REML", "DL", "HE"):
        fit = te.pool(effects, method=method, test="wald")
        scaled = te.pool(effects, method=method)
        sandwich = te.robust(fit, "study", kind="CR0")
        out |= {f"{method}_tau2": fit.tau2, f"{method}_estimate": fit.estimate, f"{method}_se": fit.std_error}
        out |= {f"{method}_low": fit.conf_low, f"{method}_high": fit.conf_high}
        out |= {f"{method}_kh_se": scaled.std_error, f"{method}_kh_low": scaled.conf_low}
        out |= {f"{method}_kh_high": scaled.conf_high, f"{method}_hw_se": float(sandwich["std_error"][0])}
    return out
