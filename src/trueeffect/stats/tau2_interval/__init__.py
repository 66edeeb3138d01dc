"""The family of confidence intervals for the between-study variance: one per module, each an ``INTERVAL``."""

from trueeffect._families import members
from trueeffect.stats.tau2_interval._base import Tau2Interval


def intervals() -> dict[str, Tau2Interval]:
    """Return ``{code: interval}`` for every member."""
    found = members("trueeffect.stats.tau2_interval", "INTERVAL")
    return {interval.code: interval for interval in found.values()}


__all__ = ["Tau2Interval", "intervals"]
