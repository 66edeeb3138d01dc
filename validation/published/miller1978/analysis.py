"""Double arcsine of proportions and back: Miller 1978."""

from __future__ import annotations

import math
from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    effects = te.effect_sizes(table, "PFT", count="x", total="n")
    n = len(effects.y) / sum(1 / float(size) for size in table["n"])
    out = {f"t{i + 1}": 2 * y for i, y in enumerate(effects.y)}
    out |= {f"v{i + 1}": 4 * v for i, v in enumerate(effects.v)}
    for name, weights in (("unweighted", "unit"), ("weighted", None)):
        fit = te.pool(effects, model="common", test="wald", weights=weights)
        out |= {name: 2 * fit.estimate, f"{name}_share": inverse(2 * fit.estimate, n)}
    return out


def inverse(t: float, n: float) -> float:
    """Return the proportion by Miller's formula, at ``n`` people."""
    s = math.sin(t)
    return 0.5 * (1 - math.copysign(1, math.cos(t)) * math.sqrt(1 - (s + (s - 1 / s) / n) ** 2))
