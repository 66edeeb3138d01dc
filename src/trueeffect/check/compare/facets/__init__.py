"""Facets of comparison: one rule per file, each with examples and counter-examples."""

from trueeffect._families import members
from trueeffect.check.compare.facets._base import Facet

FACETS: dict[str, Facet] = members("trueeffect.check.compare.facets", "FACET")
