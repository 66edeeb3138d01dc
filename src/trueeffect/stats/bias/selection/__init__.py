"""The family of selection weight functions: one per module, each a ``WEIGHT``."""

from trueeffect._families import members
from trueeffect.stats.bias.selection._base import WeightFunction


def weight_functions() -> dict[str, WeightFunction]:
    """Return ``{code: weight function}`` for every member."""
    found = members("trueeffect.stats.bias.selection", "WEIGHT").values()
    return {weight.code: weight for weight in found}


__all__ = ["WeightFunction", "weight_functions"]
