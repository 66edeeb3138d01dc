"""One-level models: fits and predictions."""

from __future__ import annotations

from typing import Any

import trueeffect as te

from ._base import Call, Result
from ._models import TRANSFORMS, fit_of, summary


def fit(call: Call, table: Any) -> Result:
    """Fit a model."""
    return summary(fit_of(call, table))


def predict(call: Call, table: Any) -> Result:
    """Predict at moderator values."""
    rule = "k-p-1" if call.get("pi_type") == "t_k_minus_p_minus_1" else "fit"
    found = te.predict(
        fit_of(call, table),
        call.get("at"),
        level=call.get("level"),
        interval=rule,
        transform=TRANSFORMS[call["transform"]] if call.get("transform") else "identity",
    )
    return {
        "pred": found.estimate,
        "se": found.std_error,
        "ci_lb": found.conf_low,
        "ci_ub": found.conf_high,
        "pi_lb": found.pred_low,
        "pi_ub": found.pred_high,
    }


def fit_ci_tau2(call: Call, table: Any) -> Result:
    """Return an interval of tau2."""
    model = fit_of(call, table)
    kind = "GENQ" if call.get("ci_type") == "GENQ" else "QP"
    found = te.heterogeneity_interval(model, method=kind, level=call.get("level"))
    out: Result = {"tau2": model.tau2}
    for name, scale in (("tau2", 1), ("tau", 1), ("i2", 100), ("h2", 1)):
        label = name.upper() if name[0] in "ih" else name
        out[f"{label}_ci_lb"] = scale * getattr(found, f"{name}_low")
        out[f"{label}_ci_ub"] = scale * getattr(found, f"{name}_high")
    return out


OPERATIONS = {"fit": fit, "predict": predict, "fit_ci_tau2": fit_ci_tau2}
