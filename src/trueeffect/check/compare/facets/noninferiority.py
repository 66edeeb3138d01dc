"""A treatment that was only shown not to be worse, told as better."""

from __future__ import annotations

import re

from trueeffect.check.compare.alignment import claim_frames, matches
from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.frames import goodness
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding

_SUPERIOR = re.compile(
    r"\bsuperior\b|\bbetter\b|\bbeat\b|\boutperform|\bmore effective\b|\bworked more\b|\bmore than\b", re.I
)
_DENIED = re.compile(r"(?:\bnot?\b|n['’]t\b|\bnor\b|\bneither\b|\bwhether\b)[^.;,]{0,40}$", re.IGNORECASE)
_SHOWN = re.compile(r"\bnon-?\s?inferior\b|\bnon-?\s?inferiority (?:was )?(?:shown|met|demonstrated|"
                    r"established|confirmed)|"
                    r"\b(?:met|demonstrated|established|confirmed|showed) (?:\w+ )?non-?\s?inferiority|"
                    r"\bnot inferior\b", re.I)  # fmt: skip
_SUPERIORITY = re.compile(r"(?<!not )(?<!no )\bsuperior(?:ity)?\b(?! (?:was|were) not)", re.IGNORECASE)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    match = _SUPERIOR.search(claim.text)
    shown = _noninferior(study)
    if (
        match is None
        or shown is None
        or re.search(r"non-?\s?inferior|not inferior", claim.text, re.IGNORECASE)
    ):
        return []
    if _DENIED.search(claim.text[: match.start()]) or _beaten(claim, study):
        return []
    return [
        fault(
            "noninferiority", claim, study, Span(start=match.start(), end=match.end()), shown,
            error_type="noninferiority_as_superiority",
            explanation="The study showed that the treatment was not worse by more than a set margin, not "
                        "that it was better.",
        )
    ]  # fmt: skip


def _beaten(claim: ClaimView, study: StudyView) -> bool:
    """Tell whether another result of the study agrees with what the claim says."""
    frames = [frame for frame, _ in claim_frames(claim) if goodness(frame) not in ("none", "differ")]
    return any(
        m.relation == "agree" and m.score >= 0.6 and "inferior" not in m.result.sentence
        for frame in frames
        for m in matches(frame, study)
    )


def _noninferior(study: StudyView) -> Assertion | None:
    facts = [f for f in study.of("significance") if f.term == "noninferior" and f.section != "BACKGROUND"]
    if _SUPERIORITY.search(study.abstract.lower().replace("non-superior", "")):
        return None
    return next((f for f in facts if f.part == "facts" or _SHOWN.search(study.words_around(f))), None)


FACET = Facet(
    name="noninferiority",
    compare=_compare,
    error_types=("noninferiority_as_superiority",),
    examples=(
        Example(
            claim="The short course worked better than the long one.",
            study="RESULTS: The short course was non-inferior to the long course (difference 1%, CI -3 to "
            "5).",
            expects="noninferiority_as_superiority",
        ),
    ),
    counter_examples=(
        Example(
            claim="The short course was not inferior to the long one.",
            study="RESULTS: The short course was non-inferior to the long course.",
        ),
        Example(
            claim="The short course worked better than the long one.",
            study="RESULTS: The short course was non-inferior, and superiority was shown as well.",
        ),
    ),
)
