"""Sham told where usual care was compared, a control group where there was none, and the like."""

from __future__ import annotations

import re

from trueeffect.check.compare.alignment import same_arm
from trueeffect.check.compare.facets._base import Example, Facet, agreement, fault
from trueeffect.check.compare.topics import any_related, claimed, fact_of, study_terms
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.verdict import Finding
from trueeffect.vocab.concepts import concepts
from trueeffect.vocab.terms import is_a, label

_TELLING = frozenset({"sham", "sham_acupuncture", "minimal_acupuncture", "placebo", "waiting_list"})
"""Comparators whose absence from an informative abstract means that they were not used."""
_DUMMY = frozenset({"sham", "sham_acupuncture", "minimal_acupuncture", "placebo"})
_PASSIVE = frozenset({"usual_care", "waiting_list", "no_treatment"})
_EFFECT_WORD = re.compile(r"\bplacebo (?:effects?|response|effect)\b", re.IGNORECASE)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    known = study_terms(study, "comparator") - {"baseline"}
    found: list[Finding] = []
    for said in claimed(claim, "comparator"):
        if said.term == "baseline" or _EFFECT_WORD.search(claim.text):
            continue
        if any(same_arm(said.term, k) for k in known):
            seen = fact_of(study, "comparator", [k for k in known if same_arm(said.term, k)])
            found += [agreement("comparator", claim, study, said, seen)] if seen else []
        else:
            found += _no_controls(claim, study, said) or _other(claim, study, said, known)
    return found or _active(claim, study) or _others_got(claim, study)


_AGAINST = re.compile(
    r"\b(?:against|compared (?:with|to)|versus|than (?:with |by |from )?|beat)\s", re.IGNORECASE
)
_OPEN = frozenset({"education", "medication", "physiotherapy", "exercise", "app", "community_health_worker",
                   "surgery", "supplement",
                   "diet", "topical", "injection", "walking", "home_exercise", "caffeine",
                   "screening"})  # fmt: skip
"""Treatments that an abstract may describe in other words."""


def _active(claim: ClaimView, study: StudyView) -> list[Finding]:
    """An active treatment named as the comparison, of which the study's record knows nothing."""
    match = _AGAINST.search(claim.text)
    known = study_terms(study, "intervention")
    if match is None or not known or _UNSURE.search(claim.text) or len(study.sentences) < _INFORMATIVE:
        return []
    whole = concepts(f"{study.record.title} {study.abstract}")
    for said in claimed(claim, "intervention"):
        start, end = said.span.start - claim.offset, said.span.end - claim.offset
        near = match.end() <= start <= match.end() + 40
        if not near or said.term in _OPEN or any_related("intervention", said.term, known):
            continue
        seen = fact_of(study, "comparator", study_terms(study, "comparator")) or fact_of(
            study, "intervention", known
        )
        if seen is not None and not concepts(claim.text[start:end]) & whole:
            return [_wrong(claim, study, said, seen, f"The study did not compare with {said.quote}.")]
    return []


_OTHERS = re.compile(
    r"\b(?:the )?(?:comparison|control|second|third|other) (?:group|arm)s?\b|\b(?:the )?(?:controls|others|"
    r"rest)\b(?=,? (?:\w+ ){0,3}"
    r"(?:did|got|took|had|received|were|was|watched|made|ate|drank))",
    re.IGNORECASE,
)


def _others_got(claim: ClaimView, study: StudyView) -> list[Finding]:
    """What the other group is said to have got is nowhere in the study's record."""
    match = _OTHERS.search(claim.text)
    known = study_terms(study, "intervention")
    if (
        match is None
        or match.start() > 30
        or _UNSURE.search(claim.text)
        or len(study.sentences) < _INFORMATIVE
    ):
        return []
    whole = concepts(f"{study.record.title} {study.abstract}")
    told = study_terms(study, "comparator") - {"control_group", "baseline"}
    for said in claimed(claim, "intervention"):
        start, end = said.span.start - claim.offset, said.span.end - claim.offset
        unknown = (
            not any_related("intervention", said.term, known) and not concepts(claim.text[start:end]) & whole
        )
        seen = fact_of(study, "comparator", told)
        if start > match.end() and unknown and seen is not None:
            return [
                _wrong(claim, study, said, seen, f"The study did not give {said.quote} to the other group.")
            ]
    return []


