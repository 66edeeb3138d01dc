"""Do two names mean the same group of patients: "fake needling" and "the sham group"."""

from __future__ import annotations

import re
from functools import lru_cache

from trueeffect.vocab.concepts import concepts
from trueeffect.vocab.terms import find_terms, is_a, related

_GENERIC_ACTIVE = re.compile(
    (
        r"^(?:the\s+)?(?:verum|real|true|genuine|active|experimental|treatment|treated|intervention|study|"
        r"test|therapy|trial|combined|combination)$"
    ),
    re.IGNORECASE,
)
_GENERIC_CONTROL = re.compile(
    r"^(?:the\s+)?(?:controls?|comparison|comparator|reference|other|control group)$", re.IGNORECASE
)
_CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("sham", re.compile((
        r"\b(?:sham|simulated|minimal|shallow|fake|dummy|placebo|inert|superficial|pretend|mock|"
        r"non-?penetrating|sugar)\b"
    ), re.I)),
    ("waiting", re.compile(r"\b(?:wait\w*|delayed|deferred)\b", re.I)),
    ("usual", re.compile((
        r"\b(?:usual|standard care|conventional|routine|guideline\w*|standard treatment|"
        r"standard therapy)\b"
    ), re.I)),
    ("none", re.compile(r"\b(?:no[ -]treatment|untreated|nothing|no intervention|without)\b", re.I)),
)  # fmt: skip
_DULL = concepts("group arm treatment therapy intervention control needle points study")


def group_class(name: str) -> str:
    """Return ``sham``, ``waiting``, ``usual``, ``none``, ``control``, ``active`` or ``named``.

    Examples
    --------
    >>> group_class("fake needling"), group_class("verum"), group_class("rosuvastatin")
    ('sham', 'active', 'named')
    """
    name = name.strip()
    found = next((label for label, pattern in _CLASSES if pattern.search(name)), "")
    if found:
        return found
    if _GENERIC_CONTROL.match(name):
        return "control"
    return "active" if _GENERIC_ACTIVE.match(name) else "named"


@lru_cache(maxsize=16384)
def same_group(one: str, other: str) -> bool | None:
    """Tell whether two names mean the same group; None when that cannot be told.

    Examples
    --------
    >>> same_group("fake needling", "minimal acupuncture"), same_group("statin", "rosuvastatin")
    (True, True)
    >>> same_group("acupuncture", "waiting list"), same_group("verum", "acupuncture") is None
    (False, True)
    """
    if not one or not other:
        return None
    if one.lower() == other.lower():
        return True
    if bool(_SEVERAL.search(one)) != bool(_SEVERAL.search(other)):
        return None
    kinds = {group_class(one), group_class(other)}
    if len(kinds) == 1 and kinds != {"named"}:
        return True
    if kinds & {"sham", "waiting", "usual", "none"}:
        return None if "control" in kinds or kinds == {"usual", "none"} else False
    if "control" in kinds:
        return False if kinds & {"active"} else None
    return None if "active" in kinds else _same_name(one, other)


_SEVERAL = re.compile(r"\b(?:or|and|both|plus|either|all|any)\b", re.IGNORECASE)
"""A name that covers several groups ("real or simulated acupuncture") is not compared with that of one."""


def _same_name(one: str, other: str) -> bool | None:
    mine, yours = _terms(one), _terms(other)
    a, b = concepts(one) - _DULL, concepts(other) - _DULL
    if any(len(x) >= 5 and len(y) >= 5 and (x.endswith(y) or y.endswith(x)) for x in a for y in b):
        return True
    if mine & yours:
        return True if concepts(one) - _DULL == concepts(other) - _DULL or not _clash(one, other) else None
    if any(related(facet, a, b) for facet, a in mine for f, b in yours if f == facet):
        return None if _clash(one, other) else True
    if a and b and (a <= b or b <= a):
        return True
    if a & b:
        return None
    if mine and yours and not any(is_a(f, x, y) for f, x in mine for g, y in yours if f == g):
        return False
    return False if a and b and (mine or yours) else None


def _clash(one: str, other: str) -> bool:
    """Tell whether each name has a word of its own: "individualised" against "standardised" acupuncture."""
    a, b = concepts(one) - _DULL, concepts(other) - _DULL
    return bool(a - b) and bool(b - a)


def _terms(name: str) -> set[tuple[str, str]]:
    return {(h.facet, h.term) for h in find_terms(name) if h.facet in ("intervention", "comparator")}
