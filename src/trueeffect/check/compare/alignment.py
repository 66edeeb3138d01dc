"""Find the results of a study that a claim is about, and tell whether both point the same way."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.abbreviations import abbreviations
from trueeffect.check.facts.abstract import split_sentences
from trueeffect.check.facts.frames import Frame, goodness, read_frames
from trueeffect.check.facts.roles import sentence_roles
from trueeffect.check.facts.times import share_time, times_of
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span
from trueeffect.vocab.concepts import concept, concepts
from trueeffect.vocab.terms import ancestors, is_a, related

Relation = Literal["agree", "reversed", "claims_difference", "claims_none", "unclear"]

SAME_OUTCOME = 0.6
"""Outcome match from which on a conflict may be called a fault."""

_CUE_WORDS = frozenset(
    concept(w)
    for w in [
        "improve",
        "better",
        "worse",
        "increase",
        "decrease",
        "reduce",
        "reduction",
        "differ",
        "difference",
        "different",
        "effect",
        "effective",
        "effectively",
        "change",
        "benefit",
        "beneficial",
        "help",
        "higher",
        "lower",
        "greater",
        "less",
        "fewer",
        "similar",
        "same",
        "superior",
        "inferior",
        "score",
        "level",
        "rate",
        "mean",
        "week",
        "month",
        "day",
        "year",
        "hour",
        "time",
        "significantly",
        "statistical",
        "clinically",
        "relevant",
        "difference",
        "intervention",
        "control",
        "therapy",
        "programme",
        "method",
        "technique",
        "approach",
        "outcome",
        "measure",
        "primary",
        "secondary",
        "main",
        "evidence",
        "although",
        "also",
        "whether",
        "respectively",
        "number",
        "percent",
        "proportion",
        "average",
        "end",
        "start",
        "show",
        "find",
        "suggest",
        "conclude",
        "indicate",
        "demonstrate",
        "prove",
        "work",
        "do",
        "no",
        "equal",
        "equally",
        "as",
        "much",
        "more",
        "alone",
        "add",
        "fall",
        "fell",
        "rise",
        "rose",
        "drop",
        "decline",
        "gain",
        "loss",
        "lose",
        "point",
        "value",
        "median",
        "standard",
        "real",
        "usual",
        "new",
        "clearly",
        "first",
        "second",
        "third",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "people",
        "adult",
        "woman",
        "man",
        "child",
    ]
)
_GENERIC_ARMS = frozenset({"baseline", "control_group", "medication"})


_TELLS = re.compile(
    r"(?<!to )\b(?:improves?|reduces?|increases?|relieves?|decreases?|enhances?|lowers?|raises?|prevents?|"
    r"does not|do not|"
    r"improved|reduced|increased|attenuates?|alleviates?|eases?|fails? to|is effective|"
    r"are effective)\b(?! \w+:)",
    re.IGNORECASE,
)
"""Titles that state a result with a verb, not those that name an aim ("to relieve pain")."""


class Result(NamedTuple):
    """A frame of the study with the place it was read from."""

    frame: Frame
    span: Span
    part: str
    section: str
    sentence: str
    fact: Assertion | None = None


class Match(NamedTuple):
    """A result of the study that a claim's frame is about.

    ``score`` in [0, 1] is how surely it is about the same thing; ``outcome`` and ``arms`` are
    the parts of it for outcome and arms; ``swapped``: claim and study name the arms in opposite order.
    """

    result: Result
    score: float
    outcome: float
    relation: Relation
    swapped: bool
    arms: float = 1.0


def claim_frames(claim: ClaimView) -> tuple[tuple[Frame, int], ...]:
    """Return the result frames of a claim with the offset of their sentence in the claim's text."""
    return _frames_of(claim.text)


@lru_cache(maxsize=2048)
def _frames_of(text: str) -> tuple[tuple[Frame, int], ...]:
    known = tuple(abbreviations(text).items())
    return tuple(
        (frame, span.start)
        for span in split_sentences(text)
        for frame in read_frames(span.of(text), known)
        if not frame.planned
    )


def study_results(study: StudyView) -> tuple[Result, ...]:
    """Return the result frames of a study: from curated facts, its abstract and its title."""
    if "results" not in study.cache:
        study.cache["results"] = (*_curated(study), *_from_abstract(study), *_from_title(study))
    return study.cache["results"]  # type: ignore[return-value]


