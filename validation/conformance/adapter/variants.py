"""Common and random effects side by side, and subgroups."""

from __future__ import annotations

from typing import Any

import trueeffect as te

from ._base import Call, Result, effects_of

INTERVALS = {"classic": "wald", "HK": "knapp-hartung", "KR": "kenward-roger"}


def pool_variants(call: Call, table: Any) -> Result:
    """Pool with the intervals of section 7.1."""
    fit = call["fit"]
    found = te.pool_both(
        effects_of(call, table),
        method=fit.get("tau2_method", "REML"),
        interval=INTERVALS[fit.get("ci_method", "classic")],
        adhoc=fit.get("hk_adhoc") or "none",
        prediction=fit.get("pi_method", "V"),
        tau2_interval=fit.get("tau2_ci"),
        level=fit.get("level", 0.95),
        level_prediction=fit.get("level_pi"),
    )
    return {
        "k": found.k,
        "common": found.common.estimate,
        "common_se": found.common.std_error,
        "common_ci_lb": found.common.conf_low,
        "common_ci_ub": found.common.conf_high,
        "common_p": found.common.p_value,
        "random": found.random.estimate,
        "random_se": found.random.std_error,
        "random_ci_lb": found.random.conf_low,
        "random_ci_ub": found.random.conf_high,
        "random_p": found.random.p_value,
        "random_df": found.random.df,
        "pi_lb": found.pred_low,
        "pi_ub": found.pred_high,
        "pi_df": found.pred_df,
        "tau2": found.tau2,
        "tau2_ci_lb": found.tau2_low,
        "tau2_ci_ub": found.tau2_high,
        "Q": found.q,
        "Q_p": found.p_q,
        "H": found.h,
        "I2": 100 * found.i2,
        "I2_ci_lb": 100 * found.i2_low,
        "I2_ci_ub": 100 * found.i2_high,
    }


def subgroups(call: Call, table: Any) -> Result:
    """Pool per subgroup."""
    fit = call["fit"]
    found = te.subgroups(
        effects_of(call, table),
        call["subgroup"],
        levels=[str(name) for name in call["levels"]],
        method=fit.get("tau2_method", "REML"),
        interval=INTERVALS[fit.get("ci_method", "classic")],
        common_tau2=bool(call.get("common_tau2", False)),
        level=fit.get("level", 0.95),
    )
    out: Result = {
        "k": found["k"],
        "tau2": found["tau2"],
        "Q_w": found["q"],
        "df_between": found["df_between"],
    }
    for model in ("common", "random"):
        out[model] = found[model]
        out[f"{model}_se"] = found[f"{model}_std_error"]
        out[f"{model}_ci_lb"] = found[f"{model}_conf_low"]
        out[f"{model}_ci_ub"] = found[f"{model}_conf_high"]
        out[f"Q_between_{model}"] = found[f"q_between_{model}"]
        out[f"p_between_{model}"] = found[f"p_between_{model}"]
    return out


OPERATIONS = {"pool_variants": pool_variants, "subgroups": subgroups}
