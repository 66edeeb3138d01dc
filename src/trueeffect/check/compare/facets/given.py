"""What people are said to have been given, when the study's record knows nothing of it."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.topics import fact_of, is_randomised, study_terms
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding
from trueeffect.vocab.concepts import concepts
from trueeffect.vocab.terms import find_terms, is_a

_GIVEN = re.compile(
    r"^\W*(?:(?:[\w-]+ ){0,3}?(?:they|he|she|patients|people|men|women|mothers|mothers-to-be|children|"
    r"participants|volunteers|pills?|capsules?|powder|tablets) "
    r"(?:(?:all|each|were|was|had|been) ){0,3}(?:took|taking|given|swallowed|chewed|drank|ate|practised|"
    r"received|listened to|sent to|contained|injected with|treated with)|"
    r"what [^.,;]{3,40} (?:was|were)|the \w+ (?:in question|tested) (?:was|were))\s+(?P<object>[^.;,]{3,60})",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:before|previous\w*|already|usual|also|besides|stopped|not|n['’]t|never|no|without|or|if|as needed|"
    r"rescue|others?|rest|controls?|half|some|many|few|most)\b",
    re.IGNORECASE,
)
_OPEN = frozenset({"medication", "exercise", "education", "physiotherapy", "supplement", "app", "topical",
                   "injection", "relaxation", "diet", "surgery", "herbal", "multidisciplinary", "oxygen",
                   "home_exercise", "screening", "iv_fluids", "anaesthetic", "caffeine",
                   "polyphenol", "walking", "cbt", "manual_therapy", "heat_therapy",
                   "breastfeeding", "wound_dressing", "hormone_therapy", "electrotherapy"})  # fmt: skip
"""Treatments that an abstract may describe in other words."""
_INFORMATIVE = 3


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    match = _GIVEN.search(claim.text)
    if match is None or _ASIDE.search(claim.text) or len(study.sentences) < _INFORMATIVE:
        return []
    if not is_randomised(study):
        return []
    known = study_terms(study, "intervention")
    whole = concepts(f"{study.record.title} {study.abstract}")
    text, start = match.group("object"), match.start("object")
    for hit in find_terms(text, ("intervention",)):
        words = text[hit.start : hit.end]
        told = any(
            is_a("intervention", k, hit.term) or (is_a("intervention", hit.term, k) and k not in _OPEN)
            for k in known
        )
        if hit.term not in _OPEN and not told and not concepts(words.split()[-1]) & whole:
            said = Span(start=start + hit.start, end=start + hit.end)
            return [_wrong(claim, study, said)]
    return []


def _wrong(claim: ClaimView, study: StudyView, said: Span) -> Finding:
    title = study.record.title
    seen = fact_of(study, "intervention", study_terms(study, "intervention") - {"medication"})
    return fault(
        "given", claim, study, said,
        seen or Assertion(facet="topic", part="title", quote=title, span=Span(start=0, end=len(title))),
        error_type="wrong_intervention", confidence=0.8,
        explanation=f"The summary of the study names no {said.of(claim.text)} among what was given.",
    )  # fmt: skip


FACET = Facet(
    name="given",
    compare=_compare,
    error_types=("wrong_intervention",),
    examples=(
        Example(
            claim="What got them back was spinal manipulation.",
            title="A workplace programme for people off work: a randomised trial",
            study="METHODS: 130 people off work were randomised to a workplace programme or usual care. It "
            "took a year. RESULTS: They went back sooner with the programme.",
            expects="wrong_intervention",
        ),
        Example(
            claim="The patients listened to music.",
            title="Lavender oil in intensive care",
            study="METHODS: 60 patients were randomised to breathe lavender oil or to nothing. It took two "
            "nights. RESULTS: They slept better with the oil.",
            expects="wrong_intervention",
        ),
    ),
    counter_examples=(
        Example(
            claim="The patients took ibuprofen.",
            title="Pain killers after surgery: a randomised trial",
            study="METHODS: 60 patients were randomised to an anti-inflammatory drug or placebo. It took two "
            "nights. RESULTS: Pain fell more with the drug.",
        ),
        Example(
            claim="The others took aspirin.",
            title="Heparin: a randomised trial",
            study="METHODS: 60 patients were randomised to heparin or placebo. It took two nights. RESULTS: "
            "Clots were rarer with heparin.",
        ),
    ),
)
