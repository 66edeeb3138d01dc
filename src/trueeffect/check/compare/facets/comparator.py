"""Sham told where usual care was compared, a control group where there was none, and the like."""

from __future__ import annotations

import re

from trueeffect.check.compare.alignment import same_arm
from trueeffect.check.compare.facets._base import Example, Facet, agreement, fault
from trueeffect.check.compare.topics import claimed, fact_of, study_terms
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.verdict import Finding
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
    return found or _passive(claim, study)


_WAITS = re.compile(r"wait|delay|deferr|control|later|untreated", re.IGNORECASE)
_NOTHING = re.compile(
    r"control|untreated|\bwithout\b|\bno\b|usual|alone|\bnone\b|nothing|\bnil\b|standard|routine|conventional|"
    r"inactive|observ|wait|delay|adjuv",
    re.IGNORECASE,
)


def _passive(claim: ClaimView, study: StudyView) -> list[Finding]:
    """A waiting list, or no treatment, told of a study that compared treatments only."""
    known = study_terms(study, "intervention")
    if not known or len(study.sentences) < _INFORMATIVE or _UNSURE.search(claim.text):
        return []
    for said in claimed(claim, "comparator"):
        words = {"waiting_list": _WAITS, "no_treatment": _NOTHING}.get(said.term)
        seen = fact_of(study, "intervention", known)
        if words and seen and not words.search(f"{study.record.title} {study.abstract}"):
            return [_wrong(claim, study, said, seen, f"The summary of the study names no {said.quote}.")]
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
