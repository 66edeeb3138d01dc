"""A study that has been retracted cannot support anything."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.provenance import Locator, Provenance, Span
from trueeffect.model.record import Notice
from trueeffect.model.verdict import Finding

_MARK = re.compile(r"\W*retracted\b\W", re.IGNORECASE)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    retraction = _standing(study)
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


def _standing(study: StudyView) -> Notice | None:
    """Return the retraction that stands: by a notice, or by the mark that publishers put into the title."""
    kinds = [n.kind for n in study.record.notices]
    if "retraction" in kinds:
        first = kinds.index("retraction")
        return None if "reinstatement" in kinds[first:] else study.record.notices[first]
    return Notice(kind="retraction") if _MARK.match(study.record.title) else None


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
    ),
    counter_examples=(Example(claim="Yoga cut pain by half.", study="Pain fell by half with yoga."),),
)