def _from_abstract(study: StudyView) -> list[Result]:
    known = tuple(abbreviations(study.abstract).items())
    roles = sentence_roles(study.sentences)
    found: list[Result] = []
    for sentence, role in zip(study.sentences, roles, strict=True):
        if role not in ("RESULTS", "CONCLUSIONS", ""):
            continue
        for frame in read_frames(sentence.text, known):
            if not frame.planned:
                start = sentence.span.start
                span = Span(start=start + frame.start, end=start + frame.end)
                found.append(Result(_with_topic(frame, found), span, "abstract", role, sentence.text))
    return found


def _with_topic(frame: Frame, before: list[Result]) -> Frame:
    """ "The difference was no longer significant" is about the outcome of the sentence before."""
    if frame.outcomes or frame.any_outcome or not before or not _REFERS_BACK.match(frame.quote):
        return frame
    return frame._replace(outcomes=before[-1].frame.outcomes)


_REFERS_BACK = re.compile(
    r"(?:[^,]{0,60}, )?(?:but |however,? )?(?:the|this|these|that) "
    r"(?:difference|effect|change|improvement|benefit|reduction|increase|result)s?\b",
    re.IGNORECASE,
)


def _from_title(study: StudyView) -> list[Result]:
    title = study.record.title
    return [
        Result(frame, Span(start=frame.start, end=frame.end), "title", "TITLE", title)
        for frame in read_frames(title)
        if not frame.planned and frame.effect in ("good", "bad", "up", "down",
                                                  "none") and _TELLS.search(title)
    ]  # fmt: skip


_FROM_TERM = {"better": "good", "worse": "bad", "no_difference": "none", "no_change": "none",
              "increase": "up", "decrease": "down", "mixed": "differ"}  # fmt: skip


def _curated(study: StudyView) -> list[Result]:
    """Curated facts of direction, as frames; their own words are read too when they state a result."""
    found: list[Result] = []
    for fact in study.of("direction", "significance", "conclusion"):
        if fact.part != "facts":
            continue
        frames = [f for f in read_frames(fact.quote) if not f.planned]
        for frame in frames[:2] if fact.facet != "direction" else frames[:1]:
            if fact.facet == "direction" and fact.term in _FROM_TERM:
                frame = _with_fact(frame, fact)
            found.append(Result(frame, fact.span, "facts", "RESULTS", fact.quote, fact))
    return found


def _with_fact(frame: Frame, fact: Assertion) -> Frame:
    return frame._replace(
        effect=_FROM_TERM[fact.term],
        outcomes=frozenset({fact.outcome}) if fact.outcome else frame.outcomes,
        left=frozenset({fact.arm}) if fact.arm else frame.left,
        right=frozenset({fact.versus}) if fact.versus else frame.right,
        comparative=frame.comparative or bool(fact.versus),
        within=frame.within and not fact.versus,
    )


def matches(frame: Frame, study: StudyView, claim_text: str = "") -> list[Match]:
    """Return the study's results that a claim's frame is about, best first.

    Results that compare with another arm than the one the claim names are left out.
    """
    found = [m for r in study_results(study) if (m := _match(frame, r, study, claim_text)) is not None]
    return sorted(found, key=lambda m: -m.score)


def _match(frame: Frame, result: Result, study: StudyView, claim_text: str) -> Match | None:
    other = result.frame
    outcome = outcome_match(frame, other)
    arms = _arm_match(frame, other)
    if outcome <= 0.0 or arms is None:
        return None
    fit, swapped = arms
    if fit < 1.0 and not other.right and _only_comparison(frame, study):
        fit = 1.0
    if not other.outcomes and frame.right and fit == 1.0 and other.left and other.right:
        outcome = max(outcome, 0.7)
    score = outcome * fit * _time_factor(frame, other, claim_text)
    if result.section == "CONCLUSIONS":
        score *= 0.95
    how: Relation = "unclear" if _control_alone(frame, other) else relation(frame, other, swapped)
    return Match(result, min(score, 1.0), outcome, how, swapped, fit)


def _control_alone(one: Frame, other: Frame) -> bool:
    """What happened inside the control arm alone is no comparison with it."""
    if not one.right or other.right or other.comparative or not other.left:
        return False
    inside = all(_meet(frozenset({a}), one.right) for a in other.left)
    return inside and not _meet(other.left, one.left - one.right)


