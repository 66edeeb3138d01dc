"""Groups of patients named in a sentence, and which figure belongs to which group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from trueeffect.model.fact import Quantity
from trueeffect.model.provenance import Span
from trueeffect.vocab.terms import find_terms

Item = tuple[Span, Quantity]


class Mention(NamedTuple):
    """A group as named in a text; ``second`` when a word of comparison ("than", "versus") leads to it."""

    start: int
    end: int
    words: str
    second: bool


_STOP = (
    r"(?:and|or|of|in|on|at|by|for|to|with|from|the|an?|was|were|is|are|than|versus|vs|had|both|all|each|"
    r"either|between|"
    r"among|respectively|but|while|whereas|compared|that|which|who|both|two|three|four|other|as|per|one|"
    r"every|same|same|"
    r"within|group|groups|arm|arms|treated|received|assigned|randomi[sz]ed|allocated|into|these|those|"
    r"our|any|not|only|did|most|did)"
)
_NAME = rf"(?:(?!{_STOP}\b)[A-Za-z][\w+/'’–-]*)"
_GROUP = re.compile(
    rf"(?<![\w'’-])((?:{_NAME}\s+){{1,4}})(?:groups?|arms?)\b(?!-)"
    r"|\b(?:groups?|arms?)\s+([A-D]|I{1,3}|[1-4])\b",
    re.IGNORECASE,
)
_GROUP_BEFORE = re.compile(
    rf"(?<![\w'’-])({_NAME})"
    rf"(?=\s+(?:and|or|versus|vs\.?)\s+(?:the\s+)?(?:{_NAME}\s+){{1,3}}(?:groups?|arms?)\b)",
    re.IGNORECASE,
)
_LED = re.compile(
    r"\b(?:with|on|given|receiving|taking|who (?:had|got|received|took|did)|assigned to|allocated to|"
    r"randomi[sz]ed to|treated with|(?:in|for|among) (?:those|patients|people|participants|women|men) "
    r"(?:on|with|given|receiving|taking|who (?:had|got|received|took)))\s+"
    rf"(?:the\s+|an?\s+)?({_NAME}(?:\s+{_NAME}){{0,2}})",
    re.IGNORECASE,
)
_NOT_ARM = re.compile(
    r"\b(?:scales?|scores?|index|questionnaire|vas|nrs|pain|days?|weeks?|months?|years?|average|"
    r"follow-up|disease|symptoms|"
    r"diabetes|cancer|syndrome|disorder|depression|surgery group size|improvement|response|outcomes?|"
    r"baseline|age|"
    r"disability|quality|arthritis|osteoarthritis|risk|people|patients|history|moderate|severe|mild|"
    r"chronic|acute|"
    r"respect|regard|data|study|trial|sample|size|mean|confidence|events?|walk\w* distance|recurrent|"
    r"hypertension|asthma|stroke|migraine|headaches?|evidence|difference|total|research|analysis|"
    r"control group size)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\bwithout(?=\s*(?:[.,;)]|$|\bit\b))", re.IGNORECASE)
_COMPARING = re.compile(
    r"(?:\bthan|\bversus|\bvs\.?|\bcompared (?:with|to)|\bin comparison (?:with|to)|\bagainst|"
    r"\brelative to|\bover|\bas opposed to|"
    r"\bas (?:much|many|well|likely|often) as|\bsuperior to|\binferior to|\bdiffer\w* from|\bunlike|"
    r"\bthan (?:that|those) (?:in|of))"
    r"\s+(?:(?:the|an?|in|with|on|for|those|patients|people|participants|given|getting|receiving|of|only|"
    r"to|that|by)\s+)*$",
    re.IGNORECASE,
)
_TIGHT = re.compile(
    r"[\s(]*(?:(?:of|in|with|on|to|for|among|by|after|from|given|getting|receiving|taking|under|who (?:had|"
    r"got|received|took)|people|"
    r"patients|those|participants|women|men|children|adults|the|them|an?|points?|treated|assigned to|"
    r"allocated to|randomi[sz]ed to|allocated|"
    r"all|real|subjects|per|each|individuals|volunteers|and)\b[\s,]*)*$",
    re.IGNORECASE,
)
_LOOSE_STOP = re.compile(r"[;]|\.\s")


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return the groups named in a text, in order.

    Examples
    --------
    >>> [m.words for m in find_mentions("47.6% of the verum group and 27.4% with usual care")]
    ['verum', 'usual care']
    """
    spans: list[tuple[int, int, str]] = []
    for match in _GROUP.finditer(text):
        words = (match[1] or match.group()).strip()
        if not _NOT_ARM.search(words):
            start = match.start(1) if match[1] else match.start()
            spans.append((start, match.end(), words))
    spans += [(m.start(), m.end(), m[1]) for m in _GROUP_BEFORE.finditer(text) if not _NOT_ARM.search(m[1])]
    spans += [
        (hit.start, hit.end, text[hit.start : hit.end])
        for hit in find_terms(text)
        if hit.facet in ("intervention", "comparator") and hit.term != "baseline"
    ]
    spans += [(m.start(1), m.end(1), m[1]) for m in _LED.finditer(text) if not _NOT_ARM.search(m[1])]
    spans += [(m.start(), m.end(), m.group()) for m in _WITHOUT.finditer(text)]
    merged = _merged(spans, text)
    return tuple(
        Mention(start, end, words, bool(_COMPARING.search(text[max(0, start - 60) : start])))
        for start, end, words in merged
    )


