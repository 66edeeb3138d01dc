"""The names at the head of a reference, in every usual order and punctuation."""

from __future__ import annotations

import re
from typing import NamedTuple

from trueeffect.check.references.normalisers.letters import UPPER, YEAR
from trueeffect.model.article import PersonName
from trueeffect.text.wordlists import word_set

_PARTICLE = (
    r"(?:(?:van(?: de[rn]?| het| 't)?|von(?: der| dem)?|de(?: la| los| las|l|r|n)?|da|di|do|dos|du|del"
    r"|della|la|le|"
    r"el|al|te|ter|ten|tot|zu|zum|zur|af|av|bin|ibn|ben|Van(?: de[rn]?)?|Von|De(?: la)?|Du|Di|Da|La|Le"
    r"|El|Al|St\.?|"
    r"den|'t|ap|op|in 't|dal|dalla|lo|mc|mac|d['’]|l['’])[ -]?)"
)
_WORD = rf"[{UPPER}](?:[^\W\d_]|['’‘`´ʼ.](?=[^\W\d_])|[-‐‑–](?=[^\W\d_]))*"
_SURNAME = (
    rf"(?:(?:{_PARTICLE}){{0,3}}(?:[dDlLO]['’‘])?{_WORD}(?:[ ](?:(?:{_PARTICLE}){{0,2}}){_WORD}){{0,2}}?)"
)
_LETTER = r"(?![^\W\d_])"
# With dots "A. B.", "A.-B.", "Yu. A."; without "AB", "A-B", "AB de", and "A B" only where a mark follows.
_INITIALS = (
    rf"(?:[{UPPER}][a-z]?\.(?:[ ]?[-‐‑–]?[ ]?[{UPPER}][a-z]?\.){{0,4}}(?:[-‐‑]?[{UPPER}]{_LETTER}"
    rf"|[ ][{UPPER}](?=,))?"
    rf"|[{UPPER}]{{1,3}}(?:[ ][{UPPER}]){{1,3}}(?=[,;&)]|[ ](?:and|et|&))|[{UPPER}]"
    rf"(?:[ ][{UPPER}]){{1,3}}(?=\.)"
    rf"|[{UPPER}]{{1,5}}(?:[-‐‑–][{UPPER}]{{1,3}})?(?:[ ](?:de|van|von|da|del|la)(?=[,.;]))?{_LETTER})"
)
_SUFFIX = r"(?:,?[ ]+(?:Jr|Sr|[JS]r\.|JR|2nd|3rd|4th|III|II|IV)\b\.?)?"
_DIRECT = re.compile(
    rf"(?P<family>{_SURNAME})(?P<comma>,?)[ ]+(?P<initials>{_INITIALS}){_SUFFIX}(?![^\W\d_])"
)
_STOP = rf"(?=\s*(?:[,;.&(:\"“]|and |et al|{YEAR}|$))"
_WHOLE = (
    rf"(?:(?:{_PARTICLE}){{0,3}}{_WORD}(?:[ ](?:(?:{_PARTICLE}){{0,2}}){_WORD}){{0,2}})"
    rf"{_STOP}|{_SURNAME}{_LETTER}"
)
_INVERTED = re.compile(
    rf"(?P<initials>(?:[{UPPER}][a-z]?\.[ -]?){{1,4}}(?:[{UPPER}][ ])?)[ ]?(?P<family>{_WHOLE}){_SUFFIX}"
)
_GIVEN = rf"[{UPPER}][^\W\d_]+(?:[-‐][{UPPER}]?[^\W\d_]+)?"
_BARE_INVERTED = re.compile(rf"(?P<initials>[{UPPER}]{{1,3}})[ ](?P<family>{_WHOLE})")
# Behind the first name, slips of the pen are allowed: "Croft Pi", "fumagalli M", a name without initials.
_LATER = re.compile(
    rf"(?P<family>(?:{_PARTICLE})?[^\W\d_][^\W\d_'’‐-]+)[ ](?P<initials>[{UPPER}]{{1,2}}[a-z]?)(?=[,;]"
    rf"|\.[ ]|[ ]et al)"
    rf"|(?P<lone>{_WORD})(?=, {_SURNAME} [{UPPER}]{{1,3}}[,.;])"
)
_BARE_INVERTED_START = re.compile(
    rf"[{UPPER}]{{1,3}} {_SURNAME}(?:, (?:and )?|,? and |,? & )(?:[{UPPER}]{{1,3}} {_SURNAME}\b|et al)"
)
_FIRST_SLIP = re.compile(rf"{_WORD} [{UPPER}]{{2}}[a-z][.,] ")
_FULL = re.compile(
    rf"(?P<family>{_SURNAME}),[ ]+(?P<given>{_GIVEN}(?:[ ](?:{_GIVEN}|[{UPPER}]\.?"
    rf"(?![^\W\d_]))){{0,2}}){_SUFFIX}(?![^\W\d_])"
)
_NATURAL = re.compile(
    rf"(?P<given>{_GIVEN}(?:[ ][{UPPER}]\.?(?=[ ])){{0,2}})[ ](?P<family>{_SURNAME})(?![^\W\d_])"
)
_SEPARATOR = re.compile(
    r"\s*(?:[,;]\s*(?:and|&|und|et|y|…|\.\.\.+|\. \. \.)(?!\s*al\b)\s+|(?:and|&|und|y)\s+|[,;]\s*&\s*"
    r"|[,;/]\s*(?:…|\.{3,}|\. \. \.)?\s*&?\s*)(?=\S)"
)
_ET_AL = re.compile(
    r"[\s,;.(\[]*(?:\b(?:and|&)\s+)?(?:\bet[ .]?al(?:ii|ia)?\b\.?|\band (?:others|colleagues"
    r"|co-?workers)\b|\bu\. ?a\.)[\])]?[\s.,:;]*",
    re.IGNORECASE,
)
_EDITORS = re.compile(r"[\s,]*[(\[]?\b(?:eds?|editors?|Hrsg)\b\.?[)\]]?[\s.,:]*", re.IGNORECASE)
_ON_BEHALF = re.compile(
    r"(?:and |; )?(?:on behalf of|for|in collaboration with|in cooperation with)(?: the)? "
    rf"(?P<name>[{UPPER}][^.;()]{{3,160}}?)(?:[.;:]\s*|\s*(?=\({YEAR}))"
)
_AFTER = re.compile(r"[\s.,:;]*")
_BODY = re.compile(
    rf"(?P<name>[{UPPER}][^.:;()]{{2,120}}?(?:\s\([{UPPER}]{{2,8}}\))?)\s*"
    rf"(?:[.:]\s+|,?\s*(?=\({YEAR}\b)|,?\s*(?={YEAR}\.))"
)
_GROUP_WORDS = re.compile(
    r"\b(?:Group|Collaborat\w+|Investigators?|Committee|Consortium|Organi[sz]ation|Association|Society|Network|"
    r"Team|Trialists['’]?|Institutes?|Ministry|Department|Foundation|Council|Centers?|Centres?|Agency|Academy|College|"
    r"Task Force|Workshop|Panel|Federation|Commission|Board|Administration|Bureau|Office|Alliance|Initiative|"
    r"University|Service|UNAIDS|WHO|NICE|CDC|UNICEF|FDA|OECD|AHRQ|Participants|Researchers|Consensus|"
    r"Trial|Study|Cochrane|Health|Program(?:me)?|Project|Survey|Unit|Register|Registry)\b"
)
# Words that stand at the head of a title and look like a surname with an initial ("Vitamin D").
_NO_SURNAME = word_set(
    "vitamin hepatitis type phase group class table part section chapter appendix factor protein "
    "influenza omega interleukin plan level stage grade apolipoprotein coenzyme immunoglobulin the a an "
    "and in on of effect effects is are does do can what why how"
)


