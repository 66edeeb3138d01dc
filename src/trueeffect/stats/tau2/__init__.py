"""The family of between-study variance estimators: one per module, each an ``ESTIMATOR``."""

from trueeffect._families import members
from trueeffect.stats.tau2._base import Solution, Tau2Method


def estimators() -> dict[str, Tau2Method]:
    """Return ``{code: estimator}`` for every member."""
    return {method.code: method for method in members("trueeffect.stats.tau2", "ESTIMATOR").values()}


__all__ = ["Solution", "Tau2Method", "estimators"]
