"""Structures of shares: "33 of 58 (56.9 %)", "18% (4/22)", "one in four", "three out of five"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trueeffect.text.quantities._base import Draft, Structure, Token
from trueeffect.text.quantities.statistics import draft_of

_PC = r"\s?(?:%|per\s?cent\b|percent\b)"
_NOUN = r"(?P<noun>(?:\s+[a-z][\w'-]*){0,4}?)"
_ROUND = (
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    12,
    15,
    20,
    25,
    30,
    40,
    50,
    100,
    200,
    500,
    1000,
    2000,
    5000,
    10000,
    100000,
    1e6,
)
_SLACK = 1.0
"""Percentage points by which a printed percent may differ from its counts before they are kept apart."""


def _share(
    part: Token, whole: Token, first: Token, last: Token, percent: Token | None = None
) -> Draft | None:
    if not 0 <= part.value <= whole.value or whole.value < 2 or whole.value != int(whole.value):
        return None
    exact = 100 * part.value / whole.value
    if percent is not None and abs(exact - percent.value) > _SLACK:
        return None
    words = part.words and whole.words
    return Draft(
        first.start, last.end, percent.value if percent else exact,
        percent.precision if percent else (2.5 if words and whole.value <= 10 else 0.05),
        unit="%", numerator=part.value, denominator=whole.value, words=words,
    )  # fmt: skip


def _counts_then_percent(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    return _noun(_share(tokens[0], tokens[1], tokens[0], tokens[2], tokens[2]), match)


def _percent_then_counts(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    return _share(tokens[1], tokens[2], tokens[0], tokens[2], tokens[0])


def _part_of_whole(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    whole = tokens[0].value == int(tokens[0].value) or tokens[1].value in (100, 1000, 10000, 100000)
    if tokens[0].kind == "fraction" or not whole:
        return None
    return _share(tokens[0], tokens[1], tokens[0], tokens[1])


def _part_in_whole(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    every = bool(match["every"]) if "every" in match.re.groupindex else False
    if not every and (tokens[1].value not in _ROUND or tokens[0].value >= tokens[1].value):
        return None
    return _part_of_whole(match, tokens)


def _count_with_percent(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    count, percent = tokens
    if count.value != int(count.value) or count.kind == "fraction" or not 0 <= percent.value <= 100:
        return None
    return _noun(draft_of(count, percent, value=percent.value, precision=percent.precision, unit="%",
                          numerator=count.value, words=False), match)  # fmt: skip


def _percent_with_count(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    percent, count = tokens
    if count.value != int(count.value) or count.value < 1:
        return None
    return draft_of(percent, count, unit="%", numerator=count.value)


def _whole_then_part(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    return _noun(_share(tokens[1], tokens[0], tokens[0], tokens[1]), match)


def _noun(draft: Draft | None, match: re.Match[str]) -> Draft | None:
    if draft is not None and match["noun"].strip():
        draft.of = match["noun"].split()[-1].lower()
    return draft


STRUCTURES: tuple[Structure, ...] = (
    Structure(
        name="counts_then_percent",
        pattern=(
            rf"#\s*(?:/|of(?: the| all| these)?|out of(?: the)?|"
            rf"in)\s*#{_NOUN}\s*[(\[,;]\s*#{_PC}\s*[)\]]?"
        ),
        build=_counts_then_percent,
        examples=(
            "33 of 58 (56.9%)",
            "33 of 58 stimulations (56.9 %)",
            "12/40 [30%]",
            "5 out of 20 women (25%)",
        ),
        counter_examples=("33 of 58 (12%)", "33 of 58 patients"),
    ),
    Structure(
        name="percent_then_counts",
        pattern=rf"#{_PC}\s*(?:\w+\s)?[(\[,;]\s*(?:n\s*=\s*)?#\s*(?:/|of(?: the)?|out of)\s*#\s*[)\]]?",
        build=_percent_then_counts,
        examples=("18% (4/22)", "56.9% (33 of 58)", "25% [5/20]", "54% (n=51/95)"),
        counter_examples=("18% (4/10)", "18% (22)"),
    ),
    Structure(
        name="part_of_whole",
        pattern=(
            r"(?<![/\d])#\s*(?:out of(?: every| the| these| a total of)?|of(?: the| all| these| every|"
            r" each)?(?: total)?)\s*#(?!\s*[-–]?\s*(?:%|weeks?|months?|years?|days?|hours?|minutes?|"
            r"points?|mm\b|mg\b|cm\b|sessions|trials|studies|rcts|items|cent(?:re|er)s|groups|arms))"
        ),
        build=_part_of_whole,
        examples=(
            "nineteen of 24 volunteers",
            "three out of five",
            "8 of the 20 women",
            "44 out of every 100",
        ),
        counter_examples=("30 of 20", "12 of 8 weeks", "half of 20"),
    ),
    Structure(
        name="part_of_studies",
        pattern=(
            r"#\s*(?:out of(?: the| these)?|of(?: the| all| these)?)\s*#(?=\s*(?:\w+\s+){0,2}(?:trials|"
            r"studies|rcts|comparisons|cent(?:re|er)s|items|reviews|sessions)\b)"
        ),
        build=_part_of_whole,
        examples=("14 of 15 comparisons", "seven of the nine trials"),
        counter_examples=("14 comparisons of 15 trials",),
    ),
    Structure(
        name="whole_then_part",
        pattern=r"(?<=\bof )every\s+#(?P<noun>(?:\s+[a-z]+){1,3}?),\s*(?:some |about |only |just )?#(?!\s?%)",
        build=_whole_then_part,
        examples=("of every 100 users, 40 avoid it", "of every 20 women, only 3 relapsed"),
        counter_examples=("of 100 users, 40 avoid it",),
    ),
    Structure(
        name="fraction_slash",
        pattern=r"(?<![/\w:])#\s?/\s?#(?!\s*/|\s?(?:mm\s?hg|%))",
        build=_part_of_whole,
        examples=("12/40 improved", "in 3/20"),
        counter_examples=("120/80 mmHg", "5/3"),
    ),
    Structure(
        name="part_in_whole",
        pattern=(
            r"#(?:\s+(?:people|patients?|wom[ae]n|m[ae]n|adults?|child(?:ren)?|persons?|participants?|"
            r"users?))?\s+(?:in|out of)\s+(?P<every>every\s+|each\s+)?#(?!\s*[-–]?\s*(?:%|weeks?|months?|"
            r"years?|days?|hours?|minutes?|points?|mm\b|cent(?:re|er)s|countries|groups))"
        ),
        build=_part_in_whole,
        examples=("one in four", "4 in 10", "28 in every 100", "one person in five"),
        counter_examples=("5 in 8 weeks", "12 in 7 patients", "30 in 2006"),
    ),
    Structure(
        name="count_with_percent",
        pattern=rf"#{_NOUN}\s*[(\[]\s*#{_PC}\s*[)\]]",
        build=_count_with_percent,
        examples=("179 (13%)", "51 patients (54%)", "183 [5 %]"),
        counter_examples=("2.1 (13%)", "179 (13)"),
    ),
    Structure(
        name="percent_with_count",
        pattern=rf"#{_PC}\s*[(\[]\s*n\s*=\s*#\s*[)\]]",
        build=_percent_with_count,
        examples=("13% (n = 179)", "5 % [N=12]"),
        counter_examples=("13% (179 mg)", "n = 12 (5%)"),
    ),
)
