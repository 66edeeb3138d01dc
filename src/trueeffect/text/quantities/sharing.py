"""Numbers that leave something to their neighbours: the unit of a list, and what it counts.

"At 8, 12 and 26 weeks", "208 days with yoga, with usual care 88", "47.6% of the verum group and 27.4% of the
other".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trueeffect.text.quantities._base import Draft
from trueeffect.text.quantities.units import unit_kind

SENTENCE_END = re.compile(r"[.!?]\s|\n")
_LIST_GAP = re.compile(
    r"\s*(?:,|;|and|or|,\s*and|,\s*or|vs\.?|versus|/|&|compared with|against)\s*$", re.IGNORECASE
)
_FROM = re.compile(r"\bfrom\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_TO = re.compile(r"\s*to\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_ELLIPSIS = re.compile(r"[^.;]*\b(?:and|against|versus|vs|but|compared with|to)\b[^.;,]*$", re.IGNORECASE)
_CLOSES = re.compile(r"\s*(?:[.;()\[]|$)")
_NOT_SHARED = frozenset(
    {
        "scale",
        "age",
        "threshold",
        "groups",
        "places",
        "studies",
        "ratio",
        "group_size",
        "people",
        "events",
        "tests",
    }
)
_RATIOS = frozenset({"odds_ratio", "relative_risk", "hazard_ratio", "standardised_difference"})


def share_units(shape: str, signs: Sequence[int], drafts: Sequence[Draft]) -> None:
    """Give each number without a unit the unit of the list, of the end of its course, or of its twin."""
    for index in range(len(drafts) - 2, -1, -1):
        here, following = drafts[index], drafts[index + 1]
        if here.unit or here.spread is not None or not following.unit or following.numerator is not None:
            continue
        gap = shape[signs[index] + 1 : signs[index + 1]]
        in_list = not here.counts and _LIST_GAP.fullmatch(gap)
        if in_list or (_TO.fullmatch(gap) and _FROM.search(shape, max(0, signs[index] - 30), signs[index])):
            here.unit = following.unit
    for index in range(1, len(drafts)):
        _carry(shape, signs[index - 1], signs[index], drafts[index - 1], drafts[index])


def _carry(shape: str, last_sign: int, sign: int, last: Draft, here: Draft) -> None:
    """Give a bare number at the end of a clause the unit before it."""
    bare = not here.unit and not here.counts and here.spread is None and _CLOSES.match(shape, sign + 1)
    gives = last.unit and unit_kind(last.unit) != "sessions" and _ELLIPSIS.match(shape[last_sign + 1 : sign])
    if bare and gives:
        here.unit = last.unit


def share_counts(shape: str, signs: Sequence[int], drafts: Sequence[Draft]) -> None:
    """Give an undecided number what the nearest number of the same unit counts, within a sentence."""
    decided = [i for i, d in enumerate(drafts) if d.counts and d.counts not in _NOT_SHARED]
    for index, here in enumerate(drafts):
        if here.counts:
            continue
        same = [
            i
            for i in decided
            if drafts[i].unit == here.unit
            and _one_sentence(shape, signs[index], signs[i])
            and not (here.precision >= 0.5 and drafts[i].counts in _RATIOS)
        ]
        if same:
            nearest = drafts[min(same, key=lambda i: (abs(i - index), i > index))]
            here.counts = nearest.counts
            if here.counts.startswith("share"):
                here.of = here.of or nearest.of


def _one_sentence(shape: str, one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return not SENTENCE_END.search(shape[low:high])
