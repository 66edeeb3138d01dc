"""Another stage of life, age, state of health or trade than that of the people who were studied."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding

_INFORMATIVE = 3
_DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
            "eighties": 80}  # fmt: skip
_BEFORE_MENOPAUSE = re.compile(
    r"\b(?:not (?:yet )?(?:reached|been through|gone through)|before|had yet to reach) (?:the )?menopause|"
    r"\bpremenopausal\b|\bpre-menopausal\b",
    re.IGNORECASE,
)
_AFTER_MENOPAUSE = re.compile(
    r"\b(?:post-?menopausal|(?:after|past|beyond|reached|been through|gone through) (?:the )?menopause)",
    re.IGNORECASE,
)
_BORNE = re.compile(r"\b(?:given birth before|second (?:child|baby)|were mothers already)\b", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:nullipar|primipar|primigravid)", re.IGNORECASE)
_HEALTHY = re.compile(
    r"\b(?:healthy (?:volunteers|people|adults|men|women|students)|"
    r"nothing (?:was )?wrong with (?:them|their))\b",
    re.IGNORECASE,
)
_ILL = re.compile(
    r"\bpatients (?:with|admitted|undergoing|who had)\b|\bcritically ill\b|\bintensive care\b", re.I
)
_TRADES = ("nurse", "teacher", "student", "musician", "actor", "soldier", "firefighter", "farmer", "miner",
           "dancer", "pilot", "driver", "footballer", "swimmer", "rower", "doctor", "preschool staff",
           "pre-school", "office worker", "white-collar", "prisoner", "police officer")  # fmt: skip
_TRADE = re.compile(rf"\b(?:{'|'.join(_TRADES)})s?\b", re.IGNORECASE)
_TAKERS = re.compile(
    r"(?:^\W*(?:the |all |most |these |hospital |\d+ )*|\b(?:in|among|by|of)(?: \w+)? )$", re.IGNORECASE
)
_DENIED = re.compile(
    r"\bno\b|\bnone\b|\bneither\b|\bwhether\b|\bn['’]t\b|\bunlike\b|\bcompared\b", re.IGNORECASE
)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    if len(study.sentences) < _INFORMATIVE:
        return []
    told = f"{study.record.title}\n{study.abstract}"
    return _opposite(claim, study, told) or _age(claim, study) or _trade(claim, study, told)


def _opposite(claim: ClaimView, study: StudyView, told: str) -> list[Finding]:
    for said, seen in (
        (_BEFORE_MENOPAUSE, _AFTER_MENOPAUSE),
        (_AFTER_MENOPAUSE, _BEFORE_MENOPAUSE),
        (_BORNE, _FIRST),
        (_HEALTHY, _ILL),
    ):
        mine, theirs = said.search(claim.text), seen.search(told)
        if (
            mine is None
            or theirs is None
            or said.search(told)
            or (said is _HEALTHY and "healthy" in told.lower())
        ):
            continue
        if said is _AFTER_MENOPAUSE and _BEFORE_MENOPAUSE.search(claim.text):
            continue
        if not re.search(r"\b(?:not|n['’]t|none)\b", claim.text[: mine.start()]):
            return [_wrong(claim, study, mine, theirs.group())]
    return []


_RANGE = re.compile(
    r"\baged? (?:between )?(\d\d) ?(?:to|and|-|–) ?(\d\d)\b|\b(\d\d) ?(?:to|-|–) ?(\d\d) years\b", re.I
)
_FROM = re.compile(
    r"\baged? (?:≥ ?|over |at least )?(\d\d)(?: years)? (?:and|or) (?:older|over|above)\b", re.I
)


def _age(claim: ClaimView, study: StudyView) -> list[Finding]:
    match = re.search(rf"\bin their (?:\w+ and )?({'|'.join(_DECADES)})\b", claim.text, re.IGNORECASE)
    if match is None or _DENIED.search(claim.text):
        return []
    low = _DECADES[match.group(1).lower()]
    for sentence in study.sentences:
        span, onward = _RANGE.search(sentence.text), _FROM.search(sentence.text)
        if span is not None:
            ages = [int(g) for g in span.groups() if g]
            clash, words = low + 9 < ages[0] or low > ages[1], span.group()
        elif onward is not None:
            clash, words = low + 9 < int(onward.group(1)), onward.group()
        else:
            continue
        return [_wrong(claim, study, match, words)] if clash else []
    return []


def _trade(claim: ClaimView, study: StudyView, told: str) -> list[Finding]:
    match = _TRADE.search(claim.text)
    theirs = {_plain(m): m for m in _TRADE.finditer(told)}
    if match is None or not theirs or _DENIED.search(claim.text):
        return []
    if _plain(match) in theirs or not _TAKERS.search(claim.text[: match.start()]):
        return []
    return [_wrong(claim, study, match, next(iter(theirs.values())).group())]


def _plain(match: re.Match[str]) -> str:
    """Return the trade without plural, hyphen and what follows."""
    return match.group().lower().replace("-", "").rstrip("s").split()[0]


def _wrong(claim: ClaimView, study: StudyView, said: re.Match[str], words: str) -> Finding:
    place = study.abstract.find(words)
    title = study.record.title
    seen = (
        next(s.span for s in study.sentences if s.span.end > place)
        if place >= 0
        else Assertion(facet="topic", part="title", quote=title, span=Span(start=0, end=len(title)))
    )
    return fault(
        "population", claim, study, Span(start=said.start(), end=said.end()), seen,
        error_type="wrong_condition", confidence=0.85,
        explanation=f"The people in the study were others: {words.strip()}.",
    )  # fmt: skip


FACET = Facet(
    name="population",
    compare=_compare,
    error_types=("wrong_condition",),
    examples=(
        Example(
            claim="The women were in their thirties and had not reached the menopause.",
            study="METHODS: We randomised 90 postmenopausal women. They took pills for a year. RESULTS: Bone "
            "loss slowed.",
            expects="wrong_condition",
        ),
        Example(
            claim="All were in their twenties.",
            study="METHODS: We randomised 90 people aged 55 and older. They walked for a year. RESULTS: "
            "Blood pressure fell.",
            expects="wrong_condition",
        ),
        Example(
            claim="It was tried in actors.",
            study="METHODS: We randomised 90 musicians. They breathed slowly. RESULTS: Stage fright fell.",
            expects="wrong_condition",
        ),
        Example(
            claim="These were healthy volunteers.",
            study="METHODS: We randomised 90 patients admitted to intensive care. They got heparin. RESULTS: "
            "Clots were rarer.",
            expects="wrong_condition",
        ),
    ),
    counter_examples=(
        Example(
            claim="They had reached the menopause.",
            study="METHODS: We randomised 90 postmenopausal women. They took pills for a year. RESULTS: Bone "
            "loss slowed.",
        ),
        Example(
            claim="Most were in their sixties.",
            study="METHODS: We randomised 90 people aged 55 and older. They walked for a year. RESULTS: "
            "Blood pressure fell.",
        ),
        Example(
            claim="Nurses rang them up once a week.",
            study="METHODS: We randomised 90 musicians. A nurse rang them up. RESULTS: Stage fright fell.",
        ),
    ),
)
