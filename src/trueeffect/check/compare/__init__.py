"""Compare a claim with the study that it cites, facet by facet."""

from trueeffect.check.compare.compare import compare_claim, no_source, run_facets

__all__ = ["compare_claim", "no_source", "run_facets"]
