"""Does a text look like an entry of a reference list, and where do entries begin?"""

from __future__ import annotations

import re
from typing import NamedTuple

from trueeffect.check.references.normalisers.authors import take_authors
from trueeffect.check.references.normalisers.letters import DASH, MONTH, UPPER, YEAR
from trueeffect.check.references.normalisers.locator import year_at

_HEAD = re.compile(
    rf"[\"“]?(?:(?:van|von|de|der|den|la|le|di|da|al|el|ter|ten)[ -]){{0,3}}[{UPPER}][\w'’‐-]+"
    rf"(?:[ -][{UPPER}][\w'’‐-]+){{0,2}},?\s"
    rf"(?:[{UPPER}]{{1,3}}\b[,.;:&( ]|(?:[{UPPER}]\.[ -]?){{1,4}}|[{UPPER}]\w+,)"
)
_INITIALS_FIRST = re.compile(rf"(?:[{UPPER}]\.[ -]?){{1,3}} ?[{UPPER}][\w'’-]+,")
_NAMED = re.compile(rf"[{UPPER}][\w'’-]+ [{UPPER}][\w'’-]+, [{UPPER}][\w'’-]+ [{UPPER}]")
_YEAR = re.compile(rf"(?<![\d.])(?:{YEAR})[a-z]?\b")
_BRACKET_YEAR = re.compile(rf"\((?:{YEAR})[a-z]?(?:,[^()]{{0,20}})?\)\.?")
_PLACE = re.compile(
    rf"(?:{YEAR}|{MONTH}(?: \d{{1,2}})?)\s*[;:,]\s*\d{{1,4}}\s*[(:,]"
    rf"|\b\d{{1,4}}\s?\([^()]{{1,20}}\)\s?[:,;]\s?(?:pp?\.? ?)?[A-Za-z]{{0,3}}\d+"
    rf"|\b\d{{1,4}}\s?[:,]\s?[A-Za-z]?\d+[A-Za-z]?\s?[{DASH}]\s?[A-Za-z]?\d+|\b\d{{1,4}}: ?[a-zA-Z]\d{{3,}}\b"
    r"|\bpp?\.\s?\d+|\b(?:[Vv]ol|[Nn]o)\.\s?\d+|\bCD\d{6}\b|\be\d{4,7}\b"
)
_ID = re.compile(r"\b10\.\d{4,9}/\S|\bPMID\b|doi\.org|pubmed|/pmc/articles/", re.IGNORECASE)
_URL = re.compile(r"https?://|www\.", re.IGNORECASE)
_ET_AL = re.compile(r"\bet al\b")
_PROSE = re.compile(
    r"\b(?:found|showed|shows|reported|suggests?|according to|researchers|we|our|you|your|I|was|were|is"
    r"|are|has|have|can)\b"
)
_LABEL = re.compile(
    r"\s*(?:\[\^?(?P<a>[^\]\s]{1,20})\]:?|\((?P<b>\d{1,3})\)|(?P<c>\d{1,3})[.)](?=\s|[^\W\d])|(?P<d>\d{1,3})\s+(?=[^\W\d_a-z])"
    r"|(?P<e>[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+)|(?P<f>[*†‡§¶]{1,2})(?=\s?\S))\s*"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ARROWS = " \t\n^↑↩⤴\u21a9\ufe0e•·-*–—|"
_NUMBERED = re.compile(
    r"(?:(?<=^)|(?<=[\s.\])]))(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.)])\s+(?=[^\W\d_a-z]|[\"“'‘]|(?:van|von|de|der|den|du|la|le|di|da|el|al|te|ter|ten)\s)"
)
_ENDED = re.compile(rf"(?:\d[A-Za-z]?|\)|[a-z]{{2,}}|[{UPPER}]{{2,}})[.;]?\s+$")
_LONGEST = 900


class Piece(NamedTuple):
    """Part of a text that is one entry, without its label."""

    start: int
    end: int
    label: str


def entry_score(text: str) -> float:
    """Return how much ``text`` looks like one reference: below 2 hardly, from 4 on surely.

    Examples
    --------
    >>> entry_score("Doe J, Roe B. Needles for backs. Pain. 2001;58(3):498-504.") >= 4
    True
    >>> entry_score("In 2001 the researchers found that needles were no better (58% against 57%).") < 2
    True
    """
    if not 8 <= len(text) <= _LONGEST:
        return 0.0
    head = bool(_HEAD.match(text) or _INITIALS_FIRST.match(text) or _NAMED.match(text))
    place = bool(_PLACE.search(text))
    known = bool(_ID.search(text))
    score = 2.0 * head + 2.0 * place + 2.0 * known + 0.5 * bool(_ET_AL.search(text))
    score += 1.0 if _YEAR.search(text) else 0.0
    score += 0.5 if _BRACKET_YEAR.search(text[:250]) and head else 0.0
    score += 0.5 if _URL.search(text) else 0.0
    verbs = len(_PROSE.findall(text))
    if not head:
        score -= 0.7 * min(verbs, 4)
    elif verbs > 3:
        score -= 0.5 * (verbs - 3)
    return score


def read_label(text: str) -> tuple[str, int]:
    """Return the printed number or key at the start of ``text`` and where the entry itself begins.

    Examples
    --------
    >>> read_label("[12] Doe J."), read_label("3. Doe J."), read_label("Doe J.")
    (('12', 5), ('3', 3), ('', 0))
    """
    match = _LABEL.match(text)
    if match is None or match.end() >= len(text):
        return "", 0
    label = next(value for value in match.groups() if value)
    if match.group("d") and (len(label) == 4 or not entry_score(text[match.end() :]) >= 2):
        return "", 0
    return label.translate(_RAISED), match.end()


def split_entries(text: str) -> list[Piece]:
    """Cut a passage into its entries: one as a rule, several when they are glued together.

    Examples
    --------
    >>> text = "1. Doe J. A. Pain. 2001;1:2-3. 2. Roe B. C. Pain. 2002;4:5-6."
    >>> [(p.label, text[p.start:p.end][:6]) for p in split_entries(text)]
    [('1', 'Doe J.'), ('2', 'Roe B.')]
    """
    starts = _numbered_starts(text) or _line_starts(text) or _name_starts(text)
    if not starts or starts[0] > 0:
        starts.insert(0, 0)
    pieces = []
    for start, end in zip(starts, [*starts[1:], len(text)]):
        piece = trimmed(text, start, end)
        if piece.end > piece.start:
            pieces.append(piece)
    return pieces


def trimmed(text: str, start: int, end: int) -> Piece:
    """Return the entry in ``text[start:end]`` without white space, back arrows and label."""
    while start < end and text[start] in _ARROWS:
        start += 1
    while end > start and text[end - 1] in _ARROWS:
        end -= 1
    label, skip = read_label(text[start:end])
    return Piece(start + skip, end, label)


def _numbered_starts(text: str) -> list[int]:
    """Return where a run of consecutive numbers begins entries, when there are two or more."""
    starts: list[int] = []
    wanted: int | None = None
    for match in _NUMBERED.finditer(text):
        number = int(match.group(1) or match.group(2) or match.group(3))
        if wanted is None and not text[: match.start()].strip():
            wanted = number
        if number == wanted:
            starts.append(match.start())
            wanted += 1
    return starts if len(starts) > 1 else []


def _line_starts(text: str) -> list[int]:
    if "\n" not in text:
        return []
    starts = [0]
    for match in re.finditer(r"\n+", text):
        line = text[match.end() : match.end() + 200]
        if _HEAD.match(line) or read_label(line)[0] or entry_score(line.split("\n")[0]) >= 3:
            starts.append(match.end())
    return starts if len(starts) > 1 else []


def _clearly_begins(text: str) -> bool:
    """Tell whether two names, or one name and a year, stand at the head of ``text``."""
    authors = take_authors(text)
    if len(authors.people) > 1:
        return True
    return bool(authors.people) and year_at(text, authors.end, named=True) is not None


def _name_starts(text: str) -> list[int]:
    """Cut where an entry has clearly ended and a name with initials begins; each part needs a year."""
    starts = [0]
    for match in re.finditer(r"(?<=[.\d)])\s+", text):
        if match.start() - starts[-1] < 40 or not _HEAD.match(text, match.end()):
            continue
        done = text[starts[-1] : match.start()]
        if not _YEAR.search(done) or not _YEAR.search(text, match.end()):
            continue
        if _PLACE.search(done) or _clearly_begins(text[match.end() : match.end() + 400]):
            starts.append(match.end())
    return starts if len(starts) > 1 else []
