"""Certainty by GRADE: one domain per file, each an object named ``DOMAIN``."""

from trueeffect.answer.grade._base import Case, Domain
from trueeffect.answer.grade._rate import override, rate

__all__ = ["Case", "Domain", "override", "rate"]
