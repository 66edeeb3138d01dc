"""A secondary outcome told as the main one, or used to hide a main outcome without difference."""

from __future__ import annotations

import re

from trueeffect.check.compare.alignment import study_results
from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.facets._seen import seen_in
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.frames import goodness
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding
from trueeffect.vocab.terms import find_terms, related

_MAIN = re.compile(
    r"\b(?:main|primary|chief|principal|most important) (?:\w+ )?(?:outcome|end ?point|goal|result|aim|"
    r"measure|target)s?\b|"
    r"\b(?:met|reached|hit|achieved) its (?:main |primary )?(?:goal|target|end ?point|aim)\b|"
    r"\bthe trial (?:was|proved) a success\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|no|n['’]t|fail\w*|miss\w*|neither|without|ineffective|similar|unchanged|same)\b", re.IGNORECASE
)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    match = _MAIN.search(claim.text)
    if match is None or _DENIES.search(claim.text):
        return []
    said = Span(start=match.start(), end=match.end())
    secondary = _told_secondary(claim, study)
    if secondary is not None:
        text = "The study names this as a secondary outcome."
        return [_fault(claim, study, said, secondary, text)]
    null = _null_primary(study)
    if null is not None:
        return [_fault(claim, study, said, null, "The main outcome of the study did not differ.")]
    return []


def _told_secondary(claim: ClaimView, study: StudyView) -> Assertion | None:
    mine = {h.term for h in find_terms(claim.text, ("outcome",))}
    roles = [(f, study.words_around(f)) for f in study.of("role") if f.part in ("abstract", "facts")]
    for fact, words in roles:
        theirs = {h.term for h in find_terms(words, ("outcome",))}
        if fact.term == "primary" and any(related("outcome", a, b) for a in mine for b in theirs):
            return None
    for fact, words in roles:
        theirs = {h.term for h in find_terms(words, ("outcome",))}
        if fact.term == "secondary" and mine & theirs:
            return fact
    return None


def _null_primary(study: StudyView) -> Assertion | None:
    for result in study_results(study):
        if goodness(result.frame) == "none" and re.search(
            r"\b(?:primary|main) (?:\w+ )?(?:outcome|end ?point|measure)", result.frame.quote, re.IGNORECASE
        ):
            return seen_in(study, result)
    return None


def _fault(claim: ClaimView, study: StudyView, said: Span, seen: Assertion, text: str) -> Finding:
    return fault(
        "primary", claim, study, said, seen,
        error_type="secondary_as_primary", verdict="overstated", explanation=text,
    )  # fmt: skip


FACET = Facet(
    name="primary",
    compare=_compare,
    error_types=("secondary_as_primary",),
    examples=(
        Example(
            claim="The main outcome, sleep, got better with yoga.",
            study="METHODS: The primary outcome was pain. Secondary outcomes were sleep and mood. RESULTS: "
            "Sleep improved.",
            expects="secondary_as_primary",
        ),
        Example(
            claim="The trial met its main goal.",
            study="RESULTS: The primary outcome did not differ between the groups. Sleep improved more "
            "with yoga.",
            expects="secondary_as_primary",
        ),
    ),
    counter_examples=(
        Example(
            claim="The main outcome, pain, got better with yoga.",
            study="METHODS: The primary outcome was pain. Secondary outcomes were sleep and mood. RESULTS: "
            "Pain improved.",
        ),
        Example(
            claim="The trial missed its main goal.",
            study="RESULTS: The primary outcome did not differ between the groups.",
        ),
    ),
)