def _no_controls(claim: ClaimView, study: StudyView, said: Assertion) -> list[Finding]:
    seen = fact_of(study, "control", ("uncontrolled",))
    if seen is None or not re.search(
        r"\bthan\b|\bcompared\b|\bversus\b|\bagainst\b|\bbeat\b|\bcontrol", claim.text, re.I
    ):
        return []
    return [
        _wrong(claim, study, said, seen, f"The study had no comparison group; the claim names {said.quote}.")
    ]


def _other(claim: ClaimView, study: StudyView, said: Assertion, known: frozenset[str]) -> list[Finding]:
    denied = next((f for f in study.of("comparator") if f.negated and same_arm(said.term, f.term)), None)
    if denied is not None:
        return [_wrong(claim, study, said, denied, f"The study had no such comparison ({said.quote}).")]
    real = known - {"control_group", "baseline"}
    seen = fact_of(study, "comparator", real)
    if said.term in _DUMMY and _no_dummy_word(study) and _told_as_arm(claim):
        quote = seen or fact_of(study, "intervention", study_terms(study, "intervention"))
        text = f"The summary of the study names no {said.quote}."
        return [_wrong(claim, study, said, quote, text)] if quote else []
    dummy_for_passive = said.term in _TELLING and bool(real)
    passive_for_dummy = said.term in _PASSIVE and bool(real) and real <= _DUMMY and _only_two_arms(study)
    if seen is None or not (dummy_for_passive or passive_for_dummy):
        return []
    text = f"The study compared with {label('comparator', seen.term)}, not with {said.quote}."
    return [_wrong(claim, study, said, seen, text)]


_DUMMY_WORD = re.compile(
    r"placebo|sham|dummy|inactive|simulat|vehicle|saline|\bmock|fake|minimal|blind|non-?insert|detuned|"
    r"superficial|\bsugar\b|inert|"
    r"pretend|non-?acupoint|switched off|mask",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:whether|unknown|not (?:tested|compared|known)|did not|n['’]t|never|no|without|neither|nor|"
    r"unclear)\b",
    re.I,
)
_INFORMATIVE = 3
"""Sentences that a summary must have before its silence about a dummy treatment means anything."""


def _no_dummy_word(study: StudyView) -> bool:
    whole = f"{study.record.title} {study.abstract}"
    return len(study.sentences) >= _INFORMATIVE and not _DUMMY_WORD.search(whole)


def _told_as_arm(claim: ClaimView) -> bool:
    return not _UNSURE.search(claim.text)


def _only_two_arms(study: StudyView) -> bool:
    return bool(re.search(r"\b(?:two|2) (?:\w+ )?(?:groups|arms)\b", study.abstract, re.IGNORECASE))


def _wrong(claim: ClaimView, study: StudyView, said: Assertion, seen: Assertion, text: str) -> Finding:
    return fault("comparator", claim, study, said, seen, error_type="wrong_comparator", explanation=text)


def is_dummy(term: str) -> bool:
    """Tell whether a comparator is a sham or a placebo."""
    return any(is_a("comparator", term, wide) for wide in ("sham", "placebo"))


FACET = Facet(
    name="comparator",
    compare=_compare,
    error_types=("wrong_comparator",),
    examples=(
        Example(
            claim="Needling beat sham needling.",
            study="METHODS: 200 people got acupuncture or routine care. RESULTS: Pain fell more with "
            "acupuncture.",
            expects="wrong_comparator",
        ),
        Example(
            claim="Compared with a control group, pain fell by two points.",
            study="METHODS: 90 people had yoga. There was no control group. RESULTS: Pain fell by two "
            "points.",
            expects="wrong_comparator",
        ),
    ),
    counter_examples=(
        Example(
            claim="The trial did not use sham needling.",
            study="METHODS: 200 people got acupuncture or routine care. RESULTS: Pain fell more with "
            "acupuncture.",
        ),
        Example(
            claim="Needles beat fake needles.",
            study="METHODS: 200 people got acupuncture or minimal acupuncture. RESULTS: Pain fell more "
            "with acupuncture.",
        ),
    ),
)
