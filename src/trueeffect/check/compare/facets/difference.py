"""A difference that is claimed where the study's own sentence on the very same thing denies it.

Works on sentences that say nearly the same in nearly the same words: there the one word that decides,
*no* or *not*, is what a reader would miss.
"""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.verbatim import content, nearly_same
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding

_DIFFER = r"(?:differences?|differ(?:ed|s)?|different)"
_SAID = re.compile(
    r"\b(?:there (?:was|were)|(?:did|was|were)) (?:an? |clear |any )?"
    rf"(?:statistically )?significant(?:ly)? {_DIFFER}\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:(?:was|were|found|showed|had) no|no|not|n't) "
    rf"(?:statistically )?significant(?:ly)? {_DIFFER}\b",
    re.IGNORECASE,
)
_ANY_NO = re.compile(
    r"\b(?:no|not|nor|neither|non|without|never|except|but|although|however)\b|n't\b", re.IGNORECASE
)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    said = _SAID.search(claim.text)
    if said is None or _ANY_NO.search(claim.text):
        return []
    mine = content(claim.text)
    for sentence in study.sentences:
        denied = _DENIED.search(sentence.text)
        if denied and not _SAID.search(sentence.text) and nearly_same(mine, content(sentence.text)):
            start = sentence.span.start + denied.start()
            return [
                fault(
                    "difference",
                    claim,
                    study,
                    Span(start=said.start(), end=said.end()),
                    Span(start=start, end=start + len(denied.group())),
                    error_type="direction_reversed",
                    explanation="The study found no significant difference here; the claim says it did.",
                )
            ]
    return []


FACET = Facet(
    name="difference",
    compare=_compare,
    error_types=("direction_reversed",),
    examples=(
        Example(
            claim="At six weeks there was a significant difference in stiffness between the groups.",
            study="RESULTS: At six weeks there was no significant difference in stiffness between groups.",
            expects="direction_reversed",
        ),
        Example(
            claim="Costs per patient were significantly different between clinics and wards.",
            study="RESULTS: Costs per patient were not significantly different between clinics and wards.",
            expects="direction_reversed",
        ),
    ),
    counter_examples=(
        Example(
            claim="At six weeks there was a significant difference in pain between the groups.",
            study="RESULTS: There was no significant difference in stiffness or in walking speed.",
        ),
        Example(
            claim="At six weeks there was no significant difference in stiffness between the groups.",
            study="RESULTS: At six weeks there was no significant difference in stiffness between groups.",
        ),
        Example(
            claim="At one year there was a significant difference in stiffness between the groups.",
            study="RESULTS: There was no significant difference in stiffness at six weeks between groups, "
            "but there was a significant difference at one year.",
        ),
    ),
)
