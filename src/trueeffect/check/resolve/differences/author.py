"""The authors: who is named, and who is named first."""

from __future__ import annotations

from rapidfuzz import fuzz

from trueeffect.check.resolve.differences._base import Rule
from trueeffect.check.resolve.query import Query
from trueeffect.check.resolve.score import surname_parts
from trueeffect.library.names import is_group, surname_key
from trueeffect.library.store import Library
from trueeffect.library.words import fold
from trueeffect.model.article import PersonName
from trueeffect.model.record import Difference, Record

_SPELT = 75
"""Similarity (0-100) of two surnames up to which they are spellings of one name."""

_NAME = 3
"""Letters of a surname from which it is taken for one; "RS" is what is left of a broken name."""


def _compare(query: Query, record: Record, library: Library) -> Difference | None:
    claimed, known = query.fields.authors, record.authors
    if not claimed or not known or is_group(claimed[0].family):
        return None
    first = claimed[0]
    if not same_person(first, known[0]):
        return _first_differs(query, first, record)
    if misspelt(first, known[0]) and not all(p in query.token_set for p in surname_parts(known[0].family)):
        return _difference(
            _name(first), _name(known[0]), f"The first author's name is spelt {known[0].family}."
        )
    if other_initials(first, known[0]):
        return _difference(_name(first), _name(known[0]), f"The first author is {_name(known[0])}.")
    return _stranger(query, record)


def _first_differs(query: Query, first: PersonName, record: Record) -> Difference | None:
    wanted = record.authors[0]
    listed = any(same_person(a, wanted) for a in query.fields.authors[1:])
    printed = all(p in query.token_set for p in surname_parts(wanted.family))
    if printed and not listed:
        return None
    if listed and not any(same_person(first, a) for a in record.authors[1:]):
        reason = f"{_name(first)} is not an author; the first author is {_name(wanted)}."
    else:
        reason = f"The first author is {_name(wanted)}, not {_name(first)}."
    return _difference(_name(first), _name(wanted), reason)


def _stranger(query: Query, record: Record) -> Difference | None:
    """A further author who is not among the authors of the record."""
    if not record.authors_complete or record.collective:
        return None
    for author in query.fields.authors[1:]:
        if is_group(author.family) or any(same_person(author, a) for a in record.authors):
            continue
        if len(surname_key(author.family)) < _NAME:
            continue
        found = ", ".join(_name(a) for a in record.authors[:6])
        return _difference(_name(author), found, f"{_name(author)} is not among the authors.")
    return None


def same_person(a: PersonName, b: PersonName) -> bool:
    """Tell whether two printed surnames may be one: spellings, parts of a double name, name order swapped.

    Examples
    --------
    >>> same_person(PersonName(family="Garcia"), PersonName(family="García-Romero"))
    True
    >>> same_person(PersonName(family="Witt"), PersonName(family="Brinkhaus"))
    False
    """
    one, two = surname_key(a.family), surname_key(b.family)
    if one == two or not one or not two:
        return True
    parts_a, parts_b = set(surname_parts(a.family)), set(surname_parts(b.family))
    if any(len(p) > 2 for p in parts_a & parts_b):
        return True
    if parts_a & set(fold(b.given).split()) or parts_b & set(fold(a.given).split()):
        return True
    if one == fold(b.initials) or two == fold(a.initials):
        return True  # "WT F" for Friedewald WT: the parts of the name changed places
    if a.initials and b.initials and one[0] == fold(b.initials)[0] and two[0] == fold(a.initials)[0]:
        return True  # "Gunther E" for Eysenbach G
    return fuzz.ratio(one, two) >= _SPELT


def misspelt(a: PersonName, b: PersonName) -> bool:
    """Tell whether two surnames of one person differ by letters, not by accents, spacing or name parts.

    Examples
    --------
    >>> misspelt(PersonName(family="Tuomileto"), PersonName(family="Tuomilehto"))
    True
    >>> misspelt(PersonName(family="Mueller"), PersonName(family="Müller"))
    False
    """
    one, two = _plain(a.family), _plain(b.family)
    if one == two or one in two or two in one or min(len(one), len(two)) < _NAME:
        return False
    if len(surname_parts(a.family)) > 1 or len(surname_parts(b.family)) > 1:
        return False
    return fuzz.ratio(one, two) >= _SPELT


def _plain(family: str) -> str:
    """Surname key with the usual spellings of umlauts and ligatures made one."""
    key = surname_key(family)
    for pair, letter in (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"), ("ij", "y")):
        key = key.replace(pair, letter)
    return key


def other_initials(a: PersonName, b: PersonName) -> bool:
    """Tell whether two people of one surname have initials with no letter in common."""
    if surname_key(a.family) != surname_key(b.family):
        return False
    one, two = fold(a.initials), fold(b.initials)
    return bool(one) and bool(two) and not set(one) & set(two)


def _difference(claimed: str, found: str, reason: str) -> Difference:
    return Difference(field="author", error_type="wrong_author", claimed=claimed, found=found, reason=reason)


def _name(name: PersonName) -> str:
    return f"{name.family} {name.initials}".strip()


rule = Rule(error_type="wrong_author", compare=_compare)
