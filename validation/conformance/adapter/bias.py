"""Small-study effects and publication bias."""

from __future__ import annotations

from typing import Any

import numpy as np

import trueeffect as te

from ._base import Call, NotSupported, Result, effects_of
from ._models import fit_of, fitted

PREDICTORS = {
    "sei": "std_error",
    "vi": "variance",
    "ni": "size",
    "ninv": "inverse_size",
    "sqrtni": "root_size",
    "sqrtninv": "inverse_root_size",
}
PRECISIONS = {"sei": "std_error", "vi": "variance", "ninv": "inverse_size", "sqrtninv": "inverse_root_size"}


def _tested(found: Any) -> Result:
    return {"stat": found.statistic, "p": found.p_value, "df": found.df, "tau2": found.tau2}


def regtest(call: Call, table: Any) -> Result:
    """Regression test on a fit."""
    model = {"lm": "multiplicative", "rma": "as_fitted"}[call.get("reg_model", "rma")]
    fit = fit_of(call, table)
    found = te.regression_test(fit, model=model, predictor=PREDICTORS[call.get("predictor", "sei")])
    out = {**_tested(found), "coef": found.coefficients, "coef_se": found.std_errors}
    if found.limit:
        out.update(zip(("limit", "limit_ci_lb", "limit_ci_ub"), found.limit))
    return out


def bias_test(call: Call, table: Any) -> Result:
    """Test of a named method, on default zero handling."""
    found = te.bias_test(effects_of(call, table), call["method"], tau2_method=call.get("tau2_method"))
    out = {**_tested(found), "bias": found.estimate, "bias_se": found.std_error}
    if len(found.coefficients):
        out.update(intercept=found.coefficients[0], intercept_se=found.std_errors[0])
    return out


def ranktest(call: Call, table: Any) -> Result:
    """Rank correlation test."""
    found = te.rank_test(effects_of(call, table))
    return {"kendall_tau": found.estimate, "p": found.p_value}


def trimfill(call: Call, table: Any) -> Result:
    """Trim and fill."""
    found = te.trim_fill(fit_of(call, table), estimator=call.get("estimator", "L0"), side=call.get("side"))
    fit = found.fit
    return {
        "k0": found.missing,
        "side_is_left": float(found.side == "left"),
        "estimate": fit.estimate,
        "se": fit.std_error,
        "stat": fit.statistic,
        "p": fit.p_value,
        "ci_lb": fit.conf_low,
        "ci_ub": fit.conf_high,
        "Q": fit.q,
        "Q_p": fit.p_q,
        "I2": 100 * fit.i2,
        "tau2": fit.tau2,
        "k0_se": found.std_error,
        "k0_p": found.p_value,
        "filled_y": np.sort(found.filled),
    }


def failsafe(call: Call, table: Any) -> Result:
    """Fail-safe N of Rosenthal, Orwin and Rosenberg."""
    options = {name: call[name] for name in ("alpha", "target", "weighted") if name in call}
    found = te.fail_safe_n(effects_of(call, table), call.get("type", "Rosenthal"), **options)
    return {"fail_safe_n": found["fail_safe_n"]}


def failsafe_general(call: Call, table: Any) -> Result:
    """Fail-safe N on the random-effects model."""
    options = {name: call[name] for name in ("alpha", "target", "exact") if name in call}
    found = te.fail_safe_n(
        effects_of(call, table), "General", method=call.get("tau2_method", "REML"), **options
    )
    return {"fail_safe_n": found["fail_safe_n"]}


def excess_sig(call: Call, table: Any) -> Result:
    """Test of excess significance."""
    options = {name: call[name] for name in ("test", "alternative", "alpha", "theta", "tau2") if name in call}
    found = te.excess_significance(effects_of(call, table), **options)
    names = {"p": "p_value", "theta": "theta", "chi2": "chi2"}
    names.update({name: name for name in ("observed", "expected", "ratio", "power")})
    return {name: found[ours] for name, ours in names.items()}


def selmodel(call: Call, table: Any) -> Result:
    """Selection model by maximum likelihood."""
    if call.get("prec") is not None and call["prec"] not in PRECISIONS:
        raise NotSupported(f"precision {call['prec']}")
    fit = fitted(call.get("fit", {"tau2_method": "ML"}), effects_of(call, table))
    found = te.selection_model(
        fit,
        call["type"],
        alternative=call.get("alternative", "greater"),
        steps=call.get("steps"),
        delta=call.get("delta"),
        precision=PRECISIONS.get(call.get("prec", "")),
    )
    return {
        "k": found.k,
        "beta": found.coefficients,
        "se": found.std_errors,
        "p": found.p_values,
        "ci_lb": found.conf_lows,
        "ci_ub": found.conf_highs,
        "delta": found.delta,
        "delta_se": found.delta_std_error[np.isfinite(found.delta_std_error)],
        "tau2": found.tau2,
        "tau2_se": found.tau2_std_error,
        "loglik": found.log_likelihood,
        "lrt": found.lrt,
        "lrt_p": found.p_lrt,
    }


OPERATIONS = {
    "regtest": regtest,
    "bias_test": bias_test,
    "ranktest": ranktest,
    "trimfill": trimfill,
    "failsafe": failsafe,
    "failsafe_general": failsafe_general,
    "excess_sig": excess_sig,
    "selmodel": selmodel,
}