def outcome_match(one: Frame, other: Frame) -> float:
    """Return how surely two frames are about the same outcome, in [0, 1].

    Examples
    --------
    >>> a, = read_frames("Leg pain fell.")
    >>> b, = read_frames("The groups did not differ in leg pain.")
    >>> c, = read_frames("Sleep got better.")
    >>> outcome_match(a, b), outcome_match(a, c)
    (1.0, 0.0)
    """
    if one.outcomes and other.outcomes:
        if ("adverse_events" in other.outcomes) != ("adverse_events" in one.outcomes):
            return 0.5
        if one.outcomes & other.outcomes:
            return 1.0
        if any(related("outcome", a, b) for a in one.outcomes for b in other.outcomes):
            return _near(one.outcomes, other.outcomes)
    shared = _word_match(one, other)
    if not one.outcomes and len(one.arms) > 1 and all(_meet(frozenset({a}), other.arms) for a in one.arms):
        return max(0.65, shared)
    if one.all_arms and other.all_arms and (not one.outcomes or not other.outcomes):
        return max(0.8, shared)
    if other.any_outcome and not other.outcomes:
        return max(0.5, shared)
    if not one.outcomes and not _topic_words(one):
        return 0.6
    if one.outcomes and other.outcomes:
        return min(shared, 0.4)
    if not other.outcomes and not _topic_words(other):
        return max(0.45, shared)
    return shared


def _near(ones: frozenset[str], others: frozenset[str]) -> float:
    """Some outcomes have two names (function, disability); other wider and narrower terms fit less well."""
    return 0.95 if any(ones & pair and others & pair for pair in _TWO_NAMES) else 0.65


_TWO_NAMES = (frozenset({"function", "disability"}), frozenset({"mortality", "survival"}),
              frozenset({"fatigue", "energy"}))  # fmt: skip


def _topic_words(frame: Frame) -> frozenset[str]:
    return frame.words - _CUE_WORDS - _arm_words(frame.arms)


@lru_cache(maxsize=4096)
def _arm_words(arms: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(concepts(a.replace("_", " ")) for a in arms)) if arms else frozenset()


def _word_match(one: Frame, other: Frame) -> float:
    mine, theirs = _topic_words(one), _topic_words(other)
    if not mine or not theirs:
        return 0.0
    share = len(mine & theirs) / len(mine)
    return 0.9 * share if len(mine & theirs) > 1 or len(mine) == 1 else 0.6 * share


def _arm_match(one: Frame, other: Frame) -> tuple[float, bool] | None:
    """Return how well the arms fit and whether they stand in opposite order; None for another comparison."""
    mine_left, mine_right = one.left - _GENERIC_ARMS, one.right - _GENERIC_ARMS
    left, right = other.left - _GENERIC_ARMS, other.right - _GENERIC_ARMS
    if one.right_words and other.right_words and not (mine_right and right):
        return _by_words(one, other)
    if not mine_right:
        if not one.right_words and other.right_words and _favours_other(one, other):
            return 1.0, True
        if mine_left and (left or right) and not _meet(mine_left, left | right):
            return 0.6, False
        swapped = bool(mine_left and right and _meet(mine_left, right) and not _meet(mine_left, left))
        return 1.0, swapped
    if not right:
        if not _meet(mine_right, left):
            return (0.6 if left else 0.75), False
        turned = bool(mine_left) and not _meet(mine_left, left) and other.effect != "none" and len(left) == 1
        return 1.0, turned
    if _meet(mine_right, right):
        return 1.0, False
    if _meet(mine_right, left) and (not mine_left or _meet(mine_left, right)):
        return 1.0, True
    return None


_ARM_PHRASE = re.compile(
    r"\b(?:with|on|after|by|using|taking|given|in the|among)\s+(.{3,40}?)\W*$", re.IGNORECASE
)


def _favours_other(one: Frame, other: Frame) -> bool:
    """The claim's only arm ("with cisatracurium") is the one on the right of the study's "than"."""
    phrase = _ARM_PHRASE.search(one.quote)
    arm = concepts(phrase.group(1)) - _CUE_WORDS if phrase else frozenset()
    return bool(arm & (other.right_words - other.left_words)) and not arm & (
        other.left_words - other.right_words
    )


