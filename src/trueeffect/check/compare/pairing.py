"""Is a figure of the study about the same thing as a figure of the claim?

Same kind, same group, same time, same part (start, end, change), and the words around speak of the same
outcome; or the claim's other figures stand in the same sentence of the study.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from trueeffect.check.compare.figures import agree, alike, kind_of
from trueeffect.check.compare.groups import same_group
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion, Quantity
from trueeffect.text.quantities import find_quantities
from trueeffect.vocab.concepts import concepts

FIGURE_FACETS = ("number", "harm", "sample_size", "dose", "duration", "timepoint")
_NOT_RESULTS = frozenset(
    {"scale", "threshold", "p_value", "interval", "test_statistic", "heterogeneity", "groups", "correlation"}
)
_CLAUSE = re.compile(
    r"[;:]\s|,\s+(?:but|while|whereas|and|although|though|with)\s|\s(?:but|whereas|while)\s|(?<=[a-z)])\.\s"
)


class Figure(NamedTuple):
    """A figure of the study with the words that stand around it."""

    fact: Assertion
    quantity: Quantity
    sentence: str
    key: tuple[str, int]
    """Part and start of its sentence: figures with the same key stand together."""


def study_figures(study: StudyView) -> tuple[Figure, ...]:
    """Return every figure of a study, in order; worked out once per study."""
    if "figures" not in study.cache:
        study.cache["figures"] = tuple(_figures(study))
    return study.cache["figures"]  # type: ignore[return-value]


def _figures(study: StudyView) -> list[Figure]:
    found: list[Figure] = []
    for fact in study.of(*FIGURE_FACETS):
        if fact.quantity is None:
            continue
        sentence = study.sentence_of(fact)
        words = sentence.text if sentence else study.words_around(fact)
        start = sentence.span.start if sentence else fact.span.start if fact.part == "facts" else 0
        found.append(Figure(fact, fact.quantity, words, (fact.part, start)))
    return found


def result_figures(study: StudyView) -> list[Figure]:
    """Return the figures of a study that may be told as results or sizes: no scales, p-values, limits."""
    return [f for f in study_figures(study) if f.quantity.counts not in _NOT_RESULTS]


def claim_figures(claim: ClaimView, *facets: str) -> list[Assertion]:
    """Return the claim's figures of the given facets that state a result or a size."""
    return [
        a for a in claim.of(*facets)
        if a.quantity is not None and a.quantity.counts not in _NOT_RESULTS and a.role not in _NOT_RESULTS
    ]  # fmt: skip


def supported_somewhere(claim: ClaimView, said: Assertion, study: StudyView) -> bool:
    """Tell whether any figure of the study agrees with a claimed one, whatever it counts."""
    assert said.quantity is not None
    return any(agree(said.quantity, f.quantity) for f in result_figures(study))


def clause_of(text: str, start: int, end: int) -> str:
    """Return the clause of ``text`` around ``[start, end)``."""
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
    left = max((c for c in cuts if c <= start), default=0)
    right = min((c for c in cuts if c >= end), default=len(text))
    return text[left:right]


def claim_clause(claim: ClaimView, said: Assertion) -> str:
    """Return the clause of the claim that a figure stands in."""
    start = said.span.start - claim.offset
    return clause_of(claim.text, start, start + len(said.quote))


@lru_cache(maxsize=8192)
def content(text: str) -> frozenset[str]:
    """Return the concepts of a text without its numbers and without words that tell nothing apart."""
    for span, _ in reversed(find_quantities(text)):
        text = text[: span.start] + " " + text[span.end :]
    return concepts(text) - _DULL


_DULL = concepts(
    "mean average score scale reduce increase improve fall rise change lower higher better worse more "
    "less week month year day "
    "baseline end follow difference rate number percent proportion report value total half third quarter "
    "out every about "
    "nearly roughly randomise assign allocate include enrol recruit receive complete adult patient point "
    "mm respectively "
    "observe note measure assess outcome level at least most time after first second only one two three "
    "four five six seven "
    "eight nine ten all both group arm"
)  # fmt: skip


