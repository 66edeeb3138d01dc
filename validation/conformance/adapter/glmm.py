"""Mixed models of counts."""

from __future__ import annotations

from typing import Any

import trueeffect as te
from trueeffect.stats.quantiles import chi2_p

from ._base import Call, Result, used_columns
from ._models import term


def pool_glmm(call: Call, table: Any) -> Result:
    """Fit a mixed model of counts."""
    effect, options = call["effect"], call["fit"]
    mods = options.get("mods") or {}
    fit = te.rare(
        table.as_dict(),
        effect["measure"],
        model=options.get("glmm") if effect["measure"] in ("OR", "IRR") else None,
        moderators=[term(item) for item in mods.get("terms", [])],
        kind="common" if options.get("kind") == "equal" else "random",
        points=options.get("quad_points"),
        level=options.get("level", 0.95),
        **used_columns(effect),
    )
    columns, omnibus = fit.columns(), fit.omnibus
    out: Result = {
        "k": fit.k,
        "beta": columns["estimate"],
        "se": columns["std_error"],
        "stat": columns["statistic"],
        "p": columns["p_value"],
        "ci_lb": columns["conf_low"],
        "ci_ub": columns["conf_high"],
        "tau2": fit.tau2,
        "sigma2": fit.sigma2,
        "loglik": fit.log_likelihood,
        "AIC": fit.aic,
        "BIC": fit.bic,
        "Q_lrt": fit.q_lrt,
        "Q_lrt_p": chi2_p(fit.q_lrt, fit.df_q),
        "Q_wald": fit.q_wald,
        "Q_wald_p": chi2_p(fit.q_wald, fit.df_q),
    }
    if omnibus is not None:
        out.update(QM=omnibus.statistic, QM_p=omnibus.p_value)
    return out


OPERATIONS = {"pool_glmm": pool_glmm}
