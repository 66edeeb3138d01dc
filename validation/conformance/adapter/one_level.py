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


OPERATIONS = {"fit": fit, "predict": predict}
