"""The family of small-sample inference rules: one per module, each an ``INFERENCE``."""

from trueeffect._families import members
from trueeffect.stats.tests._base import Inference


def inferences() -> dict[str, Inference]:
    """Return ``{code: rule}`` for every member."""
    return {rule.code: rule for rule in members("trueeffect.stats.tests", "INFERENCE").values()}


__all__ = ["Inference", "inferences"]
