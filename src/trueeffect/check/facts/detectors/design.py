"""How the study was made: trial, pilot, cohort, case report, animal experiment, review, ..."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from trueeffect.check.facts.detectors._base import Detector, Reading, denied, vocabulary_facts
from trueeffect.model.fact import Assertion

_NOT_DESIGN = re.compile(
    r"\b(?:clinical trials? (?:regist|number)|(?:international|australian|new zealand|netherlands|eu|"
    r"chinese|iranian|uk|"
    r"standard|current|german) (?:\w+ ){0,4}(?:controlled |clinical )?trials?\b|clinicaltrials|"
    r"controlled-trials|"
    r"trial registration|randomly (?:selected|chosen|sampled)|survey (?:of|question)|"
    r"disease registry|(?:further|future|larger|more|prior|previous|earlier|other|full|full-scale|definitive)"
    r" (?:\w+ ){0,3}(?:trials?|rcts?|stud(?:y|ies)|reviews?|research))",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:\bnot\b|n['’]t\b|\bnever\b|\brather than\b|\binstead of\b|\bno\b|\bneither\b)[^.;,]{0,50}$",
    re.IGNORECASE,
)
_ONE_PERSON = re.compile(
    r"\b(?:we (?:describe|report|present|treated)|case of|describes?|"
    r"reports?) (?:here )?(?:the case of )?an? (?:\w+ )?"
    r"(?:\d+|\w+)[- ]year[- ]old (?:\w+ )?(?:wom[ae]n|m[ae]n|girl|boy|patient|female|male|child)",
    re.IGNORECASE,
)
_NONRANDOM = re.compile(
    r"\bnon-?\s?randomi[sz]ed|\bnot randomi[sz]ed|\bunrandomi[sz]ed|\bquasi-?randomi[sz]ed", re.I
)


def _find(reading: Reading) -> Iterator[Assertion]:
    odd = [m.span() for m in (*_NOT_DESIGN.finditer(reading.text), *_NONRANDOM.finditer(reading.text))]
    for fact in vocabulary_facts(reading, "design"):
        start = fact.span.start - reading.offset
        if not any(a <= start < b for a, b in odd):
            yield replace(fact, negated=True) if _NOT_BEFORE.search(reading.text[:start]) else fact
    for match in _ONE_PERSON.finditer(reading.text):
        yield reading.fact("design", match.start(), match.end(), term="case_report")
    for match in _NONRANDOM.finditer(reading.text):
        yield reading.fact(
            "design",
            match.start(),
            match.end(),
            term="nonrandomised",
            negated=denied(reading.text, match.start()),
        )


DETECTOR = Detector(
    facet="design",
    find=_find,
    examples=(
        ("Sixty people were randomly assigned to two groups.", "rct"),
        ("A pilot study of acupressure", "pilot"),
        ("An uncontrolled study of 12 patients", "single_arm"),
        ("We report a case report of one patient.", "case_report"),
        ("Patients were not randomised.", "nonrandomised"),
        ("We describe a 71-year-old woman who took the herb.", "case_report"),
    ),
    counter_examples=(
        ("Patients were not randomised.", "rct"),
        ("Further randomised trials are needed.", "rct"),
        ("It is listed in the Australian Clinical Trials Registry.", "rct"),
    ),
)
