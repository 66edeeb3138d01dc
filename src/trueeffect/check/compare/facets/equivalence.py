"""No significant difference sold as proof that two treatments are equal."""

from __future__ import annotations

import re

from trueeffect.check.compare.alignment import Result, claim_frames, matches, study_results
from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.facets._seen import seen_in
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.frames import goodness
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding

_EQUAL = re.compile(
    r"\bequally (?:well|effective|good|safe|strong|potent|powerful|efficacious|beneficial|successful)\b|"
    r"\bequivalen(?:t|ce)\b|\b(?:just|exactly|"
    r"every bit) as (?:effective|good|well|safe)\b|"
    r"\bidentical(?:ly)?\b|\b(?:is|are|was|were) as (?:effective|good|safe) as\b|\bno different from\b|"
    r"\bthe same effect\b|\bmakes? no difference\b|"
    r"\b(?:prov|show)\w* (?:that )?[^.]{0,60}\b(?:equal|the same)\b",
    re.IGNORECASE,
)
_STUDY_SAYS_SO = re.compile(
    r"\bequivalen|\bnon-?\s?inferior|\bequal(?:ly|s)?\b|\bas effective as\b|\bas good as\b|\bsimilar\b|"
    r"\bcomparable\b|\bthe same\b|"
    r"\bas well as\b(?= (?:\w+ ){0,2}(?:group|treatment))|\bidentical\b|\bdid as well\b|\bas safe as\b",
    re.IGNORECASE,
)


_PROOF = re.compile(r"\bprov(?:es?|ed|en)\b|\bproof\b|\bestablish|\bidentical|\bonce and for all\b", re.I)
_TESTED = re.compile(
    r"\bequivalen|\bnon-?\s?inferior|\bequally\b|\bidentical\b|\bas effective as\b", re.IGNORECASE
)
"""What a study must say before "proved to be equal" may pass; "similar" is not enough."""


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    match = _EQUAL.search(claim.text)
    if match is None or re.search(
        r"\b(?:not|n['’]t|never|nor|whether)\b[^.]{0,30}$", claim.text[: match.start()], re.I
    ):
        return []
    says_so = _TESTED if _PROOF.search(claim.text) else _STUDY_SAYS_SO
    if says_so.search(f"{study.record.title} {study.abstract}"):
        return []
    if not any(goodness(frame) == "none" for frame, _ in claim_frames(claim)):
        return []
    null = _null_result(claim, study)
    if null is None:
        return []
    return [
        fault(
            "equivalence", claim, study, Span(start=match.start(), end=match.end()), seen_in(study, null),
            error_type="nonsignificance_as_equivalence", verdict="overstated", severity="minor",
            explanation="No significant difference was found; that does not show that the two are equal.",
        )
    ]  # fmt: skip


def _null_result(claim: ClaimView, study: StudyView) -> Result | None:
    """Return the null result that the claim is about; for a sweeping claim, any such result."""
    sweeping = False
    for frame, _ in claim_frames(claim):
        near = [m for m in matches(frame, study, claim.text) if m.score >= 0.45]
        null = next((m for m in near if goodness(m.result.frame) == "none"), None)
        if goodness(frame) == "none" and null is not None and null.score >= 0.85 * near[0].score:
            return null.result
        sweeping = sweeping or (goodness(frame) == "none" and not frame.outcomes)
    nulls = [r for r in study_results(study) if goodness(r.frame) == "none" and r.frame.comparative]
    return nulls[0] if sweeping and nulls else None


FACET = Facet(
    name="equivalence",
    compare=_compare,
    error_types=("nonsignificance_as_equivalence",),
    examples=(
        Example(
            claim="The trial proves that yoga and pilates work equally well.",
            study="RESULTS: Pain fell by 2 and 3 points; the difference between yoga and pilates was not "
            "significant (P = 0.2).",
            expects="nonsignificance_as_equivalence",
        ),
        Example(
            claim="The trial proved that running and tablets have identical effects.",
            study="RESULTS: Remission was similar; the difference between running and tablets was not "
            "significant (P = 0.2).",
            expects="nonsignificance_as_equivalence",
        ),
    ),
    counter_examples=(
        Example(
            claim="Yoga and pilates did about equally well.",
            study="RESULTS: Pain fell to a similar extent with yoga and pilates, and equivalence was shown.",
        ),
        Example(
            claim="That does not prove that the two work equally well.",
            study="RESULTS: The difference between yoga and pilates was not significant (P = 0.2).",
        ),
    ),
)
