"""The study's own sentence with its figures in another order."""

from __future__ import annotations

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.verbatim import content, figures, nearly_same, same_run
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    said = figures(claim.text)
    if len(set(said)) < 2:
        return []
    mine = content(claim.text)
    for sentence in study.sentences:
        seen = figures(sentence.text)
        if said == seen or sorted(said) != sorted(seen):
            continue
        if nearly_same(mine, content(sentence.text)) and same_run(claim.text, sentence.text):
            return [
                fault(
                    "reordered",
                    claim,
                    study,
                    Span(start=0, end=len(claim.text)),
                    sentence.span,
                    error_type="arms_swapped",
                    explanation="The figures are the study's, but they stand in another order.",
                )
            ]
    return []


FACET = Facet(
    name="reordered",
    compare=_compare,
    error_types=("arms_swapped",),
    examples=(
        Example(
            claim="Stiffness lasted 30 minutes with warm baths and 45 minutes with cold baths.",
            study="RESULTS: Stiffness lasted 45 minutes with warm baths and 30 minutes with cold baths.",
            expects="arms_swapped",
        ),
    ),
    counter_examples=(
        Example(
            claim="Stiffness lasted 30 minutes with cold baths and 45 minutes with warm baths.",
            study="RESULTS: Stiffness lasted 45 minutes with warm baths and 30 minutes with cold baths.",
        ),
        Example(
            claim="Stiffness lasted 45 minutes with warm baths and 30 minutes with cold baths.",
            study="RESULTS: Stiffness lasted 45 minutes with warm baths and 30 minutes with cold baths.",
        ),
    ),
)
