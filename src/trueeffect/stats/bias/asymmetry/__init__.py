"""The family of tests of funnel plot asymmetry: one per module, each an ``ASYMMETRY``."""

from trueeffect._families import members
from trueeffect.stats.bias.asymmetry._base import Asymmetry, Material, Outcome


def asymmetry_tests() -> dict[str, Asymmetry]:
    """Return ``{code: test}`` for every member."""
    return {test.code: test for test in members("trueeffect.stats.bias.asymmetry", "ASYMMETRY").values()}


__all__ = ["Asymmetry", "Material", "Outcome", "asymmetry_tests"]
