"""An association told as a cause."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.topics import OBSERVATIONAL, fact_of, is_randomised, study_designs
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding

_STRONG = re.compile(
    r"\b(?:was|is|were|are|must be|has been) the (?:\w+ )?(?:cause|reason)\b|\bdestroy(?:s|ed|ing)\b|"
    r"\bis what (?:saved|caused|cured|healed)\b|(?<!all-)\bcaus(?:e|es|ed|ing)\b(?!-specific)|"
    r"\bbecause of\b|\bthanks to\b|"
    r"\bleads? to\b|\bled to\b|\bresult(?:s|ed)? in\b|\bprevent(?:s|ed)\b|\bkeeps? (?:\w+ ){1,3}(?:off|"
    r"from|away)\b|\bkept \w+ (?:off|from|away)\b|"
    r"\bprotect(?:s|ed)\b|\bmakes? (?:\w+ ){1,3}(?:less|more)\b|\bmade (?:\w+ ){1,3}(?:less|more)\b|"
    r"\bstops?\b|\bdue to\b|\btriggers?\b|\bsaves?\b|"
    r"\b(?:cuts?|slash(?:es|ed)|reduc(?:es|ed)|lower(?:s|ed)|rais(?:es|ed)|increas(?:es|ed)|doubl(?:es|ed)|"
    r"halv(?:es|ed)|shorten(?:s|ed)) "
    r"(?:\w+['’]?s? ){0,3}(?:risk|odds|chances?|likelihood|use|need|rates?|deaths?)\b|\bspares?\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\bassociat|\bcorrelat|\blink|\bodds\b(?! of)|\blikely\b|\bmay\b|\bmight\b|\bcould\b|\bpredict|"
    r"\brelat(?:ed|ionship)\b|"
    r"\bnot? (?:\w+ )?(?:caus|prove|show)|\bagainst the idea\b|\bno (?:sign|evidence|proof|link)\b|\bnot\b|"
    r"n['’]t\b|\bidea that\b|\bmyth\b|\bnon-?significan|\bno effect|\bineffective|\bside effect|\badverse|"
    r"\bcomplication|\bwhether\b|"
    r"\bwent (?:along )?with\b|\bmore common\b|\bcannot\b",
    re.IGNORECASE,
)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found = study_designs(study)
    loose = found & (OBSERVATIONAL | {"single_arm", "nonrandomised", "case_series"})
    match = _STRONG.search(claim.text)
    if match is None or not loose or is_randomised(study) or found & {"systematic_review", "meta_analysis"}:
        return []
    if _LINK.search(claim.text):
        return []
    seen = _link_in(study) or fact_of(study, "design", loose) or fact_of(study, "control", ("uncontrolled",))
    if seen is None:
        return []
    said = Span(start=match.start(), end=match.end())
    few = found & {"case_report", "case_series", "single_arm"} and not found & OBSERVATIONAL
    if few:
        seen = fact_of(study, "control", ("uncontrolled",)) or fact_of(study, "design", loose) or seen
        text = (
            "The people were treated without a comparison group, so the study cannot show what led to this."
        )
        return [
            fault("causal", claim, study, said, seen, error_type="design_overstated", verdict="overstated",
                  explanation=text)
        ]  # fmt: skip
    return [
        fault(
            "causal", claim, study, said, seen,
            error_type="causal_overclaim", verdict="overstated",
            explanation="The study observed without allotting treatments by chance: it shows a link, not a "
                        "cause.",
        )
    ]  # fmt: skip


def _link_in(study: StudyView) -> Assertion | None:
    """Return where the study itself speaks of an association."""
    links = [
        f
        for f in study.of("relation")
        if f.term == "correlational" and f.section in ("RESULTS", "CONCLUSIONS")
    ]
    return links[-1] if links else None


FACET = Facet(
    name="causal",
    compare=_compare,
    error_types=("causal_overclaim", "design_overstated"),
    examples=(
        Example(
            claim="The needles led to better walking.",
            study="METHODS: We report a case series of nine patients who had needling. RESULTS: Walking got "
            "better.",
            expects="design_overstated",
        ),
        Example(
            claim="Coffee prevents gout.",
            study="METHODS: In a cohort study 9000 people were followed. RESULTS: Coffee was associated "
            "with less gout.",
            expects="causal_overclaim",
        ),
        Example(
            claim="The needles were the cause of the relief.",
            study="METHODS: This uncontrolled observational study followed 300 patients. RESULTS: Pain fell.",
            expects="causal_overclaim",
        ),
    ),
    counter_examples=(
        Example(
            claim="Coffee drinkers were less likely to have gout.",
            study="METHODS: In a cohort study 9000 people were followed. RESULTS: Coffee was associated "
            "with less gout.",
        ),
        Example(
            claim="The drug prevented gout.",
            study="METHODS: 900 people were randomised to the drug or placebo. RESULTS: Gout was less "
            "frequent.",
        ),
    ),
)
