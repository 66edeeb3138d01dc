"""Influence, leave-one-out, cumulative, profile, and questions to a fit."""

from __future__ import annotations

from typing import Any

import numpy as np

import trueeffect as te

from ._base import Call, Result, effects_of
from ._counts import count_fit
from ._models import fit_of, fitted

COUNTS = ("mh", "peto")


def _refits(found: Any) -> Result:
    names = {
        "estimate": "estimate",
        "se": "std_error",
        "stat": "statistic",
        "p": "p_value",
        "ci_lb": "conf_low",
        "ci_ub": "conf_high",
        "Q": "q",
        "Q_p": "p_q",
        "tau2": "tau2",
        "H2": "h2",
    }
    out = {name: found[ours] for name, ours in names.items() if ours in found.columns}
    return {**out, "I2": 100 * np.asarray(found["i2"])}


def leave_one_out(call: Call, table: Any) -> Result:
    """Refit without each study."""
    if call["fit"].get("model") in COUNTS:
        return _refits(te.leave_one_out(count_fit(call, table)))
    return _refits(te.leave_one_out(fit_of(call, table)))


def cumulative(call: Call, table: Any) -> Result:
    """Refit adding studies."""
    if call["fit"].get("model") in COUNTS:
        return _refits(te.cumulative(count_fit(call, table), call.get("order")))
    return _refits(te.cumulative(fit_of(call, table), call.get("order")))


def influence(call: Call, table: Any) -> Result:
    """Return influence diagnostics."""
    found = te.diagnose(fit_of(call, table))
    return {
        "rstudent": found["studentised"],
        "rstudent_resid": found["deleted_residual"],
        "rstudent_se": found["deleted_std_error"],
        "dffits": found["dffits"],
        "cooks_d": found["cooks_d"],
        "cov_ratio": found["cov_ratio"],
        "tau2_del": found["tau2_deleted"],
        "Q_del": found["q_deleted"],
        "hat": found["leverage"],
        "weight_pct": 100 * found["weight"],
        "dfbetas": np.ravel(found["dfbetas"]),
        "rstandard": found["standardised"],
        "resid": found["residual"],
    }


def profile(call: Call, table: Any) -> Result:
    """Return the profile of the log-likelihood."""
    return {"loglik": te.profile(fit_of(call, table), call["grid"])["log_likelihood"]}


def blup(call: Call, table: Any) -> Result:
    """Return shrunken study effects."""
    found = te.study_effects(fit_of(call, table))
    return {
        "pred": found["estimate"],
        "se": found["std_error"],
        "pi_lb": found["pred_low"],
        "pi_ub": found["pred_high"],
        "dev": found["deviation"],
        "dev_se": found["deviation_std_error"],
    }


def contrast(call: Call, table: Any) -> Result:
    """Return contrasts."""
    found = te.contrasts(fit_of(call, table), call["L"])
    out = {
        "Xb": found["estimate"],
        "se": found["std_error"],
        "stat": found["statistic"],
        "p": found["p_value"],
    }
    if "omnibus" in found.extra:
        df = [found["df1"]] if found["df2"] is None else [found["df1"], found["df2"]]
        out.update(QM=found["omnibus"], QM_df=df, QM_p=found["p_omnibus"])
    return out


def lrt(call: Call, table: Any) -> Result:
    """Compare two models on the rows that both can use."""
    effects = effects_of(call, table)
    full = fitted(call["fit"], effects)
    found = te.compare_models(full, fitted(call["reduced"], full.effects))
    return {
        "lrt": found["statistic"],
        "df": found["df"],
        "p": found["p_value"],
        "R2": [100 * share for share in found["r2"]],
    }


def vif(call: Call, table: Any) -> Result:
    """Return variance inflation."""
    groups = call.get("groups")
    if groups is None:
        return {"vif": te.variance_inflation(fit_of(call, table))["vif"]}
    found = te.variance_inflation(fit_of(call, table), [[j - 1 for j in group] for group in groups])
    return {"gvif": found["gvif"], "gsif": found["gsif"]}


OPERATIONS = {
    "leave_one_out": leave_one_out,
    "cumulative": cumulative,
    "influence": influence,
    "profile": profile,
    "blup": blup,
    "contrast": contrast,
    "lrt": lrt,
    "vif": vif,
}
