"""Two figures exchanged: the words beside each of them stand beside the other one in the study.

Works without knowing the groups: "102 by the open fire and 264 with the stove" against "264 µg in the
open-fire group and 102 µg in the stove group".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from trueeffect.check.compare.figures import agree, alike, kind_of, meets
from trueeffect.check.compare.pairing import (
    Figure,
    claim_figures,
    content,
    result_figures,
    roles_clash,
    trivial,
)
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion, Quantity

_STOP = re.compile(
    r"[,;:()]|\.\s|\b(?:and|but|while|whereas|against|versus|vs|compared|than|yet|however)\b", re.IGNORECASE
)
_WINDOW = 90
Words = tuple[frozenset[str], frozenset[str]]


class Crossing(NamedTuple):
    """Two claimed figures and the study's figures of the same values."""

    first: Assertion
    second: Assertion
    seen_first: Figure
    seen_second: Figure


def crossed_pairs(claim: ClaimView, study: StudyView) -> list[Crossing]:
    """Return the pairs of figures that the claim has exchanged."""
    figures = [a for a in claim_figures(claim, "number", "harm", "sample_size", "duration") if _usable(a)]
    found: list[Crossing] = []
    for one, other in combinations(figures, 2):
        pair = _counterparts(one, other, study)
        if pair is not None and _is_crossed(claim, one, other, *pair):
            found.append(Crossing(one, other, *pair))
    return found


def _usable(said: Assertion) -> bool:
    quantity = said.quantity
    if quantity is None or said.role in ("condition", "baseline", "follow_up"):
        return False
    return quantity.low is None and kind_of(quantity) not in ("places", "groups", "number_needed", "dose")


def _counterparts(one: Assertion, other: Assertion, study: StudyView) -> tuple[Figure, Figure] | None:
    """Return the study's figures with the values of two claimed ones, if they are clear."""
    mine, yours = one.quantity, other.quantity
    assert mine is not None
    assert yours is not None
    if kind_of(mine) != kind_of(yours) and kind_of(mine) and kind_of(yours) and mine.unit != yours.unit:
        return None
    if (
        not alike(mine, yours)
        or agree(mine, yours)
        or agree(yours, mine)
        or (trivial(mine) and trivial(yours))
    ):
        return None
    firsts, seconds = _matching(mine, study), _matching(yours, study)
    together = [(a, b) for a in firsts for b in seconds if a.key == b.key and a is not b]
    if len(together) == 1:
        return together[0]
    return (firsts[0], seconds[0]) if len(firsts) == len(seconds) == 1 and not together else None


def _matching(quantity: Quantity, study: StudyView) -> list[Figure]:
    if quantity.bound:
        return []
    found = [f for f in result_figures(study) if meets(quantity, f.quantity)]
    return [f for f in found if not roles_clash("change", f.fact.role)]


def _is_crossed(claim: ClaimView, one: Assertion, other: Assertion, first: Figure, second: Figure) -> bool:
    said = [_sides(claim.text, a.span.start - claim.offset, a.quote, _starts(claim)) for a in (one, other)]
    seen = [_figure_sides(f, (first, second)) for f in (first, second)]
    if first.key != second.key:
        seen = [(_words(f.sentence), _words(f.sentence)) for f in (first, second)]
    straight = crossed = 0
    for mine in (0, 1):
        for yours in (0, 1):
            a, b = _telling(said[0][mine], said[1][mine])
            x, y = _telling(seen[0][yours], seen[1][yours])
            straight = max(straight, len(a & x) + len(b & y))
            if a & y and b & x:
                crossed = max(crossed, len(a & y) + len(b & x))
    return crossed > straight


def _telling(one: frozenset[str], other: frozenset[str]) -> Words:
    return one - other, other - one


def _starts(claim: ClaimView) -> list[int]:
    return [
        a.span.start - claim.offset for a in claim_figures(claim, "number", "harm", "sample_size", "duration")
    ]


def _figure_sides(figure: Figure, both: Sequence[Figure]) -> Words:
    starts = [figure.sentence.find(f.fact.quote) for f in both if f.key == figure.key]
    at = figure.sentence.find(figure.fact.quote)
    return _sides(figure.sentence, at, figure.fact.quote, starts) if at >= 0 else (frozenset(), frozenset())


def _sides(text: str, start: int, quote: str, starts: Sequence[int]) -> Words:
    """Return the concepts before and after a figure, each up to the next figure or break."""
    end = start + len(quote)
    after_limit = min((s for s in starts if s >= end), default=len(text))
    before_limit = max((s for s in starts if s < start), default=0)
    after = _STOP.split(text[end : min(after_limit, end + _WINDOW)])
    before = _STOP.split(text[max(before_limit, start - _WINDOW) : start])
    return _words(before[-1]), _words(next((piece for piece in after if piece.strip()), ""))


_PEOPLE = re.compile(
    r"\b(?:women|men|boys|girls|children|adults|mothers|fathers|males|females|smokers|controls)\b",
    re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    """Return the concepts of a text, the sorts of people among them."""
    return content(text) | {word.lower() for word in _PEOPLE.findall(text)}
