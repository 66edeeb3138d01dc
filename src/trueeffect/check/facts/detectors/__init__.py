"""Detectors of typed facts: one facet per file, with patterns, examples and counter-examples inside."""

from trueeffect._families import members
from trueeffect.check.facts.detectors._base import Detector

DETECTORS: dict[str, Detector] = members("trueeffect.check.facts.detectors", "DETECTOR")
