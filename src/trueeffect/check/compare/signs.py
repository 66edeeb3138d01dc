"""Weak signs that a claim fits its study or not, for claims on which a decision is forced.

Each function looks at one kind of statement (harms, design, certainty, people, figures) and returns named
features in [0, 1]. They are guesses to be weighed by :mod:`trueeffect.check.compare.leaning`, never faults.
"""

from __future__ import annotations

import re

from trueeffect.check.compare.topics import RANDOMISED, is_randomised, study_designs
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.vocab.terms import words

_HARM = re.compile(
    r"\b(?:harm\w*|adverse|side[- ]effects?|complications?|safe\w*|tolerat\w*|discomfort|irritat\w*|"
    r"injur\w*|unwanted|"
    r"reactions?|bruis\w*|bleeding|worse off|toxic\w*)\b",
    re.IGNORECASE,
)
_MILD = re.compile(
    r"\b(?:no|none|nobody|without|few|fewer|rare\w*|mild\w*|minor|minimal|small|slight\w*|safe\w*|"
    r"well[- ]tolerated|not|"
    r"uncommon|similar|did not differ)\b",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:prov\w+|proof|cure[sd]?|clearly|definite\w*|certain\w*|conclusive\w*|firm|dramatic\w*|"
    r"established|settled|"
    r"beyond doubt|sure|confirm\w*|large|strong)\b",
    re.IGNORECASE,
)
_CAREFUL = re.compile(
    r"\b(?:may|might|could|perhaps|possibl\w+|seems?|appears?|suggest\w*|unclear|uncertain|not (?:clear|"
    r"proven|enough)|"
    r"(?:more|further|larger|other|additional) (?:\w+ )?(?:studies|study|research|trials?|work)|need\w*|"
    r"preliminary|cannot|too small|"
    r"trivial|modest|small|caution\w*|promis\w+|warrant\w*|generali[sz]ed)\b",
    re.IGNORECASE,
)
_KINDS = (
    "men/women", "males/females", "boys/girls", "children/adults", "adults/children", "acute/chronic",
    "rats/patients", "mice/patients",
    "inpatients/outpatients", "patients/volunteers", "patients/students", "volunteers/patients",
    "students/patients", "healthy/patients",
    "elderly/young", "older/younger", "smokers/nonsmokers", "mothers/fathers", "animals/patients",
    "horses/people", "neck/back",
    "knee/hip", "upper/lower", "left/right", "constipation/diarrhoea", "single/double", "manual/electrical",
)  # fmt: skip
_CHANGE = re.compile(
    r"\b(?:by|a)\s+(?:about |almost |nearly |some )?(?P<n>\d+(?:[.·]\d+)?)\s*(?:%|per ?cent)(?!age)|"
    r"\b(?P<m>\d+(?:[.·]\d+)?)\s*(?:%|per ?cent)\s+(?:\w+ )?(?:fall|drop|rise|increase|decrease|reduction|"
    r"cut|more|less|fewer)",
    re.IGNORECASE,
)


def signs_of(claim: ClaimView, study: StudyView) -> dict[str, float]:
    """Return all weak signs of a claim against a study.

    Examples
    --------
    >>> from trueeffect.check.facts.study import study_facts
    >>> from trueeffect.model.record import AbstractSection, Record
    >>> text = "Sixty women took part. There were no adverse events."
    >>> record = Record(id="x", title="Yoga", abstract=(AbstractSection(text=text),))
    >>> study = StudyView(record=record, facts=study_facts(record))
    >>> signs = signs_of(ClaimView(id="c", text="It was safe."), study)
    >>> signs["harm_alike"], signs["other_kind"]
    (1.0, 0.0)
    """
    return {
        **_harm(claim, study),
        **_design(claim, study),
        **_certainty(claim, study),
        **_people(claim, study),
        **_figures(claim, study),
    }


def _harm(claim: ClaimView, study: StudyView) -> dict[str, float]:
    """Both tell harms as absent, rare or mild."""
    told = [s.text for s in study.sentences if _HARM.search(s.text) and s.section != "BACKGROUND"]
    alike = 0.0
    if _HARM.search(claim.text) and told:
        alike = float(bool(_MILD.search(claim.text)) and any(_MILD.search(t) for t in told))
    return {"harm_alike": alike}


def _design(claim: ClaimView, study: StudyView) -> dict[str, float]:
    """Compare whether chance allotted the treatments, and whether there was a comparison group."""
    facts = claim.of("design")
    randomised = is_randomised(study)
    says = any(f.term in RANDOMISED and not f.negated for f in facts)
    denies = any((f.term in RANDOMISED and f.negated) or f.term == "nonrandomised" for f in facts)
    alone = any(f.term == "uncontrolled" for f in claim.of("control"))
    single = "single_arm" in study_designs(study) or any(
        f.term == "uncontrolled" for f in study.of("control")
    )
    small = {"pilot", "case_report", "case_series", "protocol", "cohort"} & {
        f.term for f in facts if not f.negated
    }
    return {
        "design_alike": float((says and randomised) or (denies and not randomised) or (alone and single)),
        "design_named_wrong": float(bool(small) and not small & study_designs(study)),
    }


def _certainty(claim: ClaimView, study: StudyView) -> dict[str, float]:
    """Compare how sure the claim sounds with how sure the authors are in their conclusions."""
    last = [s.text for s in study.sentences if s.section == "CONCLUSIONS"] or [
        s.text for s in study.sentences[-2:]
    ]
    careful = any(_CAREFUL.search(t) for t in last)
    denied = bool(re.search(r"\b(?:not?|n['’]t|never|cannot)\b", claim.text, re.IGNORECASE))
    return {
        "firm_of_careful": float(bool(_FIRM.search(claim.text)) and not denied and careful),
        "careful_of_careful": float(bool(_CAREFUL.search(claim.text)) and careful),
    }


def _people(claim: ClaimView, study: StudyView) -> dict[str, float]:
    """The claim names one of two kinds, and the study only the other."""
    mine = {w.fold for w in words(claim.text)}
    theirs = {w.fold for w in words(f"{study.record.title} {study.abstract}")}
    found = 0.0
    for pair in _KINDS:
        one, other = ({w.fold for w in words(word)} for word in pair.split("/"))
        for a, b in ((one, other), (other, one)):
            if a <= mine and not a <= theirs and b <= theirs and not b <= mine:
                found = 1.0
    return {"other_kind": found}


def _figures(claim: ClaimView, study: StudyView) -> dict[str, float]:
    """The claim tells a change by a figure that the abstract prints as a share of people."""
    found = 0.0
    for match in _CHANGE.finditer(claim.text):
        value = re.escape(match.group("n") or match.group("m"))
        shares = (
            rf"\d\s*/\s*\d+[,;)]?\s*\(?{value}\s*%|\(\s*{value}\s*%\s*\)|\b{value}\s*%\)? (?:of|had|were)\b"
        )
        found = max(found, float(bool(re.search(shares, study.abstract))))
    return {"change_of_share": found}
