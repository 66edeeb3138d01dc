"""The study did not look at what the claim says it found."""

from __future__ import annotations

import re

from trueeffect.check.compare.alignment import claim_frames, study_results
from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.topics import claimed
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.frames import Frame
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding
from trueeffect.vocab.concepts import concepts
from trueeffect.vocab.terms import related

_INFORMATIVE = 4
"""Sentences that a summary must have before its silence means anything."""
_NOT_ITS_AIM = re.compile(
    r"\bnot (?:whether|if) it works\b|\bdid not (?:assess|examine|measure|test|study) (?:the )?(?:effect|"
    r"efficacy|effectiveness)|"
    r"\bnot (?:designed|meant|intended|powered) to (?:test|show|assess|examine)\b|\bwas meant to plan\b|"
    r"\bno effect (?:was|were) "
    r"(?:measured|assessed)|\beffectiveness was not (?:assessed|tested|measured)|\bnot (?:at|"
    r"on) its effects?\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\bpredict|\bassociat|\bmore likely|\bless likely|\bcohort\b|\blinked\b", re.IGNORECASE)
_PLAIN = frozenset({"blood_pressure", "mortality", "cholesterol", "glucose", "hospital_stay", "sick_leave",
                    "pregnancy_rate",
                    "lung_function", "bone_density", "memory", "hearing", "vision", "cost", "birth_weight",
                    "hot_flushes",
                    "cardiovascular_event", "stroke_event", "alcohol_consumption", "depression_score",
                    "fracture_event", "falls_event", "wound_healing",
                    "fever"})  # fmt: skip
"""Outcomes that go by few names, so that a record that never names one did not report it."""


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    if len(study.sentences) < _INFORMATIVE and "curated" not in study.facts.basis:
        return []
    frames = [(f, o) for f, o in claim_frames(claim) if f.effect not in ("none", "differ")]
    if not frames:
        return []
    return _aim(claim, study, *frames[0]) or _outcome(claim, study, frames)


def _aim(claim: ClaimView, study: StudyView, frame: Frame, offset: int) -> list[Finding]:
    """The study says itself that it did not look for effects, and the claim tells one."""
    match = _NOT_ITS_AIM.search(study.abstract)
    treated = bool(frame.left) or bool(claimed(claim, "intervention"))
    if match is None or not treated or _LINK.search(claim.text):
        return []
    sentence = next(s for s in study.sentences if s.span.start <= match.start() < s.span.end)
    return [_fault(claim, study, _said(frame, offset), _quoted(sentence.span, sentence.text))]


def _outcome(claim: ClaimView, study: StudyView, frames: list[tuple[Frame, int]]) -> list[Finding]:
    """The outcome of an effect is named nowhere in a record that tells its outcomes."""
    whole = concepts(f"{study.record.title} {study.abstract}")
    known = {f.term for f in study.of("outcome")}
    for frame, offset in frames:
        odd = [o for o in frame.outcomes if o in _PLAIN and not any(related("outcome", o, k) for k in known)]
        said = [f for f in claim.of("outcome") if f.term in odd and not concepts(f.quote) & whole]
        if not odd or len(odd) < len(frame.outcomes) or not said:
            continue
        results = [r for r in study_results(study) if r.frame.outcomes]
        if results:
            quote = results[0]
            return [
                _fault(claim, study, _said(frame, offset), _quoted(quote.span, quote.sentence, quote.part))
            ]
    return []


def _said(frame: Frame, offset: int) -> Span:
    return Span(start=offset + frame.start, end=offset + frame.end)


def _quoted(span: Span, words: str, part: str = "abstract") -> Assertion:
    return Assertion(facet="topic", part=part, span=span, quote=words)


def _fault(claim: ClaimView, study: StudyView, said: Span, seen: Assertion) -> Finding:
    return fault(
        "absent", claim, study, said, seen,
        error_type="unsupported_by_reference", verdict="unsupported", confidence=0.7,
        explanation="The summary of the study says nothing of the kind; it reports on something else.",
    )  # fmt: skip


FACET = Facet(
    name="absent",
    compare=_compare,
    error_types=("unsupported_by_reference",),
    examples=(
        Example(
            claim="Yoga lowered blood pressure.",
            study="METHODS: 80 people did yoga or nothing for eight weeks. The outcomes were pain and sleep. "
            "RESULTS: Pain fell more with yoga. Sleep improved with yoga. CONCLUSIONS: Yoga helps pain and "
            "sleep.",
            expects="unsupported_by_reference",
        ),
    ),
    counter_examples=(
        Example(
            claim="Yoga eased pain.",
            study="METHODS: 80 people did yoga or nothing for eight weeks. The outcomes were pain and sleep. "
            "RESULTS: Pain fell more with yoga. Sleep improved with yoga. CONCLUSIONS: Yoga helps pain and "
            "sleep.",
        ),
        Example(claim="Yoga lowered blood pressure.", study="Pain fell with yoga."),
    ),
)
