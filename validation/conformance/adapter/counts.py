"""Mantel-Haenszel, Peto, pooled 2x2 tables, and intervals of proportions."""

from __future__ import annotations

from typing import Any

import trueeffect as te

from ._base import Call, Result, used_columns
from ._counts import count_fit


def pooled(call: Call, table: Any) -> Result:
    """Pool raw counts."""
    if call["op"] == "pool_peto":
        call = {**call, "fit": {**call.get("fit", {}), "model": "peto"}}
    fit = count_fit(call, table)
    out: Result = {
        "k": fit.k,
        "estimate": fit.estimate,
        "se": fit.std_error,
        "stat": fit.statistic,
        "p": fit.p_value,
        "ci_lb": fit.conf_low,
        "ci_ub": fit.conf_high,
        "Q": fit.q,
        "Q_df": fit.df_q,
        "Q_p": fit.p_q,
        "I2": 100 * fit.i2,
        "H2": fit.h2,
    }
    if fit.association is not None:
        out.update(cmh_chi2=fit.association.statistic, cmh_p=fit.association.p_value)
    if fit.homogeneity is not None:
        out.update(tarone_chi2=fit.homogeneity.statistic, tarone_p=fit.homogeneity.p_value)
    return out


def pool_binary(call: Call, table: Any) -> Result:
    """Pool 2x2 tables with review conventions."""
    effect, fit = call["effect"], call["fit"]
    weights = {"Inverse": "inverse"}.get(fit.get("pool", "MH"), fit.get("pool", "MH"))
    found = te.pool_binary(
        table.as_dict(),
        effect["measure"],
        weights=weights,
        exact=fit.get("mh_exact", False),
        q_from_mh=fit.get("q_from_mh", False),
        keep_double_zero=fit.get("keep_double_zero", False),
        increment=fit.get("incr", 0.5),
        increment_to=fit.get("incr_to", "only0"),
        method=fit.get("tau2_method", "REML"),
        level=fit.get("level", 0.95),
        **used_columns(effect),
    )
    return {
        "k": found.k,
        "common": found.common.estimate,
        "common_se": found.common.std_error,
        "common_ci_lb": found.common.conf_low,
        "common_ci_ub": found.common.conf_high,
        "random": found.random.estimate,
        "random_se": found.random.std_error,
        "random_ci_lb": found.random.conf_low,
        "random_ci_ub": found.random.conf_high,
        "tau2": found.tau2,
        "Q": found.q,
        "I2": 100 * found.i2,
    }


def proportion_ci(call: Call, table: Any) -> Result:
    """Return intervals of single proportions."""
    level = call.get("level", 0.95)
    columns = used_columns(call["effect"])
    found = te.proportion_intervals(table.as_dict(), method=call["method"], level=level, **columns)
    return {"ci_lb": found["conf_low"], "ci_ub": found["conf_high"]}


OPERATIONS = {
    "pool_mh": pooled,
    "pool_peto": pooled,
    "pool_binary": pool_binary,
    "proportion_ci": proportion_ci,
}
