"""A result of a subgroup told as the result of all."""

from __future__ import annotations

import re

from trueeffect.check.compare.alignment import SAME_OUTCOME, claim_frames, matches
from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.facets._seen import seen_in
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.frames import goodness
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding

_SUB = re.compile(r"\bsub-?groups?\b|\bsubset\b|\bpost[- ]hoc\b|\bonly (?:in|among|for) (?:those|patients|"
                  r"people|women|men)\b|"
                  r"\b(?:among|in) (?:those|patients|people|women|men|participants) (?:who|with|aged|over|"
                  r"under)\b", re.I)  # fmt: skip


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    if _SUB.search(claim.text):
        return []
    for frame, offset in claim_frames(claim):
        if goodness(frame) in ("none", "differ") or frame.hedged:
            continue
        near = [m for m in matches(frame, study, claim.text) if m.outcome >= SAME_OUTCOME and m.score >= 0.5]
        agreeing = [m for m in near if m.relation == "agree" and m.result.frame.effect != "differ"]
        overall = [
            m for m in near if m.relation == "claims_difference" and not _SUB.search(m.result.sentence)
        ]
        if agreeing and overall and all(_SUB.search(m.result.sentence) for m in agreeing):
            said = Span(start=offset + frame.start, end=offset + frame.end)
            return [
                fault(
                    "subgroup", claim, study, said, seen_in(study, agreeing[0].result),
                    error_type="subgroup_as_main", verdict="overstated",
                    explanation="This was found in a subgroup only; over all people there was no difference.",
                )
            ]  # fmt: skip
    return []


FACET = Facet(
    name="subgroup",
    compare=_compare,
    error_types=("subgroup_as_main",),
    examples=(
        Example(
            claim="Massage eased pain more than tape.",
            study="RESULTS: Pain did not differ between massage and tape. In the subgroup with severe "
            "pain, pain fell more "
            "with massage than with tape.",
            expects="subgroup_as_main",
        ),
    ),
    counter_examples=(
        Example(
            claim="Among people with severe pain, massage eased pain more than tape.",
            study="RESULTS: Pain did not differ between massage and tape. In the subgroup with severe "
            "pain, pain fell more "
            "with massage than with tape.",
        ),
        Example(
            claim="Massage eased pain more than tape.",
            study="RESULTS: Pain fell more with massage than with tape, also in the subgroup with severe "
            "pain.",
        ),
    ),
)
