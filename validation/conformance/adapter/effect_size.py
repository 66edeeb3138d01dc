"""Effect sizes, and per-study intervals."""

from __future__ import annotations

from typing import Any

import trueeffect as te

from ._base import Call, Result, effects_of


def effect_size(call: Call, table: Any) -> Result:
    """Return y, v and the kept rows."""
    effects = effects_of(call, table)
    return {"y": effects.y, "v": effects.v, "rows": effects.rows}


def effect_ci(call: Call, table: Any) -> Result:
    """Return the interval of every study."""
    found = te.study_intervals(effects_of(call, table), call.get("level", 0.95))
    return {
        "y": found["estimate"],
        "se": found["std_error"],
        "z": found["statistic"],
        "p": found["p_value"],
        "ci_lb": found["conf_low"],
        "ci_ub": found["conf_high"],
    }


OPERATIONS = {"effect_size": effect_size, "effect_ci": effect_ci}
