"""Pooling of raw counts."""

from __future__ import annotations

from typing import Any

import trueeffect as te

from ._base import Call, used_columns

METHODS = {"mh": "MH", "peto": "PETO"}


def count_fit(call: Call, table: Any) -> Any:
    """Return the pooled counts of a call."""
    effect, fit = call["effect"], call.get("fit", {})
    method = METHODS[fit.get("model", "mh")]
    options: dict[str, Any] = {"level": fit.get("level", 0.95), "method": method}
    if "correct" in fit:
        options["correct"] = fit["correct"]
    if "pool_zero" in fit:
        options["zero"] = fit["pool_zero"]
    measure = "OR" if method == "PETO" else effect["measure"]
    return te.pool_counts(table.as_dict(), measure, **options, **used_columns(effect))
