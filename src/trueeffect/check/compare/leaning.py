"""Which way a claim leans when a decision is forced: named features and a small linear model.

The facets judge only what they are sure of. Where each claim must be called right or wrong, this module
adds weaker signs: how well the claim's words, numbers and times fit the best sentence of the abstract,
whether both deny or affirm, and what the facets found. Weights come from our own claim pairs; the recipe
is ``validation/accuracy/train_leaning.py``. The check report never uses it.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from trueeffect.check.compare.alignment import claim_frames, matches, study_results
from trueeffect.check.compare.compare import run_facets
from trueeffect.check.compare.facets.status import is_protocol
from trueeffect.check.compare.signs import signs_of
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.abbreviations import abbreviations
from trueeffect.check.facts.frames import Frame, goodness
from trueeffect.check.facts.polarity import cues_of
from trueeffect.check.facts.roles import sentence_roles
from trueeffect.check.facts.times import same_time, times_of
from trueeffect.model.verdict import Finding
from trueeffect.vocab.concepts import concepts
from trueeffect.vocab.terms import find_terms, related

_OPPOSITES = (
    "before/after", "men/women", "male/female", "boys/girls", "first/second", "first/last", "mild/severe",
    "acute/chronic", "early/late",
    "short/long", "local/distal", "old/young", "older/younger", "left/right", "children/adults",
    "oral/intravenous", "high/low",
    "upper/lower", "primary/secondary", "constipation/diarrhoea", "direct/indirect", "day/week",
    "day/month", "week/month",
    "month/year", "week/year", "inpatient/outpatient", "morning/evening", "subjective/objective",
    "mental/physical",
    "morbidity/mortality", "healthy/sick", "open/laparoscopic", "hot/cold", "wide/narrow",
    "sufficient/insufficient", "hours/days",
    "inside/outside", "rural/urban", "single/multiple", "private/public", "well/poorly", "telephone/mail",
    "lateral/medial",
)  # fmt: skip
_ALL = re.compile(r"\b(?:all|both|every(?:one|body)?|each|whole)\b", re.IGNORECASE)
_NOBODY = re.compile(
    r"\b(?:nobody|none|no one|not one|no (?:adverse|side|serious|patients?|participants?|episodes?|harm))\b",
    re.IGNORECASE,
)
_FEW = re.compile(r"\b(?:only|alone|just|merely|solely)\b", re.IGNORECASE)
_PROOF = re.compile(
    r"\b(?:prov\w+|cure[sd]?|clearly|definite\w*|certain\w*|conclusive\w*|firm|dramatic\w*)\b", re.IGNORECASE
)
_PLAN = re.compile(
    r"\b(?:will|planned|plans?|(?:is|are|was) to|to be (?:compared|tested|measured|recruited|randomi[sz]ed|"
    r"asked|studied|given)|set to|aims? to|coming|upcoming|wants? to|intends?|going to|protocol)\b",
    re.IGNORECASE,
)
_ROUND = re.compile(
    r"\b(?:about|nearly|almost|around|roughly|some|just (?:under|over)|close to|half|third|quarter|"
    r"in (?:two|three|four|five|six|ten|a hundred)|most)\b",
    re.IGNORECASE,
)
_SURE = 0.5


class Leaning(NamedTuple):
    """``score`` is the log-odds that the claim is right; ``quote`` the sentence it rests on."""

    score: float
    features: dict[str, float]
    findings: tuple[Finding, ...]
    quote: str


def lean(claim: ClaimView, study: StudyView) -> Leaning:
    """Return which way a claim leans against a study, with the features that say so.

    Examples
    --------
    >>> from trueeffect.check.facts.claim import claim_assertions
    >>> from trueeffect.check.facts.study import study_facts
    >>> from trueeffect.model.record import AbstractSection, Record
    >>> text = "Sixty adults did yoga or stretching. Pain did not differ between yoga and stretching."
    >>> record = Record(id="x", title="Yoga", abstract=(AbstractSection(text=text),))
    >>> study = StudyView(record=record, facts=study_facts(record))
    >>> claims = ("Yoga eased pain no better than stretching.", "Yoga eased pain better than stretching.")
    >>> views = [ClaimView(id="c", text=c, assertions=claim_assertions(c)) for c in claims]
    >>> lean(views[0], study).score > lean(views[1], study).score
    True
    """
    findings = run_facets(claim, study)
    features, quote = claim_features(claim, study, findings)
    weights = _weights()
    score = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return Leaning(score, features, findings, quote)


@cache
def _weights() -> dict[str, float]:
    path = files("trueeffect.data") / "models" / "leaning.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))["weights"]) if path.is_file() else {}


def claim_features(
    claim: ClaimView, study: StudyView, findings: tuple[Finding, ...]
) -> tuple[dict[str, float], str]:
    """Return the named features of a claim against a study, and the best sentence."""
    best, overlap = best_sentence(claim, study)
    features = {
        **_from_findings(findings),
        **_from_best(claim, study, best),
        **_from_frames(claim, study),
        **_from_words(claim, study, best, overlap),
        **_from_numbers(claim, study),
        **_from_status(claim, study),
        **signs_of(claim, study),
    }
    settled = any(f.facet in ("design", "status") and not f.error_type for f in findings)
    if features["frame_agree"] >= _SURE or settled:
        features["denial_differs"] = 0.0
    return features, _quote(claim, study, findings, best)


def _from_findings(findings: tuple[Finding, ...]) -> dict[str, float]:
    faults = [f for f in findings if f.error_type]
    agreed = {f.facet for f in findings if not f.error_type}
    return {
        "fault_number": float(any(f.facet not in _OWN and f.verdict == "contradicted" for f in faults)),
        "fault_direction": float(any(f.facet in ("direction", "significance", "subgroup") for f in faults)),
        "fault_topic": float(
            any(f.facet in ("condition", "comparator", "intervention", "species") for f in faults)
        ),
        "fault_spin": float(any(f.verdict in ("overstated", "unsupported") for f in faults)),
        "agree_status": float("status" in agreed),
    }


_OWN = frozenset({"species", "design", "condition", "comparator", "intervention", "direction",
                  "significance", "subgroup",
                  "primary", "status", "retraction", "mismatch", "absent", "certainty", "causal",
                  "equivalence",
                  "noninferiority"})  # fmt: skip


def _from_frames(claim: ClaimView, study: StudyView) -> dict[str, float]:
    """Compare result frames: the surest agreement and the surest conflict, by kind."""
    agree = against = none_against = reverse = 0.0
    denied = affirmed = only_of_all = 0.0
    for frame, _ in claim_frames(claim):
        found = matches(frame, study, claim.text)
        top = max((m.score for m in found), default=0.0)
        near = [m for m in found if m.score >= 0.8 * top]
        agree = max([agree, *(m.score for m in near if m.relation == "agree")])
        against = max([against, *(m.score for m in near if m.relation == "claims_difference")])
        none_against = max([none_against, *(m.score for m in near if m.relation == "claims_none")])
        reverse = max([reverse, *(m.score for m in near if m.relation == "reversed")])
        whole = (m for m in near if m.result.frame.all_arms and goodness(m.result.frame) == goodness(frame))
        only_of_all = max(only_of_all, float(frame.only and any(whole)))
        denied = max(denied, float(goodness(frame) == "none"))
        affirmed = max(affirmed, float(goodness(frame) != "none"))
    nothing = _share_of_nothing(study)
    conflict = max(against, none_against, reverse)
    return {
        "frame_agree": agree,
        "only_agreement": float(agree >= _SURE and conflict < _SURE),
        "only_conflict": float(conflict >= _SURE and agree < _SURE),
        "frame_reversed": reverse,
        "denied_in_null_study": denied * nothing,
        "affirmed_in_null_study": affirmed * nothing,
        "only_of_all": only_of_all,
    }


def _from_best(claim: ClaimView, study: StudyView, best: str) -> dict[str, float]:
    """Where no outcome is known, read the nearest sentence: does its nearest clause point the same way?"""
    agree = against = 0.0
    for frame, _ in claim_frames(claim):
        found = matches(frame, study, claim.text)
        if found and found[0].score >= _SURE:
            return {"nearest_agrees": 0.0, "nearest_conflicts": 0.0}
        near = [r.frame for r in study_results(study) if r.sentence == best and r.frame.effect != "differ"]
        if not near:
            continue
        mine = frame.words | frame.left_words | frame.right_words
        other = max(near, key=lambda f: len(mine & (f.words | f.left_words | f.right_words)))
        same = _points_alike(frame, other)
        agree, against = max(agree, float(same)), max(against, float(not same))
    return {"nearest_agrees": agree, "nearest_conflicts": against}


def _points_alike(frame: Frame, other: Frame) -> bool:
    """Compare two clauses by their words alone; arms that stand the other way round turn the second."""
    one, two = goodness(frame), goodness(other)
    if "none" in (one, two):
        return one == two
    opposite = {one, two} in ({"good", "bad"}, {"up", "down"})
    left, right = frame.left_words - frame.right_words, frame.right_words - frame.left_words
    straight = len(left & other.left_words - other.right_words) + len(
        right & other.right_words - other.left_words
    )
    crossed = len(left & other.right_words - other.left_words) + len(
        right & other.left_words - other.right_words
    )
    return opposite == (crossed > straight)


def _share_of_nothing(study: StudyView) -> float:
    """Return the share of the study's results that are "no difference"."""
    ways = [goodness(r.frame) for r in study_results(study) if r.part == "abstract"]
    return sum(w == "none" for w in ways) / len(ways) if ways else 0.5