def _by_words(one: Frame, other: Frame) -> tuple[float, bool]:
    """Compare arms that no vocabulary knows by the words on the two sides of "than"."""
    left, right = one.left_words - one.right_words, one.right_words - one.left_words
    straight = len(left & other.left_words - other.right_words) + len(
        right & other.right_words - other.left_words
    )
    crossed = len(left & other.right_words - other.left_words) + len(
        right & other.left_words - other.right_words
    )
    if crossed > straight:
        return (1.0, True) if right & other.left_words else (0.7, True)
    if not right & (other.left_words | other.right_words):
        return 0.6, False
    return (1.0, False) if right & other.right_words else (0.75, False)


def _meet(ones: frozenset[str], others: frozenset[str]) -> bool:
    return any(same_arm(a, b) for a in ones for b in others)


_MORE_ARMS = re.compile(
    r"\b(?:three|four|five|six|3|4|5|6)[- ](?:\w+[- ])?(?:groups?|arms?|armed|treatments|conditions|"
    r"branch)\b",
    re.IGNORECASE,
)


def _only_comparison(frame: Frame, study: StudyView) -> bool:
    """A study with one comparator needs no naming of it: "between the groups" means that one."""
    known = {f.term for f in study.of("comparator") if not f.negated} - {"baseline", "control_group"}
    wide = {ancestor for k in known for ancestor in ancestors("comparator", k)}
    single = len(known - wide) == 1 and not _MORE_ARMS.search(study.abstract)
    return single and _meet(frame.right, frozenset(known))


_ALIKE = (frozenset({"sham", "placebo"}), frozenset({"waiting_list", "no_treatment"}),
          frozenset({"usual_care", "no_treatment"}), frozenset({"usual_care", "medication"}))  # fmt: skip


def same_arm(one: str, other: str) -> bool:
    """Tell whether two arm terms may name the same arm.

    Examples
    --------
    >>> same_arm("acupuncture", "electroacupuncture"), same_arm("sham_acupuncture", "usual_care")
    (True, False)
    """
    if related("intervention", one, other) or related("comparator", one, other):
        return True
    return any(
        any(is_a("comparator", one, x) or is_a("intervention", one, x) for x in pair)
        and any(is_a("comparator", other, x) or is_a("intervention", other, x) for x in pair)
        for pair in _ALIKE
    )


def _time_factor(one: Frame, other: Frame, claim_text: str) -> float:
    mine, theirs = times_of(claim_text or one.quote), times_of(other.quote)
    if not mine or not theirs:
        return 1.0
    return 1.1 if share_time(mine, theirs) else 0.6


def relation(one: Frame, other: Frame, swapped: bool = False) -> Relation:
    """Return how the claim's frame relates to the study's.

    ``reversed``: opposite directions; ``claims_difference``: the study found none; ``claims_none``: the
    study found one; ``unclear``: the two cannot be compared (within one group against between groups).
    """
    mine, theirs = _ways(one, other)
    if one.only and other.all_arms and mine == theirs and mine != "none":
        return "claims_difference"
    if swapped:
        theirs = {"good": "bad", "bad": "good", "up": "down", "down": "up"}.get(theirs, theirs)
    if mine == theirs:
        inside = (
            mine != "none"
            and not other.comparative
            and (bool(one.right) or (one.comparative and other.within))
        )
        return "unclear" if inside else "agree"
    if theirs == "none":
        return "claims_difference" if _comparable(one, other) else "unclear"
    if mine == "none":
        known = _comparable(one, other) and theirs != "differ" and (other.comparative or not one.comparative)
        return "claims_none" if known else "unclear"
    if "differ" in (mine, theirs):
        return "unclear"
    if {mine, theirs} in ({"good", "bad"}, {"up", "down"}):
        return "reversed" if _comparable(one, other) else "unclear"
    return "unclear"


def _ways(one: Frame, other: Frame) -> tuple[str, str]:
    """Return which way both point, judged on the outcomes that they share when a clause names several."""
    shared = one.outcomes & other.outcomes
    if shared:
        one, other = one._replace(outcomes=shared), other._replace(outcomes=shared)
    return goodness(one), goodness(other)


def _comparable(one: Frame, other: Frame) -> bool:
    """A change inside one group says nothing about a difference between groups, and the reverse."""
    if one.comparative and other.within and not other.comparative:
        return False
    return not (one.within and not one.comparative and other.comparative)
