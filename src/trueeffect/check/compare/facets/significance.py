"""A p-value that the claim reads the wrong way, or takes from another comparison."""

from __future__ import annotations

import re

from trueeffect.check.compare.alignment import claim_frames, study_results
from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.frames import goodness
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding
from trueeffect.vocab.concepts import concepts

_P = re.compile(
    r"\bp\s*(?:-?\s*values?)?\s*(?:of|was|is|=|<|>|≤|≥|\s)*\s*(?P<value>0?[.·]\d+)|"
    r"\(p\s*[<=>]\s*(?P<other>0?[.·]\d+)",
    re.IGNORECASE,
)
_ALPHA = 0.05


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found = list(_P.finditer(claim.text))
    verdict = _claimed_verdict(claim)
    if len(found) != 1 or verdict is None:
        return []
    value, chance = _value(found[0]), _is_chance(found[0])
    said = Span(start=found[0].start(), end=found[0].end())
    seen = _sentence_with(study, value)
    if seen is None or chance is None:
        return []
    if chance == verdict:
        side = "above" if chance else "below"
        text = f"A P value of {value:g} does not mean that; it is {side} 0.05."
        return [_misread(claim, study, said, seen, text)]
    argued = re.search(r"\bp[- ]?values?\b|\bmeans\b|\bbecause\b|\bproves?\b", claim.text, re.IGNORECASE)
    if verdict and argued and _within_only(claim, study, seen):
        text = f"In the study P = {value:g} belongs to a change inside one group; the groups did not differ."
        return [_misread(claim, study, said, seen, text)]
    return []


def _value(match: re.Match[str]) -> float:
    return float((match.group("value") or match.group("other")).replace("·", "."))


def _is_chance(match: re.Match[str]) -> bool | None:
    """True: the p-value is above 0.05; False: at or below; None: the printed bound does not tell."""
    value = _value(match)
    if re.search(r"[>≥]|above|over|more than", match.group()):
        return True if value >= _ALPHA else None
    if re.search(r"[<≤]|below|under|less than", match.group()):
        return False if value <= _ALPHA else None
    return value > _ALPHA


_DENIES = re.compile(
    r"(?:\b(?:not|no|non|nor|neither|without)\b|n['’]t\b|\bnon-)[^.;]{0,40}\b(?:significan|differ|better|"
    r"effect|change)|\bno better\b|"
    r"\bchance\b|insignificant|\bnon-?significan",
    re.IGNORECASE,
)
_ASSERTS = re.compile(
    r"\bsignificant(?:ly)?\b|\bproves?\b|\bmeans that\b|\bbeat\b|\bbetter\b|\bshows? that\b|\bsuperior\b",
    re.IGNORECASE,
)


def _claimed_verdict(claim: ClaimView) -> bool | None:
    """True: the claim tells a significant difference; False: that there is none; None: unclear."""
    denial = _DENIES.search(claim.text)
    rest = _DENIES.sub(" ", claim.text)
    asserts = bool(_ASSERTS.search(rest))
    if (denial and asserts) or re.search(
        r"\bbut\b|\bhowever\b|\blevel\b|\btendency\b|\btrend\b|\bwhile\b|\balthough\b",
        claim.text,
        re.IGNORECASE,
    ):
        return None
    return False if denial else (True if asserts else None)


def _sentence_with(study: StudyView, value: float) -> Span | None:
    for sentence in study.sentences:
        for match in _P.finditer(sentence.text):
            found = match.group("value") or match.group("other")
            if found and abs(float(found.replace("·", ".")) - value) < 1e-9:
                return sentence.span
    return None


def _within_only(claim: ClaimView, study: StudyView, seen: Span) -> bool:
    """The claim compares groups, and the study's sentence with this p denies a difference between them."""
    compares = any(frame.comparative for frame, _ in claim_frames(claim))
    quoted = concepts(claim.text) <= concepts(seen.of(study.abstract))
    if not compares or quoted:
        return False
    here = [r for r in study_results(study) if r.part == "abstract" and r.span.overlaps(seen)]
    return any(goodness(r.frame) == "none" and r.frame.comparative for r in here) and not any(
        r.frame.comparative and goodness(r.frame) in ("good", "bad") and r.frame.right for r in here
    )


def _misread(claim: ClaimView, study: StudyView, said: Span, seen: Span, text: str) -> Finding:
    return fault("significance", claim, study, said, seen, error_type="pvalue_misread", explanation=text)


FACET = Facet(
    name="significance",
    compare=_compare,
    error_types=("pvalue_misread",),
    examples=(
        Example(
            claim="The P value of 0.41 means that needles were significantly better.",
            study="RESULTS: Needles did not differ from fake needles (P = 0.41).",
            expects="pvalue_misread",
        ),
        Example(
            claim="The P value of 0.02 means that yoga beat stretching.",
            study="RESULTS: Pain fell by 2 points with yoga (P = 0.02) and by 1 point with stretching (P = "
            "0.2); "
            "the difference was not significant (P = 0.5).",
            expects="pvalue_misread",
        ),
    ),
    counter_examples=(
        Example(
            claim="Needles were significantly better (P = 0.01).",
            study="RESULTS: Pain fell more with needles than with tablets (P = 0.01).",
        ),
        Example(
            claim="The difference was not significant (P = 0.41).",
            study="RESULTS: Needles did not differ from fake needles (P = 0.41).",
        ),
    ),
)