@lru_cache(maxsize=4096)
def _expanded(sentence: str, known: tuple[tuple[str, str], ...]) -> frozenset[str]:
    used = [long for short, long in known if short in sentence]
    labels = [h.term.replace("_", " ") for h in find_terms(" ; ".join([sentence, *used]))]
    return concepts(" ".join([sentence, *used, *labels]))


def best_sentence(claim: ClaimView, study: StudyView) -> tuple[str, float]:
    """Return the sentence of the abstract that shares most with the claim, and how much, in [0, 1]."""
    mine = _expanded(claim.text, ())
    known = tuple(abbreviations(study.abstract).items())
    rarity = _rarity(study, known)
    numbers = _values(claim.text)
    times = times_of(claim.text)
    best, most = study.record.title, 0.0
    total = sum(rarity.get(c, 1.5) for c in mine) or 1.0
    for sentence, role in zip(study.sentences, sentence_roles(study.sentences), strict=True):
        shared = mine & _expanded(sentence.text, known)
        score = sum(rarity.get(c, 1.5) for c in shared) / total
        score += 0.12 * len(numbers & _values(sentence.text))
        score += 0.1 * any(same_time(a, b) for a in times for b in times_of(sentence.text))
        score += 0.1 * (role in ("RESULTS", "CONCLUSIONS"))
        if score > most:
            best, most = sentence.text, score
    return best, min(most, 1.0)


