"""Author and year: "(Inoue et al., 2008; Wang & Tronnier, 2000)", "Inoue and colleagues (2008)".

A marker is read backwards from its year: the words that stand before it either form a list of names or
they do not. Reading backwards keeps the time linear and the rules few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trueeffect.check.citations.names import PARTICLES
from trueeffect.check.citations.styles._base import Marker, Reading, Style
from trueeffect.model.article import CitationKey

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.)+(?:-[^\W\d_]\.)*"  # initials
    r"|(?:d|l|D|L|O)['’][^\W\d_][\w‐-]*"
    r"|[^\W\d_](?:[\w'’‐-]*[^\W_])?"
    r"|\d+(?:[.,]\d+)*[a-z]?(?![^\W\d_])|[^\w\s]"
)
_YEAR = re.compile(r"(?:18[5-9]\d|19\d\d|20[0-4]\d)[a-z]?")
_WITHOUT_YEAR = re.compile(r"(?:\(|,|\bal\.?)\s*(in press|forthcoming|in preparation|submitted|n\.d\.)", re.I)
_ARROW = re.compile(r"[\s\u00a0]*[▶►➤↗]")
_AND = frozenset({"and", "&", "und", "y"})
_GROUP = frozenset(
    ["colleagues", "coworkers", "co-workers", "others", "associates", "team", "group", "collaborators"]
)
_NOT_NAMES = """
in see also by from since until before after during and or the a an of to for on at as with but however
while although when if then this these those their his her its our we both until between table figure
fig box appendix chapter section version study trial journal review report guideline guidelines
copyright updated accessed retrieved published available january february march april may june july
august september october november december jan feb mar apr jun jul aug sep sept oct nov dec spring
summer autumn winter fall monday tuesday wednesday thursday friday saturday sunday recently later until
early late mid about around circa approximately total year years age usa uk us eu germany france china
japan india canada australia london america europe england sweden norway italy spain brazil korea
"""
_STOP = frozenset(_NOT_NAMES.split())
"""Words with a capital that are no surname: sentence starts, months, places, parts of a document."""


_MOST_NAMES = 12
_MOST_WORDS = 8
"""Longest list of names, and longest name in words, that are read as authors."""


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int
    depth: int


def _tokens(plain: str, start: int, end: int) -> list[_Token]:
    depth, out = 0, []
    for found in _TOKEN.finditer(plain, start, end):
        text = found.group()
        if text in ")]":
            depth = max(0, depth - 1)
        out.append(_Token(text, found.start(), found.end(), depth))
        if text in "([":
            depth += 1
    return out


def _is_name(token: _Token) -> bool:
    text = token.text
    return len(text) > 1 and (text[0].isupper() or (text[1] in "'’" and text[2:3].isupper()))


def _is_initials(token: _Token) -> bool:
    text = token.text
    return text[0].isalpha() and ("." in text or (len(text) <= 3 and text.isupper()))


@dataclass
class _Names:
    """A list of names read backwards: where it starts, and how it ends."""

    names: list[tuple[str, int]]
    several: bool
    et_al: bool
    comma: bool
    opened: bool


def _skip_bracket(tokens: list[_Token], at: int) -> tuple[int, bool, bool]:
    """Step back over what may stand between the names and the year: a comma, an opening bracket."""
    opened = comma = False
    if at >= 0 and tokens[at].text in ("(", "["):
        at, opened = at - 1, True
    if at >= 0 and tokens[at].text == ",":
        at, comma = at - 1, True
    if at > 0 and tokens[at].text == "." and tokens[at - 1].text in ("Inc", "Ltd", "Co", "Corp"):
        at -= 1
    return at, opened, comma


def _skip_et_al(tokens: list[_Token], at: int) -> tuple[int, bool]:
    """Step back over "et al.", "and colleagues", "'s team"; tell whether there was one."""
    here = at - 1 if at >= 0 and tokens[at].text == "." else at
    before = tokens[here - 1].text.lower() if here > 0 else ""
    word = tokens[here].text.lower() if here >= 0 else ""
    if word in ("al", "al.") and before.rstrip(".") == "et":
        at = here - 2
    elif word in ("al", "al.") and before == "." and here > 1 and tokens[here - 2].text.lower() == "et":
        at = here - 3
    elif word in _GROUP:
        at = here - 1
        while at >= 0 and tokens[at].text.lower() in ("his", "her", "their", "research"):
            at -= 1
        if at >= 0 and tokens[at].text.lower() in _AND:
            at -= 1
        elif at < 0 or not tokens[at].text.endswith(("'s", "’s", "s'", "s’")):
            return here, False
    else:
        return at, False
    if at >= 0 and tokens[at].text == ",":
        at -= 1
    return at, True


def _read_names(tokens: list[_Token], at: int) -> tuple[list[tuple[str, int]], bool]:
    """Read names backwards from ``at``: each with its place, first name first; and whether "and" joins."""
    names: list[tuple[str, int]] = []
    current: list[_Token] = []
    joined = False
    while at >= 0 and len(names) < _MOST_NAMES and len(current) < _MOST_WORDS:
        token = tokens[at]
        if _is_name(token) or (current and token.text.lower() in PARTICLES) or _is_initials(token):
            current.insert(0, token)
        elif token.text in (",", *_AND) and (current or names) and at and _may_precede(tokens, at):
            _close(names, current)
            current = []
            joined = joined or token.text != ","
        else:
            break
        at -= 1
    _close(names, current)
    return names, joined


def _may_precede(tokens: list[_Token], at: int) -> bool:
    before = tokens[at - 1]
    if before.text == "," and tokens[at].text in _AND and at > 1:
        before = tokens[at - 2]
    return (
        _is_name(before)
        or _is_initials(before)
        or (before.text == "." and at > 1 and _is_initials(tokens[at - 2]))
    )


def _close(names: list[tuple[str, int]], current: list[_Token]) -> None:
    words = [token for token in current if not _is_initials(token) or len(current) == 1]
    if words:
        text = " ".join(re.sub(r"['’]s?$", "", word.text) for word in words)
        names.insert(0, (text, current[0].start))


def _before_year(tokens: list[_Token], at: int) -> _Names | None:
    """Return the names that stand before the year token ``at``, or None."""
    here, opened, comma = _skip_bracket(tokens, at - 1)
    here, et_al = _skip_et_al(tokens, here)
    names, joined = _read_names(tokens, here)
    return _Names(names, et_al or joined, et_al, comma, opened) if names else None


def _choices(names: list[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """Give the list, then shorter and shorter tails of it: a sentence may start with a capital."""
    for first in range(len(names)):
        words = names[first][0].split()
        offset = names[first][1]
        for skip in range(len(words)):
            if words[skip][0].islower() and words[skip] not in PARTICLES:
                continue
            start = offset + len(" ".join(words[:skip])) + (1 if skip else 0)
            yield [(" ".join(words[skip:]), start), *names[first + 1 :]]


def _key(names: list[tuple[str, int]], et_al: bool, year: str) -> CitationKey:
    digits, suffix = (int(year[:4]), year[4:]) if year else (None, "")
    authors = tuple(name for name, _ in names)
    return CitationKey(authors=authors, et_al=et_al, year=digits, year_suffix=suffix)


def _pick(reading: Reading, found: _Names, year: str) -> tuple[list[tuple[str, int]], bool]:
    """Return the tail of the list that the reference list knows, else the list without idle words."""
    options = list(_choices(found.names))
    for test in (reading.index.exact, reading.index.near):
        for names in options:
            if names[0][0].lower() not in _STOP and test(_key(names, found.et_al, year)):
                return names, True
    kept = [names for names in options if not any(w.lower() in _STOP for w in names[0][0].split())]
    return (kept[0], False) if kept else ([], False)


def _is_sure(found: _Names, names: list[tuple[str, int]], depth: int) -> bool:
    """Tell whether the form alone shows a citation, whatever the reference list says."""
    if any(name.lower() in _STOP for name, _ in names):
        return False
    return found.several and (depth > 0 or found.opened)


def _find(reading: Reading) -> Iterator[Marker]:
    collectives = _collectives(reading)
    for passage in reading.passages:
        start, end = passage.span.start, passage.span.end
        yield from _in_passage(reading, start, end)
        for pattern, ids in collectives:
            yield from _by_collective(reading, pattern, ids, start, end)


def _collectives(reading: Reading) -> list[tuple[re.Pattern[str], dict[int, tuple[str, ...]]]]:
    """Return a pattern for each organisation that the list names as author, with its entries by year."""
    years: dict[str, dict[int, tuple[str, ...]]] = {}
    for ref in reading.index.references:
        name, year = ref.fields.collective.strip(" ."), ref.fields.year
        inner = name.partition("(")[2].partition(")")[0]
        for form in sorted({name, name.partition("(")[0].strip(), inner}) if year else ():
            if len(form) > 2:
                known = years.setdefault(form, {})
                known[year or 0] = (*known.get(year or 0, ()), ref.id)
    tail = r"\.?(?:['’]s)?\s*(?:\([A-Z][\w.]+\))?,?\s*[(\[]?\s*"
    return [
        (re.compile(rf"(?<!\w){re.escape(form)}{tail}((?:19|20)\d\d)([a-z]?)\b", re.I), entries)
        for form, entries in years.items()
    ]


def _by_collective(
    reading: Reading, pattern: re.Pattern[str], entries: dict[int, tuple[str, ...]], start: int, end: int
) -> Iterator[Marker]:
    for found in pattern.finditer(reading.plain, start, end):
        ids = entries.get(int(found.group(1)), ())
        if ids:
            name = reading.plain[found.start() : found.start(1)].strip(" ,([")
            key = CitationKey(authors=(name,), year=int(found.group(1)), year_suffix=found.group(2))
            yield Marker(found.start(), _end(reading, found.end()), "author_year", (key,), (ids,))


def _in_passage(reading: Reading, start: int, end: int) -> Iterator[Marker]:
    tokens = _tokens(reading.plain, start, end)
    last: tuple[int, list[tuple[str, int]], bool, bool, str] | None = None
    for at, token in enumerate(tokens):
        is_year = bool(_YEAR.fullmatch(token.text))
        if last is not None and _continues(tokens, at, last, is_year):
            year = token.text if is_year else last[4][:4] + token.text
            key = _key(last[1], last[2], year)
            yield Marker(token.start, _end(reading, token.end), "author_year", (key,), sure=last[3])
            last = (at, *last[1:4], year)
        elif is_year:
            marker, names, sure, et_al = _at_year(reading, tokens, at)
            if marker is not None:
                yield marker
                last = (at, names, et_al, sure, token.text)
    yield from _without_year(reading, tokens, start, end)


def _continues(
    tokens: list[_Token], at: int, last: tuple[int, list[tuple[str, int]], bool, bool, str], is_year: bool
) -> bool:
    """Tell whether token ``at`` is a further year, or a further letter, of the same authors."""
    between = [token.text for token in tokens[last[0] + 1 : at]]
    if not between or any(text not in (",", ";", "&", "and") for text in between):
        return False
    if is_year:
        return True
    text, suffix = tokens[at].text, last[4][4:]
    after = tokens[at + 1].text if at + 1 < len(tokens) else ")"
    return len(text) == 1 and bool(suffix) and text == chr(ord(suffix) + 1) and not after[0].isalnum()


def _at_year(
    reading: Reading, tokens: list[_Token], at: int
) -> tuple[Marker | None, list[tuple[str, int]], bool, bool]:
    found = _before_year(tokens, at)
    if found is None:
        return None, [], False, False
    names, known = _pick(reading, found, tokens[at].text)
    if not names:
        return None, [], False, False
    depth = tokens[at].depth - (1 if found.opened else 0)
    sure = _is_sure(found, names, depth)
    loose = depth > 0 and found.comma and not found.opened
    if not (known or sure or loose):
        return None, [], False, False
    end = tokens[at].end
    if found.opened and at + 1 < len(tokens) and tokens[at + 1].text in ")]":
        end = tokens[at + 1].end
    marker = Marker(
        names[0][1],
        _end(reading, end),
        "author_year",
        (_key(names, found.et_al, tokens[at].text),),
        narrative=found.opened or depth == 0,
        sure=sure,
    )
    return marker, names, sure, found.et_al


def _end(reading: Reading, end: int) -> int:
    """Include the arrow that some publishers print after a marker."""
    arrow = _ARROW.match(reading.plain, end)
    return arrow.end() if arrow else end


def _without_year(reading: Reading, tokens: list[_Token], start: int, end: int) -> Iterator[Marker]:
    """Find "(Sato et al., in press)" and "(Sato et al.)"."""
    starts = {token.start: place for place, token in enumerate(tokens)}
    for found in _WITHOUT_YEAR.finditer(reading.plain, start, end):
        at = starts.get(found.start(1))
        names = _before_year(tokens, at) if at else None
        if names is None:
            continue
        picked, known = _pick(reading, names, "")
        if picked and (known or names.et_al):
            key = _key(picked, names.et_al, "")
            yield Marker(picked[0][1], found.end(1), "author_year", (key,), narrative=names.opened)


STYLE = Style(
    name="author_year",
    find=_find,
    rank=0,
    examples=(
        ("Needles helped (Sato, et al, 2005).", ("Sato, et al, 2005",)),
        (
            "It helped (see Sato et al., 2005; Brandt & van der Meer, 2000).",
            ("Sato et al., 2005", "Brandt & van der Meer, 2000"),
        ),
        ("Sato and colleagues (2005) treated rats.", ("Sato and colleagues (2005)",)),
        ("Rats ran. Sato and colleagues (2005) treated them.", ("Sato and colleagues (2005)",)),
        ("Sato's team (2005) treated rats.", ("Sato's team (2005)",)),
        ("In 2010 Brandt and van der Meer (2000) was cited.", ("Brandt and van der Meer (2000)",)),
        ("O’Hara (2009a, b) disagreed.", ("O’Hara (2009a", "b")),
        ("Pain eased (Muller 2011, 2012).", ("Muller 2011", "2012")),
        ("An unknown work (Quist & Ruiz, 1999) is cited.", ("Quist & Ruiz, 1999",)),
        ("The agency agrees (WHO, 2015).", ("WHO, 2015",)),
    ),
    counter_examples=(
        "It was first used in China (2008).",
        "The trial ran from March 2008 to May 2010.",
        "Patients (n = 2008) were seen in 2009.",
        "The law (Germany, 2008) changed.",
        "See the guideline (updated January 2016).",
        "In the United States (2005) it was banned.",
    ),
)
