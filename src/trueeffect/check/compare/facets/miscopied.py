"""The study's own sentence with one other figure in it."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.verbatim import content, figures, nearly_same, place_of, same_run
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding

_TIME = re.compile(
    r"\W{0,3}(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|sessions?|m?g\b|ml\b)", re.I
)
_PEOPLE = re.compile(
    r"\W{0,2}(?:\w+ )?(?:patients|participants|people|women|men|children|adults|subjects|volunteers)\b", re.I
)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    said = figures(claim.text)
    if not said:
        return []
    mine = content(claim.text) - set(said)
    for sentence in study.sentences:
        seen = figures(sentence.text)
        wrong = [i for i, (a, b) in enumerate(zip(said, seen, strict=False)) if not _agree(a, b)]
        if len(said) != len(seen) or len(wrong) != 1 or said[wrong[0]] in figures(study.abstract):
            continue
        if nearly_same(mine, content(sentence.text) - set(seen)) and same_run(claim.text, sentence.text):
            return [_fault(claim, study, sentence.span.start, sentence.text, wrong[0])]
    return []


def _fault(claim: ClaimView, study: StudyView, start: int, text: str, number: int) -> Finding:
    at, there = place_of(claim.text, number), place_of(text, number)
    after = claim.text[at.end :]
    kind = "wrong_number"
    if _TIME.match(after):
        kind = "wrong_dose_duration"
    elif _PEOPLE.match(after):
        kind = "wrong_sample_size"
    said, seen = claim.text[at.start : at.end], text[there.start : there.end]
    return fault(
        "miscopied",
        claim,
        study,
        at,
        Span(start=start + there.start, end=start + there.end),
        error_type=kind,
        explanation=f"The claim says {said} where the study says {seen}.",
    )


def _agree(one: str, other: str) -> bool:
    """Tell whether two figures are the same, or one is the other rounded."""
    if one == other:
        return True
    a, b = (figure.rstrip("%").replace(",", "").replace("·", ".") for figure in (one, other))
    try:
        digits = len(a.partition(".")[2])
        return round(float(b), digits) == float(a)
    except ValueError:
        return True


FACET = Facet(
    name="miscopied",
    compare=_compare,
    error_types=("wrong_number", "wrong_dose_duration", "wrong_sample_size"),
    examples=(
        Example(
            claim="Stiffness lasted 54 minutes with cold baths at the end of winter.",
            study="RESULTS: Stiffness lasted 45 minutes with cold baths at the end of winter.",
            expects="wrong_dose_duration",
        ),
        Example(
            claim="Cold baths were disliked by 83% of those who took them at home.",
            study="RESULTS: Cold baths were disliked by 38% of those who took them at home.",
            expects="wrong_number",
        ),
    ),
    counter_examples=(
        Example(
            claim="Cold baths were disliked by 38% of those who took them at home.",
            study="RESULTS: Cold baths were disliked by 37.6% of those who took them at home.",
        ),
        Example(
            claim="Warm baths were liked by 83% of those who took them at the spa.",
            study="RESULTS: Cold baths were disliked by 38% of those who took them at home.",
        ),
    ),
)
