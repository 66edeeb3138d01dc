"""What every verb of this room checks first, and how it writes plain values."""

from __future__ import annotations

from typing import Any

import numpy as np

from trueeffect.errors import InputError
from trueeffect.synthesis.effects import EffectTable


def check_effects(effects: Any) -> None:
    """Refuse what is not a table of effects, and variances of 0."""
    if not isinstance(effects, EffectTable):
        raise InputError(
            f"Effects were expected, but {type(effects).__name__} was given.",
            hint="Make them with effect_sizes(data, measure, ...), or effect_sizes(data, y=..., v=...).",
        )
    if effects.k and not effects.v.min() > 0:
        i = int(np.argmin(effects.v))
        raise InputError(
            f"Row {effects.rows[i]} ({effects.labels[i]}) has the variance 0.",
            hint="Give its true variance or leave the row out.",
            row=int(effects.rows[i]),
        )


def plain_value(value: Any) -> Any:
    """Return a value that can be written as JSON; NaN becomes None."""
    if isinstance(value, np.ndarray | list | tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and value != value else value