def _rarity(study: StudyView, known: tuple[tuple[str, str], ...]) -> dict[str, float]:
    """Return a weight per concept: words that every sentence of the abstract has tell little."""
    if "rarity" not in study.cache:
        counts: dict[str, int] = {}
        for sentence in study.sentences:
            for item in _expanded(sentence.text, known):
                counts[item] = counts.get(item, 0) + 1
        size = len(study.sentences) + 1
        study.cache["rarity"] = {c: math.log(size / n) + 0.3 for c, n in counts.items()}
    return study.cache["rarity"]  # type: ignore[return-value]


def _from_words(claim: ClaimView, study: StudyView, best: str, overlap: float) -> dict[str, float]:
    whole = _expanded(f"{study.record.title} {study.abstract}", tuple(abbreviations(study.abstract).items()))
    strange = [
        h for h in find_terms(claim.text, ("outcome", "condition", "intervention", "population",
                                           "comparator"))
        if not any(related(h.facet, h.term, k.term) for k in study.of(h.facet))
        and not concepts(claim.text[h.start : h.end]) & whole
    ]  # fmt: skip
    denies_claim, denies_best = _denies(claim.text), _denies(best)
    return {
        "overlap": overlap,
        "strange_terms": float(len(strange)),
        "denial_differs": float(denies_claim != denies_best)
        * overlap
        * float(bool(claim_frames(claim)) or denies_claim or bool(claim.of("harm"))),
        "opposite_word": float(_opposite(claim.text, best)),
        "all_against_some": float(bool(_FEW.search(claim.text)) and bool(_ALL.search(best))),
        "nobody_both": float(bool(_NOBODY.search(claim.text)) and bool(_NOBODY.search(best))),
        "proof_word": float(bool(_PROOF.search(claim.text)) and not denies_claim),
        "proof_denied": float(bool(_PROOF.search(claim.text)) and denies_claim),
    }


