"""Ulcer bleeding, exact conditional likelihood: van Houwelingen et al. 1993."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    roles = {"events1": "e2", "total1": "n2", "events2": "e1", "total2": "n1"}
    out: dict[str, Any] = {}
    for name, kind in (("common", "common"), ("random", "random")):
        fit = te.rare(table, "OR", model="CM.EL", kind=kind, **roles)
        low, high = (bounds[0] for bounds in fit.conf_int())
        out |= {name: fit.estimate, f"{name}_se": fit.std_error, f"{name}_low": low}
        out |= {f"{name}_high": high, f"{name}_tau2": fit.tau2, f"{name}_loglik": fit.log_likelihood}
    return out
