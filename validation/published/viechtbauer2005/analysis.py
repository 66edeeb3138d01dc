"""Estimators of the between-study variance: Viechtbauer 2005."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    out = {}
    for example in "12":
        rows = [i for i, name in enumerate(table["example"]) if name == example]
        part = {name: [table[name][i] for i in rows] for name in ("yi", "vi")}
        effects = te.effect_sizes(part, y="yi", v="vi")
        for method in ("HS", "HE", "DL", "ML", "REML"):
            out[f"{method}_{example}"] = te.pool(effects, method=method).tau2
    return out
