"""Effect sizes, and per-study intervals."""

from __future__ import annotations

from typing import Any

from ._base import Call, Result, effects_of


def effect_size(call: Call, table: Any) -> Result:
    """Return y, v and the kept rows."""
    effects = effects_of(call, table)
    return {"y": effects.y, "v": effects.v, "rows": effects.rows}


OPERATIONS = {"effect_size": effect_size}
