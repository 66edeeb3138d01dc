"""Acupoint stimulation against nausea: Henmi and Copas 2010."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    roles = {"events1": "ai", "total1": "n1i", "events2": "ci", "total2": "n2i"}
    fit = te.pool(te.effect_sizes(table, "OR", study="study", **roles), method="DL", test="wald")
    return {"tau2": fit.tau2, "estimate": fit.estimate, "low": fit.conf_low, "high": fit.conf_high}