class Tie(NamedTuple):
    """A figure of the study that may be for the same thing as a claimed one, and what speaks for that.

    ``same_kind``: both state the same kind of thing in the same unit; ``siblings``: other figures of the
    claim that stand in the same sentence of the study; ``local``: concepts shared by the few words next to
    both figures; ``shared``: by their clauses; ``forward`` and ``backward``: what part of the claim's
    clause, and of the study's, is shared; ``alone``: no other figure of the claim is unknown to the study;
    ``same_arm``: both name the same group; ``last``: the only figure of its kind that the claim
    leaves over in a sentence that has its other figures.
    """

    figure: Figure
    same_kind: bool
    siblings: int
    local: int
    shared: int
    forward: float
    backward: float
    alone: bool
    same_arm: bool
    last: bool = False

    @property
    def strong(self) -> bool:
        """Whether it is safe to say that both are about the same thing."""
        if self.last:
            return True
        if self.siblings and self.forward >= _NEARLY_ALL and self.backward >= _MOST:
            return self.same_kind or self.siblings > 1
        if not self.same_kind or not self.local:
            return False
        if self.siblings:
            return self.forward >= _SOME
        if not self.alone:
            return False
        enough = _FEW if self.same_arm else _SOME
        return self.shared >= _MIN_SHARED and self.forward >= _MOST and self.backward >= enough


_MIN_SHARED = 2
_FEW, _SOME, _MOST, _NEARLY_ALL = 0.3, 0.45, 0.6, 0.8


def ties(claim: ClaimView, said: Assertion, study: StudyView, *, kinds: Sequence[str] = ()) -> list[Tie]:
    """Return the study's figures about the same thing as a claimed figure, best first.

    Parameters
    ----------
    kinds : sequence of str
        Kinds of figure to consider; by default those that fit the kind of the claimed figure.
    """
    assert said.quantity is not None
    words = content(claim_clause(claim, said)) or content(claim.text)
    whole = content(claim.text)
    siblings = _sibling_keys(claim, said, study)
    others = [a.quantity for a in claim_figures(claim, *FIGURE_FACETS) if a is not said and a.quantity]
    alone = all(trivial(q) or any(agree(q, f.quantity) for f in result_figures(study)) for q in others)
    near_said = beside_claimed(claim, said)
    found: list[Tie] = []
    for figure in result_figures(study):
        if not _comparable(said, figure, kinds) or any(agree(other, figure.quantity) for other in others):
            continue
        clause = _figure_clause(figure)
        shared = words & content(figure.sentence)
        found.append(
            Tie(
                figure=figure,
                same_kind=_same_kind(said.quantity, figure.quantity),
                siblings=siblings.get(figure.key, 0),
                local=len(near_said & beside_figure(figure)),
                shared=len(shared),
                forward=len(shared) / max(len(words), 1),
                backward=len(shared & clause) / max(len(clause), 1),
                alone=alone,
                same_arm=same_group(said.arm, figure.fact.arm) is True,
            )
        )
    found = [_mark_last(tie, found, whole) for tie in found]
    return sorted(found, key=lambda t: (-t.same_kind, -t.siblings, -t.local, -t.forward, -t.backward))


def _mark_last(tie: Tie, found: list[Tie], whole: frozenset[str]) -> Tie:
    """Mark a tie that is left over by elimination in the sentence with all other figures of the claim."""
    if not (tie.siblings and tie.same_kind and tie.alone):
        return tie
    beside = [t for t in found if t.figure.key == tie.figure.key and t.same_kind]
    shared = len(whole & content(tie.figure.sentence))
    return tie._replace(last=len(beside) == 1 and shared >= _MIN_SHARED and shared >= _FEW * len(whole))


def _figure_clause(figure: Figure) -> frozenset[str]:
    at = max(figure.sentence.find(figure.fact.quote), 0)
    return content(clause_of(figure.sentence, at, at + len(figure.fact.quote)))


def _same_kind(mine: Quantity, yours: Quantity) -> bool:
    one, other = kind_of(mine), kind_of(yours)
    if one != other and not (mine.unit and mine.unit == yours.unit and "" in (one, other)):
        return (one == "share" and other == "people") or (one == "people" and other == "share")
    return bool(one or mine.unit)


