"""Dose, number of sessions, length of treatment or time of measurement told otherwise than in the study."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.compare.facets._base import Example, Facet, agreement, fault
from trueeffect.check.compare.figures import agree, dimension, in_unit
from trueeffect.check.compare.pairing import (
    Figure,
    claim_clause,
    claim_figures,
    content,
    result_figures,
    study_figures,
    times_clash,
    trivial,
)
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.timing import time_words
from trueeffect.model.fact import Assertion, Quantity
from trueeffect.model.verdict import Finding
from trueeffect.text.quantities.units import unit_kind
from trueeffect.vocab.concepts import concepts

_TIMES = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})
_SHORT = frozenset({"seconds", "minutes", "hours"})
_DOSES = frozenset(
    {"mass", "frequency", "current", "dose_by_weight", "sessions", "volume", "units", "per_time"}
)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found: list[Finding] = []
    for said in claim.of("dose", "duration", "timepoint"):
        if said.quantity is not None and said.role != "condition" and not _per_week(claim, said):
            finding = _judge(claim, said, study)
            found += [finding] if finding is not None else []
    return found


_PER = re.compile(r"\s*(?:per|an?|each|every)\s+(?:week|day|month)\b", re.IGNORECASE)


def _per_week(claim: ClaimView, said: Assertion) -> bool:
    """Tell whether a number of sessions is a rhythm: "three sessions a week"."""
    sessions = said.quantity is not None and said.quantity.unit == "sessions"
    return sessions and bool(_PER.match(claim.text, said.span.end - claim.offset))


def _judge(claim: ClaimView, said: Assertion, study: StudyView) -> Finding | None:
    quantity = said.quantity
    assert quantity is not None
    kin = [
        f
        for f in study_figures(study)
        if f.fact.facet in ("dose", "duration", "timepoint") and _kin(quantity, f.quantity)
    ]
    seen = next((f for f in kin if agree(quantity, f.quantity)), None)
    if seen is not None:
        return agreement("dose_duration", claim, study, said, seen.fact)
    if not kin or quantity.bound in ("more", "at_least") or _worked_out(quantity, study):
        return None
    rival = _rival(claim, said, kin, study)
    if rival is None:
        return None
    return fault(
        "dose_duration", claim, study, said, rival.fact,
        error_type="wrong_dose_duration",
        explanation=f"The claim says {said.quote}; the study reports {rival.fact.quote}.",
        confidence=0.85,
    )  # fmt: skip


def _kin(mine: Quantity, yours: Quantity) -> bool:
    """Tell whether two doses or times are of one class; minutes of a session are no weeks of a course."""
    if dimension(mine) != dimension(yours):
        return False
    if dimension(mine) != "time":
        return mine.unit != "" and in_unit(yours, mine.unit) is not None
    return (mine.unit in _SHORT) == (yours.unit in _SHORT)


def _worked_out(quantity: Quantity, study: StudyView) -> bool:
    """Tell whether a number of sessions or weeks follows from others: twice a week for six weeks."""
    return any(
        abs(value - quantity.value) <= max(quantity.precision, 0.05 * value)
        for value in _products(quantity, study)
    )


def _products(quantity: Quantity, study: StudyView) -> Iterator[float]:
    figures = [f.quantity for f in study_figures(study) if f.fact.facet in ("dose", "duration", "timepoint")]
    for one in figures:
        for other in figures:
            if (
                quantity.unit == "sessions"
                and one.unit.startswith("per ")
                and unit_kind(other.unit) == "time"
            ):
                per = in_unit(
                    other, {"per day": "days", "per week": "weeks", "per month": "months"}[one.unit]
                )
                if per is not None:
                    yield one.value * per[0]
            if one is not other and one.unit == other.unit == quantity.unit:
                yield one.value + other.value
                yield abs(one.value - other.value)
            if one.unit == quantity.unit and unit_kind(one.unit) == "mass" and other.unit == "per day":
                yield one.value * other.value
                yield one.value / other.value


def _rival(claim: ClaimView, said: Assertion, kin: list[Figure], study: StudyView) -> Figure | None:
    """Return the figure that the study gives for the same dose or time, when that is safe to say."""
    quantity = said.quantity
    assert quantity is not None
    slip = next((f for f in kin if _same_digits(quantity, f.quantity) and _same_part(said, f)), None)
    if slip is not None and (unit_kind(quantity.unit) == "time" or _same_talk(claim, said, slip)):
        return slip
    same = [
        f
        for f in kin
        if f.fact.facet == said.facet and f.fact.role == said.role and f.fact.role != "condition"
    ]
    if dimension(quantity) == "time":
        return _time_rival(claim, said, same, study)
    if unit_kind(quantity.unit) == "per_time":
        return _how_often(claim, said, same, study)
    if unit_kind(quantity.unit) not in _TOLD:
        return None
    distinct = {in_unit(f.quantity, quantity.unit) for f in same}
    if len(distinct) != 1 or not _same_talk(claim, said, same[0]) or _rhythm_or_one(same[0]):
        return None
    return same[0]


def _how_often(claim: ClaimView, said: Assertion, same: list[Figure], study: StudyView) -> Figure | None:
    """Return how often the study gave the dose that the claim tells with another rhythm."""
    doses = [a.quantity for a in claim.of("dose") if a is not said and a.quantity]
    for figure in same:
        beside = [
            f
            for f in study_figures(study)
            if f.key == figure.key and f.fact.facet == "dose" and f is not figure
        ]
        if any(agree(dose, f.quantity) and dose.unit == f.quantity.unit for dose in doses for f in beside):
            return figure
    return None


def _rhythm_or_one(figure: Figure) -> bool:
    """Tell whether the study's number of sessions is one of many: "one session", "two sessions a week"."""
    after = figure.sentence[figure.sentence.find(figure.fact.quote) + len(figure.fact.quote) :]
    return figure.quantity.unit == "sessions" and (figure.quantity.value <= 1 or bool(_PER.match(after)))


