"""Numbers that stand for entries of the list: [1], [1,3-5], (2), and digits glued to a word or full stop.

Square brackets are trusted. Every other shape also means other things (group sizes, enumerations, units),
so a shape counts only when its numbers, read through the article, run through the reference list in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trueeffect.check.citations.styles._base import Marker, Reading, Style
from trueeffect.check.citations.styles._numbers import DASH, RUN, Item, coverage, in_sequence, items

_PREFIX = r"(?:(?:see|cf\.?|e\.g\.,?|refs?\.?|references?|reviewed in|see also|also)\s*)*"
_BRACKET = re.compile(rf"\[\s*{_PREFIX}({RUN})\s*(?:,\s*pp?\.\s*\d+(?:{DASH}\d+)?)?\]", re.I)
_PAREN = re.compile(rf"\(\s*{_PREFIX}({RUN})\s*\)", re.I)
_WORDED = re.compile(rf"\b(?:refs?\.?|references?|citations?)\s*(?:nos?\.?\s*)?({RUN})(?![\d%.]\d|\d)", re.I)
_SEP = rf"(?:,\s?|\s?{DASH}\s?|\s?\n\s?,?\s?)"
_TIGHT = rf"\d{{1,3}}(?:{_SEP}\d{{1,3}}(?!\d))*(?!\d|\.\d)"
_AFTER_STOP = re.compile(
    rf"(?:(?<=[^\W\d_][.,;:?!])|(?<=[)\]%”\"’'][.,;:?!]))({_TIGHT})(?=[\s,;)]|$|[^\W\d_])"
)
_AFTER_WORD = re.compile(rf"(?:(?<=[^\W\d_][^\W\d_])|(?<=[)\]%”’]))({_TIGHT})(?=[\s.,;:)]|$)")
_SPACED = re.compile(rf"(?:(?<=[^\W\d_])|(?<=[)\]%.,;]))\s({_TIGHT}|{RUN})\s?(?=[.,;:](?!\d)|$)")
_BROKEN = re.compile(rf"(?<=[^\s\d])\n({RUN})\n")

_VALUE_BEFORE = re.compile(
    r"(?:\d\.\d+|±\s*\d+|\b(?:median|mean|IQR|CI|range|SD|SE|interval)\b[ :=]*\d*)\s*$", re.I
)
_COUNT_BEFORE = re.compile(r"(?<![\d.,])(?!(?:19|20)\d\d\b)\d+(?:\.\d+)?\s*$")
_UNIT_BEFORE = re.compile(
    r"(?:\b(?:k?g/|c|m|k|µ|μ|d|mm|cm|km|in|ft|HbA|IL|CD|CO|PaCO|SpO|VO|O|N|H|B|D|T|L|S|C|A|K|Q|PM|SF|NP|TNF|GLP|FEV|"
    r"week|day|weeks|days|month|group|phase|stage|grade|type|level|visit|COVID|omega|factor|wk|WOMAC|ICD|DSM))$"
)
_ENUMERATION = re.compile(r"(?:^|[:;,.]\s+|\b(?:and|or|are|were|include|by)\s+)$", re.I)
_ENOUGH = 0.4
_ENOUGH_DISTINCT = 3
"""An untrusted shape counts when it names this share of the list, or so many entries, from 1 on in order."""


_ESTABLISHED = 3
_BEYOND = 10
"""Once so many brackets are linked, a number just past the end of the list is a citation without entry."""


@dataclass(frozen=True)
class _Shape:
    name: str
    pattern: re.Pattern[str]
    trusted: bool = False


_SHAPES = (
    _Shape("bracket", _BRACKET, trusted=True),
    _Shape("worded", _WORDED, trusted=True),
    _Shape("paren", _PAREN),
    _Shape("after_stop", _AFTER_STOP),
    _Shape("after_word", _AFTER_WORD),
    _Shape("spaced", _SPACED),
    _Shape("broken", _BROKEN),
)


@dataclass(frozen=True)
class _Group:
    start: int
    end: int
    items: tuple[Item, ...]


def _known(reading: Reading) -> set[int]:
    return {int(label) for label in reading.index.numbers}


def _groups(reading: Reading, shape: _Shape) -> list[_Group]:
    plain, out = reading.plain, []
    for passage in reading.passages:
        matches = list(shape.pattern.finditer(plain, passage.span.start, passage.span.end))
        if shape.name == "paren":
            matches = _without_enumeration(plain, matches, passage.span.start)
        for found in matches:
            group = items(plain, found.start(1), found.end(1))
            if group and _plausible(plain, shape, found, passage.span.start):
                out.append(_Group(found.start(), found.end(), group))
    return out


def _without_enumeration(plain: str, matches: list[re.Match[str]], floor: int) -> list[re.Match[str]]:
    """Drop "(1) who came and (2) who stayed": numbers before clauses, one of them after a joint."""
    ahead = [found for found in matches if re.match(r"\s?[^\W\d_]", plain[found.end() : found.end() + 2])]
    listed = [found for found in ahead if _is_listed(plain[max(floor, found.start() - 40) : found.start()])]
    return [found for found in matches if not listed or found not in ahead]


def _is_listed(before: str) -> bool:
    return bool(_ENUMERATION.search(before)) and not before.rstrip().endswith(("al.", "al.,"))


def _plausible(plain: str, shape: _Shape, found: re.Match[str], floor: int) -> bool:
    """Refuse values, units and enumerations by what stands before the number."""
    before = plain[max(floor, found.start() - 40) : found.start()]
    if found.start() == floor and shape.name in ("bracket", "paren", "worded"):
        return False
    if shape.name == "bracket":
        return not (re.search(rf"\d\s*{DASH}", found.group()) and _VALUE_BEFORE.search(before))
    if shape.name == "paren":
        return not (_VALUE_BEFORE.search(before) or _COUNT_BEFORE.search(before))
    if shape.name in ("after_word", "spaced"):
        return not _UNIT_BEFORE.search(before.rstrip())
    return True


def _find(reading: Reading) -> Iterator[Marker]:
    known = _known(reading)
    if not known:
        return
    found = {shape.name: _groups(reading, shape) for shape in _SHAPES}
    trusted = [group for shape in _SHAPES if shape.trusted for group in found[shape.name]]
    kept = [g for g in trusted if _numbers_of(g) & known]
    if not reading.index.numbered and not _in_order(kept, known):
        kept = []
    elif len(kept) >= _ESTABLISHED:
        kept = [g for g in trusted if max(_numbers_of(g)) <= max(known) + _BEYOND]
    for group in kept:
        yield from _markers(reading, group)
    if coverage([g.items for g in kept], known) < _ENOUGH:
        for group in _best_untrusted(found, known):
            yield from _markers(reading, group)


def _numbers_of(group: _Group) -> set[int]:
    return {number for item in group.items for number in item.numbers}


def _in_order(groups: list[_Group], known: set[int]) -> bool:
    """Tell whether the numbers of an unnumbered list can be places in it."""
    inside = [_numbers_of(group) <= known for group in groups]
    return bool(groups) and sum(inside) >= 0.8 * len(inside)


def _best_untrusted(found: dict[str, list[_Group]], known: set[int]) -> list[_Group]:
    best: list[_Group] = []
    best_score = 0.0
    for sets in (
        ("paren",),
        ("after_stop", "after_word"),
        ("after_stop",),
        ("spaced", "after_stop"),
        ("broken", "after_stop", "spaced"),
    ):
        groups = sorted((g for name in sets for g in found[name]), key=lambda g: g.start)
        kept = [g for g, fits in zip(groups, in_sequence([g.items for g in groups], known)) if fits]
        named = {n for g in kept for i in g.items for n in i.numbers}
        share = coverage([g.items for g in kept], known)
        enough = 1 in named and (share >= _ENOUGH or len(named) >= _ENOUGH_DISTINCT)
        score = share * len(kept) / max(1, len(groups))
        if enough and score > best_score:
            best, best_score = kept, score
    return best


def _markers(reading: Reading, group: _Group) -> Iterator[Marker]:
    whole = len(group.items) == 1 and reading.plain[group.start] in "[("
    for item in group.items:
        start, end = (group.start, group.end) if whole else (item.start, item.end)
        yield Marker(start, end, "numeric", item.keys)


STYLE = Style(
    name="numeric",
    find=_find,
    rank=2,
    examples=(
        ("Needles helped [1].", ("[1]",)),
        ("Needles helped [1,3-5].", ("1", "3-5")),
        ("Both agree [2, 4].", ("2", "4")),
        ("Needles helped (1). Pills did not (2), and rest did (3).", ("(1)", "(2)", "(3)")),
        ("Needles helped (ref. 2).", ("2",)),
        ("Needles help.1 Pills do not.2,3 Rest is free.", ("1", "2", "3")),
    ),
    counter_examples=(
        "The gain was 2.1 points [95% CI 1-3].",
        "We asked (1) who came and (2) who stayed.",
        "The median was 2.5 [1-3] days.",
        "[3] A line that starts like an entry of a list.",
        "Patients (n = 3) improved.",
        "It covers 4 m2 and 10^6 cells.",
    ),
)
