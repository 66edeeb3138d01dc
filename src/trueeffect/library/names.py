"""Read author names in the forms that exchange files and reference lists use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trueeffect.library.words import clean, fold
from trueeffect.model.article import PersonName

_INITIALS = re.compile(r"^(?:[A-ZÀ-ÞĀ-Ž]\.?[\s-]?){1,5}$")
_SIMPLE = re.compile(r"^\s*([^\W\d_][^\W\d_'’-]+) ([A-Z]{1,3})\s*$")
_SUFFIX = re.compile(r"^(?:jr|sr|2nd|3rd|ii|iii|iv)\.?$", re.IGNORECASE)
_ET_AL = re.compile(r"^(?:et\.?\s*al\.?|and others|others|…|\.\.\.)\.?$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_GROUP = re.compile(
    r"\b(?:group|investigators|committee|collaborat\w*|consortium|network|society|association|organi[sz]ation|"
    r"team|panel|trialists|working|council|institute|department|task force|centers?|centre|university|"
    r"program\w*|"
    r"study|trial|foundation|ministry|agency|college|academy|federation)\b",
    re.IGNORECASE,
)
PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "der",
        "den",
        "di",
        "da",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "van",
        "von",
        "ter",
        "ten",
        "te",
        "el",
        "al",
        "af",
        "zu",
        "zum",
        "bin",
        "ibn",
    ]
)


def initials_of(given: str) -> str:
    """Return the initials of given names, without dots: ``Klaus-Peter M.`` gives ``KPM``.

    Examples
    --------
    >>> initials_of("Klaus-Peter M."), initials_of("JE"), initials_of("")
    ('KPM', 'JE', '')
    """
    given = given.strip()
    if given.isupper() and len(given) <= 4 and given.isalpha():
        return given
    parts = re.split(r"[\s.\-‐–]+", given)
    return "".join(p[0].upper() for p in parts if p and p[0].isalpha() and not _SUFFIX.match(p))


def is_group(text: str) -> bool:
    """Tell whether an author's name reads like an organisation or a study group."""
    return bool(_GROUP.search(text))


def is_et_al(text: str) -> bool:
    """Tell whether an entry of an author list only says that there are more authors."""
    return bool(_ET_AL.match(text.strip()))


def parse_name(text: str) -> PersonName | None:
    """Read ``Smith, John A.``, ``Smith JA`` or ``John A. Smith``; None when there is no letter in it.

    Examples
    --------
    >>> name = parse_name("van der Berg, Jan P.")
    >>> name.family, name.initials, name.given
    ('van der Berg', 'JP', 'Jan P.')
    >>> parse_name("Voss JE").initials, parse_name("Claudia M. Witt").family, parse_name("Blake A. J.").family
    ('JE', 'Witt', 'Blake')
    """
    if simple := _SIMPLE.match(text):
        return PersonName(family=simple.group(1), initials=simple.group(2))
    name = clean(text).strip(" ,;")
    if not _LETTER.search(name):
        return None
    if "," in name:
        parts = [p.strip() for p in name.split(",")]
        given = " ".join(p for p in parts[1:] if p and not _SUFFIX.match(p))
        return person(parts[0], given)
    tokens = name.split()
    while len(tokens) > 2 and _SUFFIX.match(tokens[-1]):
        tokens.pop()
    if len(tokens) == 1:
        return PersonName(family=name)
    cut = len(tokens)
    while cut > 1 and _INITIALS.match(tokens[cut - 1]) and len(tokens[cut - 1].replace(".", "")) <= 4:
        cut -= 1
    if cut < len(tokens) and not _INITIALS.match(tokens[0]):
        return person(" ".join(tokens[:cut]), "".join(tokens[cut:]))
    return _given_first(tokens)


def _given_first(tokens: list[str]) -> PersonName:
    cut = len(tokens) - 1
    while cut > 1 and tokens[cut - 1].lower() in PARTICLES:
        cut -= 1
    return person(" ".join(tokens[cut:]), " ".join(tokens[:cut]))


def person(family: str, given: str = "") -> PersonName:
    """Build a name from its two parts; a given name that is only initials is kept as initials."""
    family, given = clean(family).strip(" ,"), clean(given).strip(" ,")
    only_initials = bool(_INITIALS.match(given)) and "".join(c for c in given if c.isalpha()).isupper()
    return PersonName(
        family=family, initials=initials_of(given.replace(" ",
        "") if only_initials and "." not in given else given),
        given="" if only_initials else given,
    )  # fmt: skip


def split_authors(entries: Iterable[str]) -> tuple[tuple[PersonName, ...], str, bool]:
    """Return people, the name of a collective author, and whether the list is complete.

    An entry such as "et al." says that it is not.
    """
    people: list[PersonName] = []
    groups: list[str] = []
    complete = True
    for entry in entries:
        if not entry.strip():
            continue
        if is_et_al(entry):
            complete = False
        elif "," not in entry and is_group(entry):
            groups.append(clean(entry).strip(" ,;{}"))
        elif name := parse_name(entry):
            people.append(name)
    return tuple(people), "; ".join(groups), complete


def surname_key(family: str) -> str:
    """Return a surname for comparing: folded, letters only, without particles (``van``, ``de la``).

    Examples
    --------
    >>> surname_key("de la Cruz-Müller")
    'cruzmuller'
    """
    parts = re.findall(r"[^\W\d_]+", fold(family))
    kept = [p for p in parts if p not in PARTICLES] or parts
    return "".join(p for p in kept if not _SUFFIX.match(p)) or "".join(kept)