_SMALL = word_set("the of for and on in de la et des für to against at")


class Authors(NamedTuple):
    """Who wrote it, and where in the string the names end."""

    people: tuple[PersonName, ...]
    collective: str
    et_al: bool
    end: int


def take_authors(text: str) -> Authors:
    """Read the names at the start of ``text``.

    Examples
    --------
    >>> found = take_authors("van der Berg AB, Li C, et al. A trial of needles.")
    >>> [(p.family, p.initials) for p in found.people], found.et_al, found.end
    ([('van der Berg', 'AB'), ('Li', 'C')], True, 30)
    """
    people: list[PersonName] = []
    position, et_al, group = 0, False, ""
    order = _order(text)
    while order is not None:
        match = _name_at(order, text, position, bool(people))
        if match is None:
            end_group = _group_member(text, position) if people else 0
            if not end_group:
                break
            group, position = text[position:end_group].strip(" ,;.:"), end_group
        else:
            people.append(_person(match))
            position = match.end()
        if found := _ET_AL.match(text, position):
            et_al, position = True, found.end()
            break
        if found := _EDITORS.match(text, position):
            position = found.end()
        separator = _SEPARATOR.match(text, position)
        if separator is None:
            break
        if _ends_here(text, separator.end(), order):
            break
        position = separator.end()
    if not people:
        return _collective(text)
    position = _AFTER.match(text, position).end()  # type: ignore[union-attr]
    if found := _ET_AL.match(text, position):
        et_al, position = True, found.end()
    if found := _ON_BEHALF.match(text, position):
        group, position = found.group("name").strip(" ,."), found.end()
    return Authors(tuple(people), group, et_al, position)


