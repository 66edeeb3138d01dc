"""A word of direction turned round in a sentence that otherwise is the study's own."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.verbatim import content, nearly_same
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding

_PAIRS = (
    ("increased decreased", "increase decrease", "increases decreases", "higher lower", "greater smaller"),
    ("improved worsened", "better worse", "longer shorter", "more fewer", "more less", "reduced increased"),
    ("reduced raised", "rose fell", "larger smaller", "faster slower", "gained lost", "superior inferior"),
)
_OPPOSITES = [tuple(pair.split()) for row in _PAIRS for pair in row]
_TURNED = {(a, b) for pair in _OPPOSITES for a, b in (pair, pair[::-1])}
_WORDS = frozenset(word for pair in _OPPOSITES for word in pair)
_ANY_NO = re.compile(r"\b(?:no|not|nor|neither|non|without|never)\b|n't\b", re.IGNORECASE)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    if _ANY_NO.search(claim.text):
        return []
    mine = content(claim.text)
    near = [s for s in study.sentences if nearly_same(mine, content(s.text)) and not _ANY_NO.search(s.text)]
    if len(near) != 1:
        return []
    yours = content(near[0].text)
    said, seen = (mine - yours) & _WORDS, (yours - mine) & _WORDS
    if len(said) != 1 or len(seen) != 1 or (*said, *seen) not in _TURNED:
        return []
    at, there = _place(claim.text, *said), _place(near[0].text, *seen)
    if at is None or there is None:
        return []
    start = near[0].span.start
    return [
        fault(
            "turned",
            claim,
            study,
            at,
            Span(start=start + there.start, end=start + there.end),
            error_type="direction_reversed",
            explanation=f"The study says “{next(iter(seen))}” where the claim says “{next(iter(said))}”.",
        )
    ]


def _place(text: str, word: str) -> Span | None:
    found = re.search(rf"\b{word}\b", text, re.IGNORECASE)
    return Span(start=found.start(), end=found.end()) if found else None


FACET = Facet(
    name="turned",
    compare=_compare,
    error_types=("direction_reversed",),
    examples=(
        Example(
            claim="Stiffness in the morning was lower with warm baths than with cold baths.",
            study="RESULTS: Stiffness in the morning was higher with warm baths than with cold baths.",
            expects="direction_reversed",
        ),
    ),
    counter_examples=(
        Example(
            claim="Stiffness in the morning was lower with cold baths than with warm baths.",
            study="RESULTS: Stiffness was higher with warm baths than with cold ones, and sleep was shorter.",
        ),
        Example(
            claim="Stiffness in the morning was higher with warm baths than with cold baths.",
            study="RESULTS: Stiffness in the morning was higher with warm baths than with cold baths.",
        ),
    ),
)
