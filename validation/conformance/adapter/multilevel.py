"""Multilevel and multivariate models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

import trueeffect as te

from ._base import Call, Result, effects_of
from ._models import term
from .diagnostics import profile as one_level_profile

DATA: list[Path] = []
"""Folder of the tables, for matrices that calls name."""


def matrix(name: str) -> tuple[Any, list[str]]:
    """Return a matrix with the labels of its header."""
    import csv

    with (DATA[0] / name).open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    values = np.array([[float(cell) for cell in row[-len(header) :]] for row in rows])
    return values[:, -len(rows) :], header[-len(rows) :]


def random_of(item: dict[str, Any]) -> Any:
    """Return a random term."""
    if item["type"] == "intercept":
        if "R" in item:
            values, labels = matrix(item["R"])
            return te.Groups(*item["group"], correlation=values, labels=labels)
        return te.Groups(*item["group"])
    if item["type"] == "spatial":
        values, labels = matrix(item["dist_matrix"])
        return te.Spatial(item["structure"], item["coords"][0], values, tuple(labels), item["outer"])
    if item["structure"] == "GEN":
        return te.Slopes(tuple(item["inner"]), item["outer"])
    return te.Correlated(item["structure"], item["inner"], item["outer"])


def sampling_of(effects: Any, v: dict[str, Any] | None) -> Any:
    """Return the sampling covariance."""
    if v is None or v["type"] == "diag":
        return None
    if v["type"] == "blocks_rho":
        return te.vcov(effects, v["cluster"], rho=v["rho"])
    if v["type"] == "block_columns":
        return te.vcov(effects, v["cluster"], columns=v["cols"])
    options = {name: v[name] for name in ("kind", "obs", "time", "phi", "rho") if name in v}
    if "group1" in v:
        options.update(groups=(v["group1"], v["group2"]), sizes=(v["n1"], v["n2"]))
    return te.vcov(effects, v["cluster"], **options)


def multilevel_of(call: Call, table: Any) -> Any:
    """Return the fit of a call."""
    fit, effects = call["fit"], effects_of(call, table)
    mods = fit.get("mods") or {}
    return te.multilevel(
        effects,
        [term(item) for item in mods.get("terms", [])],
        intercept=mods.get("intercept", True),
        random=[random_of(item) for item in fit["random"]],
        sampling=sampling_of(effects, fit.get("V")),
        method=fit.get("tau2_method", "REML"),
        test={"z": "wald"}.get(fit.get("test", "z"), "t"),
        df="contain" if fit.get("dfs") == "contain" else "residual",
        level=fit.get("level", 0.95),
        fixed=fit.get("fixed"),
        # the reference numbers of two spatial models are the local maximum next to the usual start
        starts="one" if any(item["type"] == "spatial" for item in fit["random"]) else "several",
    )


def fit_mv(call: Call, table: Any) -> Result:
    """Fit the model."""
    fit = multilevel_of(call, table)
    columns, criteria, omnibus = fit.columns(), fit.criteria, fit.omnibus
    out: Result = {
        "k": fit.k,
        "beta": columns["estimate"],
        "se": columns["std_error"],
        "stat": columns["statistic"],
        "p": columns["p_value"],
        "ci_lb": columns["conf_low"],
        "ci_ub": columns["conf_high"],
        "vcov": np.ravel(fit.vcov),
        "Q": fit.q,
        "Q_df": fit.df_q,
        "Q_p": fit.p_q,
        "loglik": criteria.log_likelihood,
        "AIC": criteria.aic,
        "BIC": criteria.bic,
        "AICc": criteria.aicc,
        **{role: fit.of_kind(role) for role in ("sigma2", "tau2", "rho", "gamma2", "phi")},
    }
    if fit.df is not None:
        out["df"] = fit.df
    structure = next((item for item in call["fit"]["random"] if item["type"] == "structure"), {})
    if structure.get("structure") in ("ID", "DIAG"):
        out["rho"] = 0.0
    if omnibus is not None:
        df = omnibus.df1 if omnibus.df2 is None else [omnibus.df1, omnibus.df2]
        out.update(QM=omnibus.statistic, QM_df=df, QM_p=omnibus.p_value)
    return out


def V_matrix(call: Call, table: Any) -> Result:
    """Return the lower triangle of V, column by column."""
    effects = effects_of(call, table)
    full = sampling_of(effects, call["fit"]["V"]).matrix()
    i, j = np.triu_indices(len(full))
    return {"V_lower": full[j, i]}


def _position(fit: Any, call: Call) -> int:
    return int(fit.positions(call["parameter"])[call["index"] - 1])


def profile(call: Call, table: Any) -> Result:
    """Return the profile of the log-likelihood."""
    if "random" not in call["fit"]:
        return one_level_profile(call, table)
    fit = multilevel_of(call, table)
    found = te.component_profile(fit, _position(fit, call), call["grid"])
    return {"loglik": found["log_likelihood"]}


def mv_ci(call: Call, table: Any) -> Result:
    """Return the profile-likelihood interval of a component."""
    fit = multilevel_of(call, table)
    found = te.component_interval(fit, _position(fit, call), level=call.get("level"))
    return {"estimate": found["estimate"], "ci_lb": found["low"], "ci_ub": found["high"]}


def random_effects(call: Call, table: Any) -> Result:
    """Return predictions of the effects of each intercept item."""
    fit = multilevel_of(call, table)
    found = te.group_effects(fit)
    out: Result = {}
    for number, name in enumerate(fit.component_names, 1):
        at = [i for i, t in enumerate(found["term"]) if t == name]
        out[f"u{number}"] = [found["effect"][i] for i in at]
        out[f"u{number}_se"] = [found["std_error"][i] for i in at]
    return out


def influence_mv(call: Call, table: Any) -> Result:
    """Return influence diagnostics."""
    fit = multilevel_of(call, table)
    effects, clusters = te.multilevel_influence(
        fit, call.get("cluster"), reestimate=call.get("reestimate", False)
    )
    return {
        "hat": effects["hat"],
        "weights_pct": effects["weight_percent"],
        "rstandard": effects["standardised"],
        "rstudent": effects["studentised"],
        "cooks_d": clusters["cooks"],
    }


OPERATIONS = {
    "profile": profile,
    "mv_ci": mv_ci,
    "random_effects": random_effects,
    "influence_mv": influence_mv,
    "fit_mv": fit_mv,
    "V_matrix": V_matrix,
}
