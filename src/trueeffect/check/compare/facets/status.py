"""A plan told as a result."""

from __future__ import annotations

import re

from trueeffect.check.compare.alignment import claim_frames, study_results
from trueeffect.check.compare.facets._base import Example, Facet, agreement, fault
from trueeffect.check.compare.topics import fact_of, study_designs
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding

_FIGURES = re.compile(r"\d\s*%|\bp\s*[<=>]|\bsignifican|\bCI\b|±|\bno differ", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:\w{2,}ed|fell|rose|found|beat|was|were|did|had|cut|led|came|got|kept|made|won|showed|shows|"
    r"works|helps|eases|"
    r"cuts|lowers|reduces|improves|halves)\b",
    re.IGNORECASE,
)
"""A verb that tells something as done or as a fact."""
_OPEN = re.compile(
    r"\b(?:will|would|could|may|might|can|if|attempt|end ?-?points?|outcome measures?|outcomes? (?:is|are|"
    r"was|were)|whether|"
    r"evidence suggests|hope\w*|expect\w*|potential\w*|is becoming|provides?|challeng\w*|designed|measured|"
    r"assessed|values are|"
    r"occurrence of)\b",
    re.IGNORECASE,
)
_PLANNED_SENTENCES = 2
"""So many sentences in the future tense make a plan, when no result is told."""


def is_protocol(study: StudyView) -> bool:
    """Tell whether the record describes a plan, without results."""
    if "protocol" not in study.cache:
        facts = study.of("status")
        named = any(f.part in ("title", "facts") and f.term == "protocol" for f in facts) or "protocol" in {
            f.term for f in study.of("design") if f.part in ("title", "publication_type", "facts")
        }
        future = sum(f.part == "abstract" for f in facts)
        results = any(r.section == "RESULTS" and r.part == "abstract" for r in study_results(study))
        headed = any(s.section == "RESULTS" for s in study.sentences)
        told = headed and any(_FIGURES.search(s.text) for s in study.sentences if s.section == "RESULTS")
        study.cache["protocol"] = not told and (named or (future >= _PLANNED_SENTENCES and not results))
    return bool(study.cache["protocol"])


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    if not is_protocol(study) or "protocol" not in study_designs(study) | {
        f.term for f in study.of("status")
    }:
        return []
    seen = fact_of(study, "status", ("protocol",)) or fact_of(study, "design", ("protocol",))
    if seen is None:
        return []
    planned = next((f for f in claim.of("status") if f.term == "protocol"), None)
    if planned is not None:
        return [agreement("status", claim, study, planned, seen)]
    result = next((f for f in claim_frames(claim) if f[0].effect and not f[0].hedged), None)
    if result is None or not (result[0].comparative or result[0].outcomes or result[0].arms):
        return []
    if not _TOLD.search(claim.text) or _OPEN.search(claim.text):
        return []
    frame, offset = result
    said = Span(start=offset + frame.start, end=offset + frame.end)
    return [
        fault(
            "status", claim, study, said, seen,
            error_type="unsupported_by_reference",
            verdict="unsupported",
            explanation="The cited paper is the plan of a study and reports no results.",
        )
    ]  # fmt: skip


FACET = Facet(
    name="status",
    compare=_compare,
    error_types=("unsupported_by_reference",),
    examples=(
        Example(
            claim="Yoga eased pain more than stretching.",
            title="Yoga against stretching: study protocol for a randomised trial",
            study="METHODS: 120 people will be randomised to yoga or stretching. Pain will be measured.",
            expects="unsupported_by_reference",
        ),
    ),
    counter_examples=(
        Example(
            claim="Yoga is to be compared with stretching.",
            title="Yoga against stretching: study protocol for a randomised trial",
            study="METHODS: 120 people will be randomised to yoga or stretching. Pain will be measured.",
        ),
        Example(
            claim="Yoga eased pain more than stretching.",
            study="METHODS: 120 people were randomised. RESULTS: Pain fell more with yoga than with "
            "stretching.",
        ),
    ),
)
