"""A case report, a pilot, an uncontrolled or unrandomised study told as proof, or as randomised."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, agreement, fault
from trueeffect.check.compare.topics import (
    RANDOMISED,
    SYNTHESIS,
    claimed,
    fact_of,
    is_randomised,
    study_designs,
    weak_design,
)
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding
from trueeffect.vocab.terms import label

_ONE_OR_FEW = ("case_report", "case_series", "single_arm")
_WORKS = re.compile(
    r"\b(?:works?|is effective|is an effective|is a (?:proven|effective)|cures?)\b", re.IGNORECASE
)
_UNCONTROLLED_WORDS = {"single_arm": "had no control group", "case_report": "is a report of one case",
                       "case_series": "is a series of cases without controls", "pilot": "is a pilot",
                       "cohort": "is observational", "cross_sectional": "is a survey",
                       "case_control": "is observational", "nonrandomised": "was not randomised",
                       "animal_experiment": "was made in animals",
                       "in_vitro": "was made in the laboratory"}  # fmt: skip


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    return [
        *_as_randomised(claim, study),
        *_as_proof(claim, study),
        *_as_significant(claim, study),
        *_same(claim, study),
    ][:1]


_BLIND = re.compile(r"\b(?:double|triple)[- ]?blind(?:ed)?\b|\bnobody knew who\b", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:non-?blind(?:ed)?|un-?blinded|open[- ]label|not blinded|without blinding)\b", re.IGNORECASE
)


def _as_blinded(claim: ClaimView, study: StudyView) -> list[Finding]:
    whole = f"{study.abstract}\n{study.record.title}"
    said, seen = _BLIND.search(claim.text), _OPEN.search(whole)
    if (
        said is None
        or seen is None
        or _BLIND.search(whole)
        or re.search(r"\bnot?\b|n['’]t\b", claim.text[: said.start()])
    ):
        return []
    sentence = next((s.span for s in study.sentences if s.span.start <= seen.start() < s.span.end), None)
    return [
        fault(
            "design", claim, study, Span(start=said.start(), end=said.end()), sentence or _title(study),
            error_type="design_overstated", verdict="overstated",
            explanation="The study was not blinded; the claim says that it was.",
        )
    ]  # fmt: skip


_FUTURE = re.compile(
    r"\b(?:could|should|would|may|might|future|further|need\w*|planned|will|before)\b", re.IGNORECASE
)


def _title(study: StudyView) -> Assertion:
    title = study.record.title
    return Assertion(facet="design", part="title", span=Span(start=0, end=len(title)), quote=title)


def _as_randomised(claim: ClaimView, study: StudyView) -> list[Finding]:
    said = next((f for f in claimed(claim, "design") if f.term in RANDOMISED), None)
    found = study_designs(study)
    weak = weak_design(study)
    if (
        said is None
        or _FUTURE.search(claim.text)
        or is_randomised(study)
        or not weak
        or weak == "pilot"
        or found & SYNTHESIS
    ):
        return []
    if not re.search(r"random|\blots?\b|coin|chance|allot", said.quote, re.IGNORECASE):
        return []
    return _overstated(claim, study, said, weak, "the claim tells it as a randomised trial")


def _as_proof(claim: ClaimView, study: StudyView) -> list[Finding]:
    weak = weak_design(study)
    proof = next((f for f in claim.of("certainty") if f.term == "proven" and not f.negated), None)
    if proof is None or not weak:
        return []
    return _overstated(claim, study, proof, weak, "it cannot prove what the claim says")


def _as_significant(claim: ClaimView, study: StudyView) -> list[Finding]:
    weak = weak_design(study)
    if weak not in _ONE_OR_FEW or any(f.term == "significant" for f in study.of("significance")):
        return []
    said = next((f for f in claim.of("significance") if f.term == "significant"), None)
    return _overstated(claim, study, said, weak, "it cannot show a significant effect") if said else []


def _overstated(claim: ClaimView, study: StudyView, said: Assertion, design: str, why: str) -> list[Finding]:
    seen = fact_of(study, "design", (design,)) or fact_of(study, "control", ("uncontrolled",))
    seen = (
        seen
        or fact_of(study, "design", study_designs(study))
        or fact_of(study, "species", _all_species(study))
    )
    if seen is None:
        return []
    text = f"The study {_UNCONTROLLED_WORDS.get(design, label('design', design))}; {why}."
    return [
        fault(
            "design", claim, study, said, seen,
            error_type="design_overstated", verdict="overstated", explanation=text,
        )
    ]  # fmt: skip


def _all_species(study: StudyView) -> set[str]:
    return {f.term for f in study.of("species")}


def _same(claim: ClaimView, study: StudyView) -> list[Finding]:
    found = study_designs(study)
    alone = next((f for f in claim.of("control") if f.term == "uncontrolled"), None)
    none = fact_of(study, "control", ("uncontrolled",)) if alone else None
    if alone is not None and none is not None:
        return [agreement("design", claim, study, alone, none)]
    for said in claimed(claim, "design"):
        seen = fact_of(study, "design", (said.term,)) if said.term in found else None
        if seen is not None:
            return [agreement("design", claim, study, said, seen)]
    return []


FACET = Facet(
    name="design",
    compare=_compare,
    error_types=("design_overstated",),
    examples=(
        Example(
            claim="A pilot with 20 people proved that yoga works.",
            study="METHODS: In a pilot study 20 people were randomised to yoga or usual care. RESULTS: "
            "Sixteen finished.",
            expects="design_overstated",
        ),
        Example(
            claim="A randomised trial found that cupping helps.",
            study="METHODS: This uncontrolled study followed 40 patients after cupping. RESULTS: Pain fell.",
            expects="design_overstated",
        ),
        Example(
            claim="Her pain fell significantly.",
            study="METHODS: Case report of one woman with back pain. RESULTS: Her pain fell from 8 to 3.",
            expects="design_overstated",
        ),
    ),
    counter_examples=(
        Example(
            claim="A large trial proved that yoga works.",
            study="METHODS: 900 people were randomised to yoga or usual care. RESULTS: Pain fell more with "
            "yoga.",
        ),
        Example(
            claim="The pilot did not prove that yoga works.",
            study="METHODS: In a pilot study 20 people were randomised to yoga or usual care.",
        ),
    ),
)
