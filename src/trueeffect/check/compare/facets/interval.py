"""A figure called significant whose printed interval holds no effect, or called chance when it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Quantity
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding

_SAYS = re.compile(
    r"\bsignifican(?:t|tly|ce)\b(?! (?:number|part|share|proportion|amount|other))", re.IGNORECASE
)
_DENIES = re.compile(
    r"\b(?:not?|non|never|nor|neither|without|whether|if|fail\w*|short of)\b[^.;]{0,40}\bsignifican|"
    r"n['’]t\b[^.;]{0,40}\bsignifican|"
    r"\b(?:non|in)-?significan|\bsignifican\w* (?:only|level)|\bbut\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.])[−–-]?\d+(?:[.·]\d+)?")
_INTERVAL = re.compile(
    r"^[^\d;]{0,40}?(?:\b95\s?%\s?)?(?:\bC\.?I\.?s?\b|\bconfidence intervals?\b)?[\s:,=(\[]{0,4}"
    r"(?P<low>[−–-]?\d+(?:[.·]\d+)?)\s?(?:to|,|–|-|;)\s?(?P<high>[−–+-]?\d+(?:[.·]\d+)?)(?![\d%]*\s?%? CI)"
)
_RATIO = re.compile(r"\bratios?\b|\brelative risks?\b|\b(?:HR|OR|RR|aHR|aOR)\b", re.IGNORECASE)
_NEAR = 0.006


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    match = _SAYS.search(claim.text)
    if match is None or _DENIES.search(claim.text):
        return []
    for said in claim.of("number"):
        if said.quantity is None or said.quantity.counts in ("p_value", "interval"):
            continue
        places = list(_places(said.quantity, study))
        if places and all(chance for _, chance in places):
            seen = places[0][0]
            text = "The interval that the study prints for this figure includes no effect."
            return [
                fault("interval", claim, study, Span(start=match.start(), end=match.end()), seen,
                      error_type="pvalue_misread", explanation=text)
            ]  # fmt: skip
    return []


def _places(said: Quantity, study: StudyView) -> Iterator[tuple[Span, bool]]:
    """Yield each sentence that prints the figure with an interval, and whether this holds no effect."""
    for sentence in study.sentences:
        for match in _NUMBER.finditer(sentence.text):
            value = _float(match.group())
            ratio = bool(_RATIO.search(sentence.text[max(0, match.start() - 45) : match.start()]))
            interval = _INTERVAL.match(sentence.text[match.end() :]) if _same(said, value, ratio) else None
            if interval is None:
                continue
            low, high = sorted((_float(interval.group("low")), _float(interval.group("high"))))
            if low <= value <= high or low <= -value <= high:
                null = 1.0 if ratio else 0.0
                yield sentence.span, low < null < high


def _float(text: str) -> float:
    return float(re.sub("[−–]", "-", text).replace("·", ".").lstrip("+"))


def _same(said: Quantity, value: float, ratio: bool) -> bool:
    """A ratio of 1.12 may be told as 12 percent more, one of 0.92 as 8 percent less."""
    if abs(abs(said.value) - abs(value)) < _NEAR:
        return True
    return ratio and said.unit == "%" and abs(100 * abs(value - 1) - abs(said.value)) < 0.5 + _NEAR


FACET = Facet(
    name="interval",
    compare=_compare,
    error_types=("pvalue_misread",),
    examples=(
        Example(
            claim="The pills raised the risk by a statistically significant 12%.",
            study="RESULTS: The hazard ratio for dementia was 1.12 (95% CI 0.94 to 1.33).",
            expects="pvalue_misread",
        ),
        Example(
            claim="Pressure fell by a significant 3.7 mm Hg.",
            study="RESULTS: Pressure was 3.7 mm Hg lower (95% CI -8.1 to 0.6) with the stove.",
            expects="pvalue_misread",
        ),
    ),
    counter_examples=(
        Example(
            claim="The pills cut the risk by a significant 12%.",
            study="RESULTS: The hazard ratio for dementia was 0.88 (95% CI 0.80 to 0.97).",
        ),
        Example(
            claim="The rise of 12% was not significant.",
            study="RESULTS: The hazard ratio for dementia was 1.12 (95% CI 0.94 to 1.33).",
        ),
        Example(
            claim="Pressure fell by a significant 3.7 mm Hg.",
            study="RESULTS: Pressure was 3.7 mm Hg lower (95% CI 2.1 to 5.6) with the stove.",
        ),
    ),
)