def _denies(text: str) -> bool:
    return any(c.kind in ("NEG", "SAME") for c in cues_of(text))


def _opposite(text: str, best: str) -> bool:
    mine, theirs = concepts_and_stops(text), concepts_and_stops(best)
    for pair in _OPPOSITES:
        one, other = (frozenset(concepts_and_stops(word)) for word in pair.split("/"))
        for a, b in ((one, other), (other, one)):
            if a <= mine and b <= theirs and not a <= theirs and not b <= mine:
                return True
    return False


@lru_cache(maxsize=4096)
def concepts_and_stops(text: str) -> frozenset[str]:
    """Return the folded words of a text, stop words included."""
    from trueeffect.vocab.terms import words

    return frozenset(w.fold for w in words(text))


@lru_cache(maxsize=8192)
def _values(text: str) -> frozenset[float]:
    """Return the numbers of a text, words and digits, without the smallest number words."""
    from trueeffect.check.facts.numbers import number_assertions

    found = [f.quantity for f in number_assertions(text) if f.quantity is not None]
    values = {round(q.value, 3) for q in found}
    values |= {round(q.numerator, 3) for q in found if q.numerator is not None}
    values |= {round(q.denominator, 3) for q in found if q.denominator is not None}
    values |= {
        float(n.replace(",", ""))
        for n in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])", text)
        if n.strip(",")
    }
    return frozenset(values)


def _from_numbers(claim: ClaimView, study: StudyView) -> dict[str, float]:
    """Look whether the claim's numbers and times are in the abstract at all, and beside its outcome."""
    mine = _values(claim.text)
    whole = study.cache.setdefault("values", frozenset().union(*(_values(s.text) for s in study.sentences)))
    theirs: frozenset[float] = whole  # type: ignore[assignment]
    slack = 0.07 if _ROUND.search(claim.text) else 0.011
    times, known = times_of(claim.text), times_of(study.abstract)
    lost = [t for t in times if not any(same_time(t, k) for k in known)]
    return {
        "number_missing": float(any(not _among(value, theirs, slack) for value in mine)),
        "number_other_outcome": float(any(_beside_other_outcome(claim, study, value) for value in mine)),
        "time_missing": float(bool(lost)),
        "time_found": float(bool(times) and not lost),
    }


def _among(value: float, others: frozenset[float], slack: float = 0.011) -> bool:
    return any(abs(value - other) <= slack * max(abs(value), 1.0) for other in others)


def _beside_other_outcome(claim: ClaimView, study: StudyView, value: float) -> bool:
    """Every sentence that holds the number names outcomes, and none of them is the claim's."""
    mine = {h.term for h in find_terms(claim.text, ("outcome",))}
    holding = [s for s in study.sentences if _among(value, _values(s.text))]
    theirs = [{h.term for h in find_terms(s.text, ("outcome",))} for s in holding]
    return bool(mine and theirs) and all(
        named and not any(related("outcome", a, b) for a in mine for b in named) for named in theirs
    )


def _from_status(claim: ClaimView, study: StudyView) -> dict[str, float]:
    protocol = is_protocol(study)
    planned = bool(_PLAN.search(claim.text)) or any(f.term == "protocol" for f in claim.of("status"))
    return {
        "plan_of_protocol": float(protocol and planned),
        "result_of_protocol": float(protocol and not planned),
        "plan_of_results": float(planned and not protocol),
    }


def _quote(claim: ClaimView, study: StudyView, findings: tuple[Finding, ...], best: str) -> str:
    """Return the sentence to show: what the surest finding quotes, else the best sentence."""
    order = ("direction", "significance", "subgroup")
    for finding in sorted(findings, key=lambda f: (not f.error_type, f.facet not in order)):
        if (
            finding.found is not None
            and finding.found.locator.part == "abstract"
            and len(finding.found.quote) > 25
        ) and (finding.error_type or finding.facet == "direction"):
            return finding.found.quote
    for frame, _ in claim_frames(claim):
        near = matches(frame, study, claim.text)
        if near and near[0].score > _SURE and near[0].result.part == "abstract":
            return near[0].result.sentence
    return best