_TOLD = frozenset({"mass", "frequency", "sessions", "current"})


def _time_rival(claim: ClaimView, said: Assertion, same: list[Figure], study: StudyView) -> Figure | None:
    """A length of treatment is called wrong only where the study has one, in a sentence on the same thing.

    A time of measurement is called wrong only where the figure told for it was measured at another time.
    """
    if said.role == "follow_up":
        return _told_for(claim, said, same, study) or _followed(claim, said, same)
    if said.role != "treatment":
        return None
    times = {round(value[0], 3) for f in same if (value := in_unit(f.quantity, "days")) is not None}
    if len(times) != 1:
        return None
    words = content(claim_clause(claim, said)) or content(claim.text)
    shared = len(words & content(same[0].sentence))
    treated = _TREATED.search(claim_clause(claim, said)) and _TREATED.search(same[0].sentence)
    if treated and shared >= 2 and shared >= 0.5 * len(words):
        return same[0]
    both = _COURSE.search(claim.text) and (shared or _TREATED.search(same[0].sentence))
    return same[0] if both and len(words - _COURSE_WORDS) <= max(1, shared) else None


_TREATED = re.compile(
    r"\b(?:treat\w*|therap\w*|course|programme|program|classes|sessions|training|given|took|take|taken|received)\b",
    re.IGNORECASE,
)


_COURSE = re.compile(
    r"\b(?:treat(?:ment|ments|ed)|therapy|course|programme|program|classes|sessions|training|needling|"
    r"dosing|tablets|pills)\b"
    r"[^.;]*\b(?:last\w*|ran|run|went on|go on|going on|continued|held|given|took|taken|spread|for|over)\b",
    re.IGNORECASE,
)
_COURSE_WORDS = concepts(
    "treatment therapy course programme classes class session training hold give last run go continue "
    "take spread daily weekly patient"
)


_FOLLOWED = re.compile(r"\bfollow(?:ed|[\s-]?up)\b[^.;]{0,40}$", re.IGNORECASE)


def _followed(claim: ClaimView, said: Assertion, same: list[Figure]) -> Figure | None:
    """Return the study's length of follow-up when the claim states another one as such."""
    start = said.span.start - claim.offset
    if not _FOLLOWED.search(claim.text[max(0, start - 60) : start]):
        return None
    told = [f for f in same if _FOLLOWED.search(f.sentence[: max(0, f.sentence.find(f.fact.quote))])]
    return told[0] if len(told) == 1 == len(same) else None


def _told_for(claim: ClaimView, said: Assertion, same: list[Figure], study: StudyView) -> Figure | None:
    """Return the time at which the study measured the one figure that the claim gives for another time."""
    results = [a for a in claim_figures(claim, "number", "harm") if a.quantity and not trivial(a.quantity)]
    for result in results:
        assert result.quantity is not None
        meets = [f for f in result_figures(study) if agree(result.quantity, f.quantity) and f.fact.timepoint]
        if len(meets) == 1 and times_clash(said.timepoint or _time_words(said), meets[0].fact.timepoint):
            return next((f for f in same if f.key == meets[0].key), None)
    return None


def _time_words(said: Assertion) -> str:
    assert said.quantity is not None
    return time_words(said.quantity)


