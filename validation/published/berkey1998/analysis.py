"""Periodontal surgery, two outcomes: Berkey et al. 1998."""

from __future__ import annotations

import math
from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    since = [float(year) - 1983 for year in table["year"]]
    for outcome in ("AL", "PD"):
        here = [name == outcome for name in table["outcome"]]
        table = {**table, outcome: [str(float(x)) for x in here]}
        table[f"{outcome}_year"] = [str(year * x) for year, x in zip(since, here)]
    effects = te.effect_sizes(table, y="yi", v="vi")
    terms = ["AL", "PD", "AL_year", "PD_year"]
    fit = te.multilevel(
        effects,
        [te.Numeric(term) for term in terms],
        intercept=False,
        random=te.Correlated("UN", "outcome", "trial"),
        sampling=te.vcov(effects, "trial", columns=["v1i", "v2i"]),
        method="ML",
        test="wald",
    )
    out = dict(zip(terms, fit.estimates))
    out |= {f"{term}_se": error for term, error in zip(terms, fit.std_errors)}
    al, pd, rho = fit.components[:3]
    return {**out, "AL_tau2": al, "PD_tau2": pd, "covariance": rho * math.sqrt(al * pd)}
