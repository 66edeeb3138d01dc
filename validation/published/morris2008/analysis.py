"""Changes with and without training: Morris 2008."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""

    def changes(group: str) -> Any:
        roles = {
            "mean1": f"post_{group}",
            "sd1": f"sd_pre_{group}",
            "sd2": f"sd_pre_{group}",
            "mean2": f"pre_{group}",
        }
        return te.effect_sizes(table, "SMCR", corr="r", n=f"n_{group}", **roles).y

    return {f"d{i + 1}": value for i, value in enumerate(changes("t") - changes("c"))}