def _merged(spans: list[tuple[int, int, str]], text: str) -> list[tuple[int, int, str]]:
    merged: list[tuple[int, int, str]] = []
    for start, end, words in sorted(spans, key=lambda s: (s[0], -s[1])):
        if merged and start < merged[-1][1]:
            first, last, _ = merged[-1]
            if end > last:
                merged[-1] = (first, end, _plain(text[first:end]))
            continue
        merged.append((start, end, _plain(words)))
    return merged


def _plain(words: str) -> str:
    words = re.sub(r"\s+(?:groups?|arms?)$", "", words.strip(), flags=re.IGNORECASE)
    return re.sub(r"^(?:the|an?)\s+", "", words, flags=re.IGNORECASE).lower()


def assign_arms(text: str, items: Sequence[Item], mentions: Sequence[Mention]) -> dict[int, tuple[str, str]]:
    """Return ``{index of item: (arm, versus)}`` for the figures that can be given to a group.

    Lists are paired in order ("A and B: 3 and 5, respectively", "lower with A than with B (3 vs 5)");
    otherwise a figure belongs to the group that follows it directly, or else to the one named before it.

    Examples
    --------
    >>> from trueeffect.text.quantities import read_quantities
    >>> text = "Pain fell by 28 mm with acupuncture and 7 mm on the waiting list"
    >>> assign_arms(text, read_quantities(text).main, find_mentions(text))
    {0: ('acupuncture', ''), 1: ('waiting list', '')}
    """
    if not mentions:
        return {}
    figures = [
        i for i, (_, q) in enumerate(items) if q.counts not in ("time", "scale", "age", "dose", "threshold")
    ]
    found = _paired(text, items, figures, mentions)
    for position, index in enumerate(figures):
        if index in found:
            continue
        span, quantity = items[index]
        after_limit = items[figures[position + 1]][0].start if position + 1 < len(figures) else len(text)
        before_limit = items[figures[position - 1]][0].end if position else 0
        if quantity.counts == "mean_difference":
            pair = _contrast(text, span, mentions, before_limit, after_limit)
            if pair:
                found[index] = pair
                continue
        arm = _following(text, span, mentions, after_limit) or _preceding(text, span, mentions, before_limit)
        if not arm and position and _goes_on(text, items, figures[position - 1], index):
            arm = found.get(figures[position - 1], ("", ""))[0]
        if arm:
            found[index] = (arm, "")
    return dict(sorted(found.items()))


_ON = re.compile(r"[^.;]{0,30}?\b(?:to|and then)\s+(?:[\w-]+\s+){0,4}", re.IGNORECASE)


