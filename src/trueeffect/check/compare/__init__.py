"""Compare a claim with the study that it cites, facet by facet."""
