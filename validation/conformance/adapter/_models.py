"""From the neutral description of a one-level model to our calls."""

from __future__ import annotations

from typing import Any

import numpy as np

import trueeffect as te

from ._base import Call, NotSupported, Result, effects_of

TESTS = {"z": "wald", "t": "t", "knha": "knapp-hartung", "adhoc": "knapp-hartung-conservative"}
TRANSFORMS = {"exp": "exp", "ztor": "tanh", "logit_inv": "logit_inv"}


def term(item: dict[str, Any]) -> Any:
    """Return a moderator term."""
    if "interaction" in item:
        return te.Interaction(*(term(part) for part in item["interaction"]))
    if "factor" in item:
        return te.Factor(item["factor"], tuple(str(x) for x in item["levels"]), item.get("full", False))
    return te.Numeric(item["col"], item.get("power", 1))


def fit_options(fit: dict[str, Any]) -> dict[str, Any]:
    """Return keyword arguments of te.pool and te.regress."""
    if "random" in fit or "V" in fit:
        raise NotSupported("multilevel model")
    options: dict[str, Any] = {
        "test": TESTS[fit.get("test", "z")],
        "level": fit.get("level", 0.95),
        "weights": fit.get("weights"),
    }
    if fit.get("model", "random") == "equal":
        return {**options, "model": "common"}
    options.update(model="random", method=fit.get("tau2_method", "REML"), tau2=fit.get("tau2_fixed"))
    if options["method"] == "GENQ":
        options["q_weights"] = fit.get("q_weights", "inverse_v")
    return options


def fitted(fit: dict[str, Any], effects: Any) -> Any:
    """Return the fit of the neutral model ``fit`` on ``effects``."""
    options = fit_options(fit)
    mods = fit.get("mods")
    if not mods:
        return te.pool(effects, **options)
    terms = [term(item) for item in mods["terms"]]
    return te.regress(effects, terms, intercept=mods.get("intercept", True), **options)


def fit_of(call: Call, table: Any) -> Any:
    """Return the fit of a call."""
    if "random" in call["fit"]:
        from .multilevel import multilevel_of

        return multilevel_of(call, table)
    return fitted(call["fit"], effects_of(call, table))


def summary(fit: Any) -> Result:
    """Return every number of section 5."""
    s, criteria, omnibus = fit.solution, fit.criteria, fit.omnibus
    out: Result = {
        "k": fit.k,
        "beta": s.coef,
        "se": s.std_error,
        "stat": s.statistic,
        "p": s.p_value,
        "ci_lb": s.conf_low,
        "ci_ub": s.conf_high,
        "df": fit.df,
        "vcov": np.ravel(s.cov),
        "tau2": fit.tau2,
        "tau2_se": fit.tau2_std_error,
        "I2": 100 * fit.i2,
        "H2": fit.h2,
        "Q": fit.q,
        "Q_df": fit.df_q,
        "Q_p": fit.p_q,
        "loglik": criteria.log_likelihood,
        "AIC": criteria.aic,
        "BIC": criteria.bic,
        "AICc": criteria.aicc,
        "R2": None if fit.r2 is None else 100 * fit.r2,
    }
    if omnibus is not None:
        df = omnibus.df1 if omnibus.df2 is None else [omnibus.df1, omnibus.df2]
        out.update(QM=omnibus.statistic, QM_df=df, QM_p=omnibus.p_value)
    return out
