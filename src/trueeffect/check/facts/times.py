"""Times that a clause names, in weeks, so that "six months" meets "26 weeks"."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "sixteen": 16, "eighteen": 18,
    "twenty": 20, "twenty-four": 24, "half a": 0.5,
}  # fmt: skip
_WEEKS = {"hour": 1 / 168, "day": 1 / 7, "week": 1.0, "month": 4.345, "year": 52.14}
_TIME = re.compile(
    r"\b(?P<n>\d+(?:\.\d+)?|half a|" + "|".join(w for w in _NUMBERS if w != "half a") + r")(?:[- ]|\b\s*)"
    r"(?P<unit>hour|day|week|month|year)s?\b(?!['’]? (?:of age|old|duration of))(?!-old)",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"((?:\d+(?:\.\d+)?(?:,|,? and|,? or| to)? )+)(\d+(?:\.\d+)?) (hour|day|week|month|year)s", re.I
)


@lru_cache(maxsize=4096)
def times_of(text: str) -> frozenset[float]:
    """Return the times that a text names, in weeks, rounded to a tenth.

    Examples
    --------
    >>> sorted(times_of("at 8, 12 and 26 weeks")), sorted(times_of("after six months"))
    ([8.0, 12.0, 26.0], [26.1])
    """
    found = {_weeks(m.group("n"), m.group("unit")) for m in _TIME.finditer(text)}
    for match in _LIST.finditer(text):
        found |= {_weeks(n, match.group(3)) for n in re.findall(r"\d+(?:\.\d+)?", match.group(1))}
    return frozenset(found)


def _weeks(number: str, unit: str) -> float:
    low = number.lower()
    value = _NUMBERS[low] if low in _NUMBERS else float(low)
    return round(value * _WEEKS[unit.lower()], 1)


def same_time(one: float, other: float) -> bool:
    """Tell whether two times in weeks are the same for a reader (within a tenth)."""
    return abs(one - other) <= max(0.15, 0.1 * max(one, other))


def share_time(ones: frozenset[float], others: frozenset[float]) -> bool:
    """Tell whether two sets of times have one in common."""
    return any(same_time(a, b) for a in ones for b in others)