def _beside(text: str, start: int, quote: str) -> str:
    """Return the words next to a figure: after it, up to the next clause, or else before it."""
    after = re.split(_STOP, text[start + len(quote) : start + len(quote) + _BESIDE])[0]
    return after if content(after) else text[max(0, start - _BESIDE) : start]


def beside_figure(figure: Figure) -> frozenset[str]:
    """Return the concepts of the words next to a figure of the study."""
    at = figure.sentence.find(figure.fact.quote)
    return content(_beside(figure.sentence, at, figure.fact.quote)) if at >= 0 else frozenset()


def beside_claimed(claim: ClaimView, said: Assertion) -> frozenset[str]:
    """Return the concepts of the words next to a claimed figure."""
    return content(_beside(claim.text, said.span.start - claim.offset, said.quote))


_STOP = re.compile(r"[,;]\s|\.\s|\b(?:and|but|while|whereas)\b")
_BESIDE = 45


def _sibling_keys(claim: ClaimView, said: Assertion, study: StudyView) -> dict[tuple[str, int], int]:
    """Count, for each sentence of the study, how many other figures of the claim stand in it."""
    counts: dict[tuple[str, int], int] = {}
    for other in claim_figures(claim, "number", "harm"):
        if other is said or other.quantity is None or trivial(other.quantity):
            continue
        if kind_of(other.quantity) in ("age", "scale", "places", "groups", "studies"):
            continue
        keys = {
            f.key
            for f in result_figures(study)
            if agree(other.quantity, f.quantity) and _fits(other.quantity, f.quantity)
        }
        for key in keys:
            counts[key] = counts.get(key, 0) + 1
    return counts


def trivial(quantity: Quantity) -> bool:
    """Tell whether a number is so small and round that meeting it proves nothing."""
    return quantity.precision >= 0.5 and quantity.value < 3 and not quantity.unit


def _comparable(said: Assertion, figure: Figure, kinds: Sequence[str]) -> bool:
    mine, yours = said.quantity, figure.quantity
    assert mine is not None
    if not alike(mine, yours):
        return False
    if kinds:
        if kind_of(yours) not in kinds:
            return False
    elif not _fits(mine, yours):
        return False
    fact = figure.fact
    if same_group(said.arm, fact.arm) is False or same_group(said.versus, fact.versus) is False:
        return False
    if roles_clash(said.role, fact.role):
        return False
    return not times_clash(said.timepoint, fact.timepoint)


_ALIKE = ({"level", "change", ""}, {"difference", "change", ""}, {"share", ""}, {"percent_change", ""},
          {"absolute", "share", ""},
          {"people", "tests", "events", ""}, {"people", "share"})  # fmt: skip


def _fits(mine: Quantity, yours: Quantity) -> bool:
    one, other = kind_of(mine), kind_of(yours)
    return one == other or any(one in kinds and other in kinds for kinds in _ALIKE)


def roles_clash(one: str, other: str) -> bool:
    """Tell whether two parts exclude each other: start, end, change, difference."""
    parts = {"baseline", "follow_up", "change", "difference"}
    return one != other and one in parts and other in parts


def times_clash(one: str, other: str) -> bool:
    """Tell whether two times ("8 weeks", "2 months") are both given and differ.

    Examples
    --------
    >>> times_clash("6 months", "26 weeks"), times_clash("8 weeks", "26 weeks"), times_clash("", "8 weeks")
    (False, True, False)
    """
    if not one or not other:
        return False
    mine, yours = _time(one), _time(other)
    if mine is None or yours is None:
        return False
    return not (agree(mine, yours) or agree(yours, mine))


def same_time(one: str, other: str) -> bool:
    """Tell whether two times are both given and agree."""
    return bool(one and other) and not times_clash(one, other)


@lru_cache(maxsize=4096)
def _time(words: str) -> Quantity | None:
    value, _, unit = words.partition(" ")
    if not unit or not value.replace(".", "", 1).isdigit():
        return None
    return Quantity(value=float(value), unit=unit, precision=0.5 if "." not in value else 0.05)
