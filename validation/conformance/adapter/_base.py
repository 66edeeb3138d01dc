"""What every group of operations shares: from the neutral call to effects and moderators."""

from __future__ import annotations

from typing import Any

import trueeffect as te

Call = dict[str, Any]
Result = dict[str, Any]


class NotSupported(Exception):
    """A case asks for something that the engine does not offer yet."""


def effect_options(effect: dict[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments of ``te.effect_sizes`` for ``call.effect``."""
    options: dict[str, Any] = {"measure": effect.get("measure") or "GEN"}
    if "y" in effect["columns"]:
        options["measure"] = "GEN"
    else:
        options.update({key: effect[key] for key in ("zero", "var_type", "correct") if key in effect})
    return {**options, **used_columns(effect)}


def used_columns(effect: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that the measure uses; the neutral calls may name more."""
    from trueeffect.synthesis.measures import catalogue

    columns = effect["columns"]
    if "y" in columns:
        return {role: columns[role] for role in ("y", "v", "se") if role in columns}
    needed = set(catalogue()[effect["measure"]].inputs)
    totals = {"total1": "nonevents1", "total2": "nonevents2", "total": "rest"}
    return {
        role: name
        for role, name in columns.items()
        if role in needed or (totals.get(role) in needed and totals[role] not in columns)
    }


def effects_of(call: Call, table: Any) -> Any:
    """Return the effect table of a call."""
    return te.effect_sizes(table.as_dict(), **effect_options(call["effect"]))
