"""Runs of reference numbers: "3", "1,3-5", "2 and 7"; split into items, and weighed as a sequence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trueeffect.model.article import CitationKey

DASH = r"[-‐‑‒–—−]"
NUMBER = r"(?<![\d.,])\d{1,3}"
RUN = rf"\d{{1,3}}(?:\s*(?:[,;]|{DASH}|and|&|\s)\s*\d{{1,3}}(?!\d))*"
"""One or more numbers of up to three digits with separators; spaces are allowed as in "1, 3-5"."""

_ITEM = re.compile(rf"(\d{{1,3}})(?:\s*{DASH}\s*(\d{{1,3}}))?")
_MAX_RANGE = 40


@dataclass(frozen=True)
class Item:
    """One number, or one range of numbers, and where it stands."""

    start: int
    end: int
    numbers: tuple[int, ...]

    @property
    def keys(self) -> tuple[CitationKey, ...]:
        """One key per number."""
        return tuple(CitationKey(number=str(number)) for number in self.numbers)


def items(text: str, start: int, end: int) -> tuple[Item, ...]:
    """Return the items between ``start`` and ``end``; none when a range runs backwards or too far.

    >>> [item.numbers for item in items("1, 3-5", 0, 6)]
    [(1,), (3, 4, 5)]
    >>> items("5-3", 0, 3)
    ()
    """
    out = []
    for found in _ITEM.finditer(text, start, end):
        low = int(found.group(1))
        high = int(found.group(2) or low)
        if not low or not low <= high <= low + _MAX_RANGE:
            return ()
        out.append(Item(found.start(), found.end(), tuple(range(low, high + 1))))
    return tuple(out)


def ends(item_list: Iterable[Item]) -> Iterator[int]:
    """Give the printed numbers: first and last of each range."""
    for item in item_list:
        yield item.numbers[0]
        if len(item.numbers) > 1:
            yield item.numbers[-1]


_LEAD = 6
"""How far ahead of the highest number seen a new number may be and still belong to the sequence."""


def in_sequence(groups: list[tuple[Item, ...]], known: set[int]) -> list[bool]:
    """Tell for each group whether its numbers continue a list that is numbered by first appearance.

    >>> runs = [items(text, 0, len(text)) for text in ("1", "2,3", "95", "1", "4-6")]
    >>> in_sequence(runs, set(range(1, 100)))
    [True, True, False, True, True]
    """
    highest, verdicts = 0, []
    for group in groups:
        numbers = sorted(n for item in group for n in item.numbers)
        top = highest
        fits = bool(numbers) and set(numbers) <= known
        for number in numbers:
            fits = fits and number <= top + _LEAD
            top = max(top, number)
        verdicts.append(fits)
        highest = top if fits else highest
    return verdicts


def coverage(groups: list[tuple[Item, ...]], known: set[int]) -> float:
    """Return the share of the reference list that the groups name."""
    named = {n for group in groups for item in group for n in item.numbers}
    return len(named & known) / len(known) if known else 0.0
