"""The words to quote for a result of the study."""

from __future__ import annotations

from trueeffect.check.compare.alignment import Result
from trueeffect.check.compare.views import StudyView
from trueeffect.model.fact import Assertion


def seen_in(study: StudyView, result: Result) -> Assertion:
    """Return an assertion to quote: the sentence of the abstract, the title, or the curated words."""
    if result.fact is not None:
        return result.fact
    return Assertion(
        facet="direction",
        span=result.span,
        quote=result.sentence,
        part=result.part,
        section=result.section,
        by="frames",
    )
