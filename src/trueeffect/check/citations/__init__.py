"""In-text citations: find the markers, link each to the reference list, report faulty ones."""

from trueeffect.check.citations.find import find_citations
from trueeffect.check.citations.issues import citation_issues

__all__ = ["citation_issues", "find_citations"]
