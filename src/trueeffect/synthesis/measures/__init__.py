"""The family of effect size measures: one module per close family, each with ``MEASURES``."""

from trueeffect.synthesis.measures._base import Measure, Options
from trueeffect.synthesis.measures._catalogue import catalogue

__all__ = ["Measure", "Options", "catalogue"]
