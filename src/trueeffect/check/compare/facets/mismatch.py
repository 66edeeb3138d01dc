"""The cited paper is about something else altogether."""

from __future__ import annotations

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.topics import any_related, study_terms
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding
from trueeffect.vocab.concepts import concepts

_CORE = ("condition", "intervention", "outcome")
_LEAST_TERMS = 2
_SHARED_WORDS = 0.2
"""Above this share of the claim's content words in the record, the paper may well be meant."""
_WIDE = frozenset({"pain", "adverse_events", "global_improvement", "medication", "cost",
                   "progression_free_survival",
                   "surgery", "education", "pregnancy"})  # fmt: skip


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    named = [(f, f.term) for facet in _CORE for f in claim.of(facet) if f.term not in _WIDE]
    strangers = [f for f, term in named if not any_related(f.facet, term, study_terms(study, f.facet))]
    kinds = {f.facet for f in strangers}
    if len({t for _, t in named}) < _LEAST_TERMS or len(strangers) < len(named) or len(kinds) < 2:
        return []
    if not study_terms(study, "condition") | study_terms(study, "intervention"):
        return []
    mine = concepts(claim.text)
    record = concepts(f"{study.record.title} {study.abstract}")
    if not mine or len(mine & record) / len(mine) > _SHARED_WORDS or not study.abstract:
        return []
    seen = Assertion(
        facet="topic", part="title", quote=study.record.title, span=Span(start=0, end=len(study.record.title))
    )
    return [
        fault(
            "mismatch", claim, study, Span(start=0, end=len(claim.text)), seen,
            error_type="citation_mismatch", verdict="unsupported",
            explanation="The cited paper is about something else.",
        )
    ]  # fmt: skip


FACET = Facet(
    name="mismatch",
    compare=_compare,
    error_types=("citation_mismatch",),
    examples=(
        Example(
            claim="Statins prevent heart attacks.",
            title="Pilates for long-standing low back pain",
            study="METHODS: 80 people with low back pain did pilates or nothing. RESULTS: Pain fell more "
            "with pilates.",
            expects="citation_mismatch",
        ),
    ),
    counter_examples=(
        Example(
            claim="Pilates helps a bad back.",
            title="Pilates for long-standing low back pain",
            study="METHODS: 80 people with low back pain did pilates or nothing. RESULTS: Pain fell more "
            "with pilates.",
        ),
        Example(
            claim="The trial had eighty people.",
            title="Pilates for long-standing low back pain",
            study="METHODS: 80 people with low back pain did pilates or nothing.",
        ),
    ),
)
