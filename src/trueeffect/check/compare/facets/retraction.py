"""A study that has been retracted cannot support anything."""

from __future__ import annotations

from trueeffect.check.compare.facets._base import Example, Facet
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.library.notices import retraction_of
from trueeffect.model.provenance import Locator, Provenance, Span
from trueeffect.model.verdict import Finding


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    retraction = retraction_of(study.record)
    if retraction is None:
        return []
    when = f" ({retraction.date})" if retraction.date else ""
    why = f": {retraction.reason}" if retraction.reason else ""
    span = Span(start=claim.offset, end=claim.offset + len(claim.text))
    return [
        Finding(
            claim_id=claim.id,
            facet="retraction",
            verdict="unsupported",
            error_type="retracted_source",
            severity="major",
            explanation=f"The study has been retracted{when} and cannot support a claim{why}.",
            claimed=Provenance(
                source="article", locator=Locator(part="article", span=span), quote=claim.text
            ),
            found=Provenance(
                source=study.record.id,
                locator=Locator(part="notice"),
                quote=f"Retraction{when}{why}" if when or why else "Retraction notice",
                how="reported",
                by=retraction.source,
            ),
        )
    ]


FACET = Facet(
    name="retraction",
    compare=_compare,
    error_types=("retracted_source",),
    examples=(
        Example(
            claim="Yoga cut pain by half.",
            title="RETRACTED: Yoga against pain",
            study="Pain fell by half with yoga.",
            expects="retracted_source",
        ),
        Example(
            claim="Yoga cut pain by half.",
            study="Pain fell by half with yoga. This article has been retracted.",
            expects="retracted_source",
        ),
    ),
    counter_examples=(
        Example(claim="Yoga cut pain by half.", study="Pain fell by half with yoga."),
        Example(claim="Yoga cut pain by half.", study="Pain fell by half. Retracted trials were left out."),
    ),
)
