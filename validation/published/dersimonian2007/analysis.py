"""Aspirin in pregnancy (CLASP), two-step estimators: DerSimonian and Kacker 2007."""

from __future__ import annotations

import math
from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    roles = {"events1": "ai", "total1": "n1i", "events2": "ci", "total2": "n2i"}
    effects = te.effect_sizes(table, "OR", **roles)
    out: dict[str, float] = {}

    def note(name: str, fit: Any) -> None:
        out.update({name: fit.estimate, f"{name}_se": fit.std_error, f"{name}_tau": math.sqrt(fit.tau2)})

    for method in ("PM", "HE", "DL"):
        first = te.pool(effects, method=method, test="wald")
        note(method, first)
        if method == "PM":
            continue
        weights = [1 / (v + first.tau2) for v in effects.v]
        second = te.effect_sizes({"y": effects.y, "v": effects.v, "w": weights}, y="y", v="v")
        tau2 = te.pool(second, method="GENQ", q_weights="w", test="wald").tau2
        note(f"{method}2", te.pool(effects, tau2=tau2, test="wald"))
    return out