def _same_talk(claim: ClaimView, said: Assertion, figure: Figure) -> bool:
    """Tell whether both doses are of one thing: a word shared beside them, or a claim that names none."""
    start = said.span.start - claim.offset
    mine = _around(claim.text, start, said.quote) - _COURSE_WORDS
    yours = _around(figure.sentence, figure.sentence.find(figure.fact.quote), figure.fact.quote)
    if mine & yours:
        return True
    if unit_kind(said.quantity.unit if said.quantity else "") == "sessions":
        return len(mine) <= 1
    if not mine - _DOSE_WORDS and re.search(r"\bdos(?:e|age)\b", claim.text, re.IGNORECASE):
        return True
    return len(mine) <= 1 and bool(_DAILY.search(claim.text)) and bool(_DAILY.search(figure.sentence))


def _around(text: str, start: int, quote: str) -> frozenset[str]:
    """Return the concepts of the few words next to a dose: what it is a dose of."""
    start = max(start, 0)
    after = _PHRASE_END.split(text[start + len(quote) : start + len(quote) + _NEXT])[0]
    before = _PHRASE_END.split(text[max(0, start - _NEXT) : start])[-1]
    return content(before + " " + after)


_PHRASE_END = re.compile(r"[,;:+]|\.\s|\b(?:and|or|versus|vs|plus|with|than|followed)\b", re.IGNORECASE)
_NEXT = 32


_DOSE_WORDS = concepts("dose dosage tested test daily amount strength")
_DAILY = re.compile(r"\b(?:a|per|every|each) day\b|\bdaily\b", re.IGNORECASE)


def _same_digits(mine: Quantity, yours: Quantity) -> bool:
    """Tell whether the digits agree and only the unit differs: 7 weeks and 7 months."""
    return mine.value == yours.value and mine.unit != yours.unit and mine.value > 2


def _same_part(said: Assertion, figure: Figure) -> bool:
    return (
        said.facet == figure.fact.facet and said.role == figure.fact.role and said.role in ("treatment", "")
    )


FACET = Facet(
    name="dose_duration",
    compare=_compare,
    error_types=("wrong_dose_duration",),
    examples=(
        Example(
            claim="The ten treatments were spread over seven months.",
            study="METHODS: Treated groups had ten sessions in 7 weeks.",
            expects="wrong_dose_duration",
        ),
        Example(
            claim="The dose tested was 80 mg of the drug.",
            study="METHODS: 300 adults were given the drug (20 mg a day) or placebo.",
            expects="wrong_dose_duration",
        ),
        Example(
            claim="Patients were treated for 14 weeks.",
            study="METHODS: Patients received needling or tablets for 14 days.",
            expects="wrong_dose_duration",
        ),
        Example(
            claim="At two years 31% of the walkers had fallen.",
            study="RESULTS: At six months 31% of the walkers had fallen.",
            expects="wrong_dose_duration",
        ),
        Example(
            claim="Classes were held daily for half a year.",
            study="METHODS: 28 patients had singing classes twice a week for six weeks, or usual care.",
            expects="wrong_dose_duration",
        ),
        Example(
            claim="Users took 850 mg once a week.",
            study="METHODS: Adults took the tablets (850 mg twice daily) or placebo.",
            expects="wrong_dose_duration",
        ),
        Example(
            claim="They were followed for six months.",
            study="METHODS: 300 adults took ginkgo or placebo and were followed for a median of 6.1 years.",
            expects="wrong_dose_duration",
        ),
        Example(
            claim="The dose was 900 micrograms.",
            study="METHODS: 400 women were given misoprostol 600 micrograms or placebo.",
            expects="wrong_dose_duration",
        ),
        Example(
            claim="They ate ten grams of it every day.",
            study="METHODS: 50 adults took one clove of garlic (1 g) a day for two months.",
            expects="wrong_dose_duration",
        ),
        Example(
            claim="Each patient had 20 sessions of massage.",
            study="METHODS: Massage consisted of 12 sessions over 8 weeks.",
            expects="wrong_dose_duration",
        ),
    ),
    counter_examples=(
        Example(
            claim="After six months the gain was still there.",
            study="RESULTS: At 26 weeks the gain was still there.",
        ),
        Example(
            claim="Each patient had twelve sessions of massage.",
            study="METHODS: Massage was given twice a week for six weeks.",
        ),
        Example(
            claim="Over two months patients had massage.",
            study=(
                "METHODS: Massage consisted of 12 sessions over 8 weeks. Pain had lasted at least 6 months."
            ),
        ),
        Example(
            claim="A year later the benefit had gone.",
            study="METHODS: Massage lasted 8 weeks. RESULTS: Pain was lower at 8 weeks.",
        ),
    ),
)
