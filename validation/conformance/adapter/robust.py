"""Robust variance, permutation tests and location-scale models."""

from __future__ import annotations

from typing import Any

import numpy as np

import trueeffect as te

from ._base import Call, NotSupported, Result, effects_of
from ._models import fit_of, term


def robust(call: Call, table: Any) -> Result:
    """Return robust tests."""
    kind = call.get("type", "CR2")
    joint = None if call.get("joint") is None else [j - 1 for j in call["joint"]]
    how = {"HTZ": "htz"}.get(call.get("joint_test", "HTZ"), "wald")
    found = te.robust(fit_of(call, table), call["cluster"], kind=kind, joint=joint, joint_test_by=how)
    small = kind in ("CR1S", "CR2", "CR3")
    out: Result = {
        "beta": found["estimate"],
        "se": found["std_error"],
        "stat": found["statistic"],
        "df": found["df"] if small else found["df"][0],
        "p": found["p_value"],
        "ci_lb": found["conf_low"],
        "ci_ub": found["conf_high"],
        "vcov": np.ravel(found["cov"]),
    }
    if "joint_statistic" in found.extra:
        out.update(
            joint_F=found["joint_statistic"],
            joint_df_num=found["joint_df1"],
            joint_df_denom=found["joint_df2"],
            joint_p=found["joint_p"],
            QM=found["joint_statistic"],
            QM_df=[found["joint_df1"], found["joint_df2"]],
            QM_p=found["joint_p"],
        )
    return out


def robust_pooled(call: Call, table: Any) -> Result:
    """Return robust variance estimation."""
    mods = call["fit"].get("mods") or {}
    found = te.robust_pool(
        effects_of(call, table),
        call["cluster"],
        [term(item) for item in mods.get("terms", [])],
        intercept=mods.get("intercept", True),
        weights=call.get("weights", "CORR"),
        rho=call.get("rho", 0.8),
        small=call.get("small", True),
        level=call["fit"].get("level", 0.95),
    )
    out = {
        "beta": found["estimate"],
        "se": found["std_error"],
        "stat": found["statistic"],
        "df": found["df"] if call.get("small", True) else found["df"][0],
        "p": found["p_value"],
        "ci_lb": found["conf_low"],
        "ci_ub": found["conf_high"],
        "tau2": found["tau2"],
        "omega2": found["omega2"],
    }
    if found["i2"] is not None:
        out["I2"] = 100 * found["i2"]
    return out


def permtest(call: Call, table: Any) -> Result:
    """Return exact permutation p-values."""
    found = te.permutation(fit_of(call, table), exact=True)
    return {"p": found["p_value"], "QM_p": found["p_omnibus"]}


def location_scale(call: Call, table: Any) -> Result:
    """Fit a location-scale model."""
    fit = call["fit"]
    if fit.get("link", "log") != "log" or fit.get("test", "z") != "z":
        raise NotSupported("location-scale model with another link or test")
    mods = fit.get("mods") or {}
    found = te.regress_scale(
        effects_of(call, table),
        [term(item) for item in fit["scale"]["terms"]],
        [term(item) for item in mods.get("terms", [])],
        intercept=mods.get("intercept", True),
        method=fit.get("tau2_method", "REML"),
        level=fit.get("level", 0.95),
    )
    part = np.array(found["part"])
    out: Result = {
        "k": found["k"],
        "tau2_i": found["tau2"],
        "loglik": found["log_likelihood"],
        "Q": found["q"],
        "QM": found.extra.get("omnibus"),
        "QM_p": found.extra.get("p_omnibus"),
        "QS": found.extra.get("scale_omnibus"),
        "QS_p": found.extra.get("p_scale_omnibus"),
    }
    names = {
        "se": "std_error",
        "p": "p_value",
        "ci_lb": "conf_low",
        "ci_ub": "conf_high",
        "stat": "statistic",
    }
    for where, prefix, bare in (("location", "", "beta"), ("scale", "alpha_", "alpha")):
        chosen = part == where
        out[bare] = found["estimate"][chosen]
        out.update({f"{prefix}{name}": found[ours][chosen] for name, ours in names.items()})
    return out


OPERATIONS = {
    "robust": robust,
    "robust_pooled": robust_pooled,
    "permtest": permtest,
    "location_scale": location_scale,
}
