"""Deep brain stimulation over time: Ishak et al. 2007."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    effects = te.effect_sizes(table, y="yi", v="vi")
    times = [te.Factor("time", full=True)]
    apart = te.Correlated("DIAG", "time", "study")
    out: dict[str, Any] = {}
    for name, random in (("diag", apart), ("study", "study")):
        fit = te.multilevel(effects, times, intercept=False, random=random, test="wald")
        out |= {f"{name}_{j + 1}": value for j, value in enumerate(fit.estimates)}
        if name == "diag":
            out |= {f"diag_tau2_{j + 1}": value for j, value in enumerate(fit.components[:4])}
        else:
            out["study_tau2"] = fit.components[0]
    return out