_Pattern = re.Pattern[str]


def _order(text: str) -> tuple[_Pattern, ...] | None:
    """Choose the order of name parts by the first name, or None when the text begins with no name."""
    if _BARE_INVERTED_START.match(text):
        return (_BARE_INVERTED, _DIRECT)
    if _sound(_DIRECT.match(text)) or _FIRST_SLIP.match(text):
        return (_DIRECT, _INVERTED, _LATER)
    if _INVERTED.match(text):
        return (_INVERTED, _BARE_INVERTED, _DIRECT)
    full = _FULL.match(text)
    if full and _SEPARATOR_OR_END.match(text, full.end()):
        return (_FULL, _DIRECT, _NATURAL)
    natural = _NATURAL.match(text)
    if natural and _NATURAL_END.match(text, natural.end()):
        return (_NATURAL,)
    return None


_SEPARATOR_OR_END = re.compile(rf"\s*(?:[.;&(]|,? and |,? et al|,\s*(?:[{UPPER}]|{YEAR}))")
_NATURAL_END = re.compile(
    rf"\s*(?:,\s+{_GIVEN}(?: [{UPPER}]\.?)? {_WORD}|,? (?:and|&) {_GIVEN}|,? et al|\(?{YEAR}"
    rf"|\.?\s*\({YEAR}|,\s*[\"“])"
)


def _sound(match: re.Match[str] | None) -> re.Match[str] | None:
    return match if match and match.group("family").lower() not in _NO_SURNAME else None


def _name_at(order: tuple[_Pattern, ...], text: str, position: int, later: bool) -> re.Match[str] | None:
    for pattern in order:
        match = pattern.match(text, position)
        if match and pattern is _LATER and not later and not _FIRST_SLIP.match(text):
            continue
        if match and (pattern is not _NATURAL or _NATURAL_END.match(text, match.end()) or later):
            return match
    return None


def _ends_here(text: str, position: int, order: tuple[_Pattern, ...]) -> bool:
    """Tell whether no further name follows a separator."""
    if _ET_AL.match(text, position):
        return False
    return _name_at(order, text, position, True) is None and not _group_member(text, position)


def _group_member(text: str, position: int) -> int:
    """Return the end of a group's name among the authors, or 0."""
    match = _GROUP_MEMBER.match(text, position)
    return match.end() if match and _GROUP_WORDS.search(match.group()) else 0


_GROUP_MEMBER = re.compile(
    rf"(?:on behalf of |for |the |and )*[{UPPER}][^.;()]{{3,110}}?(?=\.|;|\s*\(?\b{YEAR}\b|:)"
)


def _person(match: re.Match[str]) -> PersonName:
    parts = match.groupdict()
    given = parts.get("given") or ""
    initials = "".join(c for c in parts.get("initials") or "" if c.isupper())
    if given:
        initials = "".join(word[0] for word in re.split(r"[\s-]+", given) if word[:1].isupper())
    family = parts.get("family") or parts.get("lone") or ""
    return PersonName(family=family.strip(" ,."), initials=initials, given=given)


def _collective(text: str) -> Authors:
    """Read a group or body as the author: up to the first full stop, colon or year in brackets."""
    match = _BODY.match(text)
    if match and (_GROUP_WORDS.search(match.group("name")) or text[match.end() - 1 :][:1] == "("):
        name = match.group("name").strip(" ,")
        small = [word for word in name.split() if word[0].islower() and word not in _SMALL]
        if len(name.split()) <= 12 and not small:
            return Authors((), name, False, match.end())
    return Authors((), "", False, 0)
