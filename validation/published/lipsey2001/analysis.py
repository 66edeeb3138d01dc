"""Challenge programmes: Lipsey and Wilson 2001."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    effects = te.effect_sizes(table, y="yi", v="vi", study="id")
    common = te.pool(effects, model="common", test="wald")
    moment = te.pool(effects, method="DL", test="wald")
    out = {"common_p": common.p_value, "q": common.q, "q_p": common.p_q, "DL_tau2": moment.tau2}
    for name, fit in (("common", common), ("DL", moment)):
        out |= {name: fit.estimate, f"{name}_se": fit.std_error, f"{name}_z": fit.statistic}
        out |= {f"{name}_low": fit.conf_low, f"{name}_high": fit.conf_high}
    groups = te.subgroups(effects, "random", interval="wald")
    out |= {f"group{i}": groups["common"][i] for i in (0, 1)}
    out |= {f"group{i}_se": groups["common_std_error"][i] for i in (0, 1)}
    out["between_q"] = groups["q_between_common"]
    moderators = ["random", "intensity"]
    both = {
        "common": te.regress(effects, moderators, model="common", test="wald"),
        "DL": te.regress(effects, moderators, method="DL", test="wald"),
    }
    for name, fit in both.items():
        out |= {f"{name}_b{j}": value for j, value in enumerate(fit.estimates)}
        out |= {f"{name}_b1_se": fit.solution.std_error[1], f"{name}_qm": fit.omnibus.statistic}
    out["DL_b_tau2"] = both["DL"].tau2
    return out