def _goes_on(text: str, items: Sequence[Item], last: int, index: int) -> bool:
    """Tell whether two figures are start and end of one course: "from 6.8 to 5.5"."""
    before = text[max(0, items[last][0].start - 40) : items[last][0].start]
    return bool(re.search(r"\bfrom\b", before, re.I)) and bool(
        _ON.fullmatch(text[items[last][0].end : items[index][0].start])
    )


def _following(text: str, span: Span, mentions: Sequence[Mention], limit: int) -> str:
    for mention in mentions:
        if span.end <= mention.start < limit:
            return mention.words if _TIGHT.fullmatch(_without_time(text[span.end : mention.start])) else ""
    return ""


def _without_time(gap: str) -> str:
    return re.sub(
        r"\b(?:at|after|over|by|within|in) (?:\w+[\s-]){0,2}?\w+ (?:days?|weeks?|months?|years?)\b,?", "", gap
    )


def _preceding(text: str, span: Span, mentions: Sequence[Mention], limit: int) -> str:
    inside = [m for m in mentions if limit <= m.start and m.end <= span.start]
    if not inside or _LOOSE_STOP.search(text[inside[-1].end : span.start]):
        return ""
    firsts = [m for m in inside if not m.second]
    if len(inside) > 1 and inside[-1].second and firsts:
        return firsts[-1].words
    return inside[-1].words


def _contrast(
    text: str, span: Span, mentions: Sequence[Mention], low: int, high: int
) -> tuple[str, str] | None:
    near = [m for m in mentions if low <= m.start < high]
    if not near:
        return None
    first = next((m.words for m in near if not m.second), "")
    second = next((m.words for m in near if m.second), "")
    return (first, second) if first or second else None


def _paired(
    text: str, items: Sequence[Item], figures: Sequence[int], mentions: Sequence[Mention]
) -> dict[int, tuple[str, str]]:
    """Pair a list of figures with a list of groups of the same length, in order."""
    found: dict[int, tuple[str, str]] = {}
    for run in _runs(text, items, figures):
        start, end = items[run[0]][0].start, items[run[-1]][0].end
        names = _list_of_mentions(text, mentions, start, end, len(run))
        if names:
            found.update({index: (name, "") for index, name in zip(run, names, strict=True)})
    return found


_LIST_GAP = re.compile(
    (
        r"\s*(?:\([^()]*\))?\s*(?:,|;|and|or|,\s*and|vs\.?|versus|v\.?|/|&|compared (?:with|to)|against|"
        r"as against|,? (?:compared|as compared) (?:with|to))\s*"
    ),
    re.IGNORECASE,
)


def _runs(text: str, items: Sequence[Item], figures: Sequence[int]) -> list[list[int]]:
    """Return runs of at least two figures of the same unit with nothing but list words between."""
    runs: list[list[int]] = []
    for index in figures:
        span, quantity = items[index]
        if runs:
            last_span, last = items[runs[-1][-1]]
            if last.unit == quantity.unit and _LIST_GAP.fullmatch(text[last_span.end : span.start]):
                runs[-1].append(index)
                continue
        runs.append([index])
    return [run for run in runs if len(run) > 1]


def _list_of_mentions(text: str, mentions: Sequence[Mention], start: int, end: int, count: int) -> list[str]:
    before = [m for m in mentions if m.end <= start]
    after = [m for m in mentions if m.start >= end]
    for candidates in (before[-count:], after[:count]):
        if len(candidates) != count or len({m.words for m in candidates}) != count:
            continue
        outer = (
            text[candidates[-1].end : start]
            if candidates[0].start < start
            else text[end : candidates[0].start]
        )
        if len(outer) > 90 or _LOOSE_STOP.search(outer):
            continue
        inner = [text[a.end : b.start] for a, b in pairwise(candidates)]
        if all(len(gap) < 70 and not re.search(r"[;#]|\d", gap) for gap in inner):
            return [m.words for m in candidates]
    return []
