"""Rules that every evidence base must keep: one rule per file, each an object named ``RULE``."""

from trueeffect.evidence.integrity._base import Fault, Rule
from trueeffect.evidence.integrity._check import check_studies, rules

__all__ = ["Fault", "Rule", "check_studies", "rules"]
