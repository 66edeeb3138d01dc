"""Structures of ranges and spreads: "5 to 10", "between 2 and 12", "3.1 ± 1.4", "28.7 (SD 30.3)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trueeffect.text.quantities._base import Draft, SpreadKind, Structure, Token
from trueeffect.text.quantities.statistics import draft_of

_UNIT = (
    r"(?:[\s-]?(?:%|per\s?cent|percent|mm|cm|mg|hz|ml|g|kg|points?|weeks?|months?|years?|days?|hours?|"
    r"minutes?|min|"
    r"sessions|times|yrs?|wks?)(?![\w]))"
)
_KINDS: tuple[tuple[SpreadKind, str], ...] = (
    ("se", r"s\.?e\.?(?:m\.?)?|standard errors?(?: of the mean)?"),
    ("sd", r"s\.?d\.?s?|standard deviations?|σ"),
    ("iqr", r"iqr|interquartile ranges?|quartiles?"),
    ("range", r"range"),
)
_KIND = "|".join(pattern for _, pattern in _KINDS)


def _kind(words: str) -> SpreadKind:
    lowered = words.strip().lower()
    return next((kind for kind, pattern in _KINDS if re.fullmatch(pattern, lowered)), "")


def _range(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    first, last = tokens[-2], tokens[-1]
    if first.kind == "fraction" and last.kind != "fraction":
        return None
    low, high = first.value, abs(last.value) if first.value >= 0 else last.value
    if not low < high:
        return None
    precision = max(first.precision, last.precision)
    return draft_of(first, last, value=(low + high) / 2, low=low, high=high, precision=precision)


def _fraction_range(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    return _range(match, tokens) if all(t.kind == "fraction" for t in tokens) else None


def _plus_minus(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    value, spread = tokens
    label = _kind(match["before"] or "") or _kind(match["after"] or "")
    return draft_of(value, spread, spread=abs(spread.value), spread_kind=label)


def _labelled(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    kind = _kind(match["kind"])
    if kind in ("iqr", "range"):
        return None
    return draft_of(tokens[0], tokens[1], spread=abs(tokens[1].value), spread_kind=kind)


def _labelled_range(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    low, high = tokens[1].value, abs(tokens[2].value)
    if not low <= high:
        return None
    return draft_of(tokens[0], tokens[2], low=low, high=high, spread_kind=_kind(match["kind"]))


def _lone_spread(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    kind = _kind(match["kind"])
    return draft_of(tokens[0], counts=kind, spread=tokens[0].value, spread_kind=kind)


def _rate(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    draft = draft_of(tokens[0], tokens[-1], counts="rate")
    draft.denominator = tokens[1].value if len(tokens) > 1 else None
    return draft


def _bare_interval(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    estimate, low, high = tokens
    upper = -high.value if high.value < low.value <= estimate.value <= -high.value else high.value
    if not low.value < estimate.value < upper or estimate.kind != "number":
        return None
    return draft_of(estimate, high, low=low.value, high=upper, spread_kind="ci")


STRUCTURES: tuple[Structure, ...] = (
    Structure(
        name="labelled_spread",
        pattern=(
            rf"#{_UNIT}?\s*[(\[,;]\s*(?:mean\s)?[±+/-]*\s*(?P<kind>{_KIND})\s*[:=,]?\s*(?:of\s|"
            rf"was\s)?[±]?\s*#{_UNIT}?\s*[)\]]?"
        ),
        build=_labelled,
        examples=(
            "28.7 mm (SD 30.3)",
            "16.2 points (standard error 0.4)",
            "45.1 (SD = 3)",
            "3.1, SD 1.4",
            "5.2 (SE, 0.3)",
        ),
        counter_examples=("28.7 (30.3)", "5 (range 2 to 9)"),
    ),
    Structure(
        name="labelled_range",
        pattern=(
            rf"#{_UNIT}?\s*[(\[,;]\s*(?P<kind>{_KIND})\s*[:=,]?\s*(?:of\s|from\s)?#{_UNIT}?\s*(?:to|"
            rf"[-–−]|,|and)\s*#{_UNIT}?\s*[)\]]?"
        ),
        build=_labelled_range,
        examples=("59 years (range 18 to 80)", "5 [IQR 2-9]", "12 (interquartile range, 3 to 20)"),
        counter_examples=("5 (SD 2)",),
    ),
    Structure(
        name="plus_minus",
        pattern=(
            rf"#{_UNIT}?(?:\s*(?P<before>{_KIND}))?\s*(?:±|\+/[-−–]|"
            rf"\+-)\s*#(?:{_UNIT}?\s*\(?(?P<after>{_KIND})\b)?"
        ),
        build=_plus_minus,
        examples=("3.1 ± 1.4", "45+/-6", "12.5 ± 2.1 SEM", "6.0 cm ± 1.2"),
        counter_examples=("3.1 - 1.4",),
    ),
    Structure(
        name="lone_spread",
        pattern=(
            r"\b(?P<kind>s\.?e\.?m?|standard errors?|s\.?d\.?|standard deviations?)\b(?:\s+(?:of|"
            r"for)\s+(?:the\s+)?(?:[a-z-]+\s*){1,4}?)?\s*(?:[=:,]|of|was|is|were)?\s*(?:just |only |"
            r"about |of )?#"
        ),
        build=_lone_spread,
        examples=(
            "the standard deviation of the improvement was just 0.4",
            "SD = 3.2",
            "a standard error of 0.4",
        ),
        counter_examples=("standard care in 40",),
    ),
    Structure(
        name="bare_interval",
        pattern=(
            rf"#{_UNIT}?\s*(?:[(\[]\s*#{_UNIT}?\s*(?:to|[-–−]|,)\s*#{_UNIT}?\s*(?:[)\]]|(?=;))|"
            rf"[,;]\s*#{_UNIT}?\s*(?:to|[-–−])\s*#{_UNIT}?)"
        ),
        build=_bare_interval,
        examples=("21.7 mm (13.9, 30.0)", "3.5, 2.9 to 4.1", "1.33 [1.04-1.70]"),
        counter_examples=("8, 12 and 26 weeks", "5 (7 to 9)", "3, 4, 5"),
    ),
    Structure(
        name="rate",
        pattern=(
            r"#\s*(?:cases |events |deaths )?per\s+(?:#\s*)?(?:person|patient|woman|women|child|"
            r"participant)s?[\s-]+(?:years?|months?|days?)(?:[\s-]at[\s-]risk)?"
        ),
        build=_rate,
        examples=("3.3 per 100 person-years", "12 events per 1000 patient years"),
        counter_examples=("3.3 per 100 persons",),
    ),
    Structure(
        name="between",
        pattern=rf"\bbetween\s+#{_UNIT}?\s+and\s+#",
        build=_range,
        examples=("between 2 and 12 weeks", "between 5% and 10%"),
        counter_examples=("between 12 and 3", "2 and 12 weeks"),
    ),
    Structure(
        name="range",
        pattern=rf"(?<!from )#{_UNIT}?\s?(?:to|[-–—‐−]|through|up to)\s?#(?!\s*[-/])",
        build=_range,
        examples=("5 to 10 sessions", "2-12 weeks", "1.6 to 1.9 points", "0–100 mm", "59% to 65%"),
        counter_examples=("from 6.8 to 5.5", "12 to 3"),
    ),
    Structure(
        name="range_or",
        pattern=(
            r"(?<!from )#\s+or\s+#(?=\s+(?:sessions|treatments|times|weeks|days|months|years|hours|"
            r"minutes|points|visits)\b)"
        ),
        build=_range,
        examples=("10 or 12 sessions", "two or three times"),
        counter_examples=("12 or 3 sessions", "5 or 6 people"),
    ),
    Structure(
        name="range_of_time",
        pattern=(
            rf"\bfrom\s+#{_UNIT}?\s?(?:to|[-–—‐−])\s?#(?=[\s-]?(?:weeks?|months?|years?|days?|hours?|"
            rf"minutes?)\b)"
        ),
        build=_range,
        examples=("from 2 to 12 weeks", "from 18 to 65 years"),
        counter_examples=("from 6.8 to 5.5 points",),
    ),
)
