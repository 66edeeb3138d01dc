"""Read the quantities of a text: lexer, structures, units and bounds, then what each number counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from trueeffect.model.fact import Quantity
from trueeffect.model.provenance import Span
from trueeffect.text.quantities import ranges, shares, statistics
from trueeffect.text.quantities._base import Draft, Structure, Token
from trueeffect.text.quantities.bounds import bound_after, bound_before
from trueeffect.text.quantities.counting import decide_counts
from trueeffect.text.quantities.lexer import NAME, NUMBER, YEAR, shape_of, tokens_of
from trueeffect.text.quantities.multiples import Multiple, find_multiples
from trueeffect.text.quantities.sharing import SENTENCE_END, share_counts, share_units
from trueeffect.text.quantities.units import match_unit, unit_kind

STRUCTURES: tuple[Structure, ...] = (
    *(s for s in statistics.STRUCTURES if s.name in ("p_value", "confidence_interval")),
    *(s for s in shares.STRUCTURES if "percent" in s.name),
    *ranges.STRUCTURES,
    *(s for s in shares.STRUCTURES if "percent" not in s.name),
    *(s for s in statistics.STRUCTURES if s.name not in ("p_value", "confidence_interval")),
)
"""Every structure, in the order in which they are looked for."""

_SIGNS = NUMBER + YEAR + NAME
_LAST_TIME = 366
"""Largest number that stands behind its unit of time: "day 366"."""
_UNIT_BEFORE = re.compile(r"\b(weeks?|days?|months?|years?|hours?)\s*$", re.IGNORECASE)
_OPEN = re.compile(r"\(\s*[,;:\s]*\)|\[\s*[,;:\s]*\]")
_ATTACH_INTERVAL, _ATTACH_P = 60, 90


@dataclass(frozen=True)
class Reading:
    """The quantities of a text, and the text as the grammar saw it.

    Parameters
    ----------
    shape : str
        The text with one ``#`` in place of each of ``main``, units and bounds folded in, p-values and
        intervals left out.
    main : tuple of (Span, Quantity)
        One for each ``#``, in order.
    others : tuple of (Span, Quantity)
        P-values and intervals that stand by themselves or belong to one of ``main``.
    """

    text: str
    shape: str
    main: tuple[tuple[Span, Quantity], ...]
    others: tuple[tuple[Span, Quantity], ...]

    @property
    def all(self) -> tuple[tuple[Span, Quantity], ...]:
        """Every quantity, in the order of the text."""
        return tuple(sorted((*self.main, *self.others), key=lambda item: (item[0].start, item[0].end)))


@dataclass(slots=True)
class _Placed:
    """A draft and the stretch of the first shape that it takes up."""

    draft: Draft
    start: int
    end: int


def find_quantities(text: str) -> tuple[tuple[Span, Quantity], ...]:
    """Return every quantity of a text with its place, in order.

    Parameters
    ----------
    text : str
        A sentence, or several.

    Returns
    -------
    tuple of (Span, Quantity)
        Calendar years, and numbers that are part of a name (type 2 diabetes, SF-36), are left out.

    Examples
    --------
    >>> [(q.value, q.unit, q.counts) for _, q in find_quantities("33 of 58 stimulations (56.9%)")]
    [(56.9, '%', 'share_of_trials')]
    >>> [(q.value, q.unit, q.counts) for _, q in find_quantities("Pain fell by two points in 8 weeks.")]
    [(2.0, 'points', 'mean_change'), (8.0, 'weeks', 'time')]
    """
    return read_quantities(text).all


def read_quantities(text: str) -> Reading:
    """Return the quantities of a text together with its shape, for parsers that build on it."""
    multiples = find_multiples(text)
    tokens = _with_multiples(tokens_of(text), multiples)
    shape = shape_of(text, tokens)
    places = [i for i, sign in enumerate(shape) if sign in _SIGNS]
    placed = _structures(text, shape, tokens, places)
    placed += _simple(tokens, places, {i for item in placed for i in item.draft.tokens}, multiples)
    placed.sort(key=lambda item: item.start)
    for item in placed:
        if item.draft.rank == "main":
            _fold(item, shape, text)
    _attach(placed, shape)
    return _finish(text, shape, placed)


def _with_multiples(tokens: list[Token], multiples: list[tuple[int, int, Multiple]]) -> list[Token]:
    if not multiples:
        return tokens
    kept = [t for t in tokens if not any(a < t.end and t.start < b for a, b, _ in multiples)]
    kept += [Token(a, b, m.value, m.precision, words=True) for a, b, m in multiples]
    return sorted(kept, key=lambda token: token.start)


@cache
def _compiled() -> tuple[tuple[Structure, re.Pattern[str]], ...]:
    return tuple((structure, structure.compiled()) for structure in STRUCTURES)


def _structures(text: str, shape: str, tokens: Sequence[Token], places: Sequence[int]) -> list[_Placed]:
    found: list[_Placed] = []
    used: set[int] = set()
    if len(places) == 0:
        return found
    for structure, pattern in _compiled():
        for match in pattern.finditer(shape):
            inside = tuple(i for i, at in enumerate(places) if match.start() <= at < match.end())
            if (
                not inside
                or used.intersection(inside)
                or any(tokens[i].kind in ("year", "name") for i in inside)
            ):
                continue
            draft = structure.build(match, [tokens[i] for i in inside])
            if draft is None:
                continue
            draft.tokens = inside
            used.update(inside)
            whole = draft.rank != "main"
            draft.end = _end_of(text, tokens[inside[-1]].end + match.end() - places[inside[-1]] - 1)
            found.append(_Placed(draft, match.start() if whole else places[inside[0]], match.end()))
    return found


def _barred(token: Token, structure: Structure) -> bool:
    """Tell whether a year or a number in a name keeps a structure from being read here."""
    return token.kind == "year" or (token.kind == "name" and NAME not in structure.pattern)


def _end_of(text: str, end: int) -> int:
    while text[end - 1] in " ,;:(":
        end -= 1
    return end


def _simple(
    tokens: Sequence[Token], places: Sequence[int], used: set[int], multiples: list[tuple[int, int, Multiple]]
) -> list[_Placed]:
    named = {a: m for a, _, m in multiples}
    found: list[_Placed] = []
    for index, token in enumerate(tokens):
        if index in used or token.kind in ("year", "name"):
            continue
        draft = Draft(
            token.start, token.end, token.value, token.precision, words=token.words, tokens=(index,)
        )
        if token.kind == "fraction":
            draft.unit = "%"
            if token.parts:
                draft.numerator, draft.denominator = map(float, token.parts)
        if token.start in named:
            draft.unit, draft.counts = named[token.start].unit, named[token.start].counts
        found.append(_Placed(draft, places[index], places[index] + 1))
    return found


def _fold(item: _Placed, shape: str, text: str) -> None:
    """Fold unit and bound words into a quantity."""
    draft = item.draft
    if not draft.unit and not draft.counts.startswith(("test", "correlation", "rate")):
        _fold_unit(item, shape)
    _fold_bound(item, shape)


def _fold_unit(item: _Placed, shape: str) -> None:
    draft = item.draft
    unit = match_unit(shape, item.end)
    if unit is None:
        inner = match_unit(shape, item.start + 1)
        if inner and inner[2] <= item.end:
            draft.unit = inner[0]
        else:
            named = _UNIT_BEFORE.search(shape, max(0, item.start - 8), item.start)
            if named and draft.value <= _LAST_TIME and draft.value == int(draft.value):
                draft.unit, draft.counts = named.group(1).lower().rstrip("s") + "s", "time"
        return
    name, factor, end = unit
    draft.unit = name
    if factor != 1:
        draft.value, draft.precision = draft.value * factor, draft.precision * factor
    draft.end += end - item.end
    item.end = end


def _fold_bound(item: _Placed, shape: str) -> None:
    draft = item.draft
    before = bound_before(shape, item.start)
    if before and not (
        unit_kind(draft.unit) == "time" and shape[before[2] : item.start].strip().lower() == "over"
    ):
        draft.bound, draft.near = before[0], before[1]
        draft.start -= item.start - before[2]
        item.start = before[2]
        return
    after = bound_after(shape, item.end)
    if after:
        draft.bound = after[0]
        draft.end += after[1] - item.end
        item.end = after[1]


def _attach(placed: list[_Placed], shape: str) -> None:
    """Give intervals and p-values to the estimate that they stand behind."""
    last: _Placed | None = None
    for item in placed:
        draft = item.draft
        if draft.rank == "main":
            last = item
            continue
        if last is None or re.search(r"[.!?]\s", shape[last.end : item.start]):
            continue
        gap = item.start - last.end
        if draft.rank == "interval" and gap <= _ATTACH_INTERVAL and last.draft.low is None:
            if (
                draft.low is not None
                and draft.high is not None
                and draft.low <= last.draft.value <= draft.high
            ):
                last.draft.low, last.draft.high, last.draft.spread_kind = draft.low, draft.high, "ci"
        elif draft.rank == "p_value" and gap <= _ATTACH_P and last.draft.p is None:
            last.draft.p, last.draft.p_relation = draft.p, draft.p_relation


def _finish(text: str, shape: str, placed: list[_Placed]) -> Reading:
    second, main = _second_shape(shape, placed)
    signs = [i for i, sign in enumerate(second) if sign == NUMBER]
    share_units(second, signs, main)
    cuts = [0, *(m.end() for m in SENTENCE_END.finditer(second)), len(second)]
    for at, draft in zip(signs, main, strict=True):
        left = max(c for c in cuts if c <= at)
        right = min((c for c in cuts if c > at), default=len(second))
        draft.counts = decide_counts(draft, second[left:at], second[at + 1 : right])
    share_counts(second, signs, main)
    others = [item.draft for item in placed if item.draft.rank != "main"]
    return Reading(
        text=text,
        shape=second,
        main=tuple((Span(start=d.start, end=d.end), _quantity(d)) for d in main),
        others=tuple((Span(start=d.start, end=d.end), _quantity(d)) for d in others),
    )


def _second_shape(shape: str, placed: list[_Placed]) -> tuple[str, list[Draft]]:
    pieces: list[str] = []
    main: list[Draft] = []
    at = 0
    for item in placed:
        if item.start < at:
            item.start = at
        pieces.append(shape[at : item.start].replace(NUMBER, ""))
        if item.draft.rank == "main":
            pieces.append(NUMBER)
            main.append(item.draft)
        at = max(at, item.end)
    pieces.append(shape[at:].replace(NUMBER, ""))
    second = "".join(pieces).replace(YEAR, "year").replace(NAME, "")
    second = re.sub(r"\b(vs|approx|e\.g|i\.e|ca|cf|al|resp)\.", r"\1", second)
    second = _OPEN.sub("", second)
    return re.sub(r"\(\s*(#)\s*[,;:\s]*\)", r"(\1)", second), main


def _quantity(draft: Draft) -> Quantity:
    return Quantity(
        value=draft.value,
        low=draft.low,
        high=draft.high,
        unit=draft.unit,
        counts=draft.counts,
        of=draft.of,
        bound=draft.bound,
        near=draft.near,
        precision=draft.precision,
        words=draft.words,
        numerator=draft.numerator,
        denominator=draft.denominator,
        spread=draft.spread,
        spread_kind=draft.spread_kind,
        p=draft.p,
        p_relation=draft.p_relation,
    )
