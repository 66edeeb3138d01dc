"""Structures of statistics: p-values, intervals, ratios, standardised differences, group sizes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trueeffect.text.quantities._base import Build, Draft, Relation, Structure, Token

_RELATIONS: tuple[tuple[Relation, str], ...] = (
    ("<=", r"≤|<=|⩽"),
    (">=", r"≥|>=|⩾"),
    ("<", r"<|less than|below|under"),
    (">", r">|greater than|more than|above"),
)
_TO = r"\s*(?:to|[-–—−‐]|,|;|and|through|:)\s*"
_LEVEL = r"(?:#\s?(?:%|per\s?cent|percent)?\s*)?"


def _relation(words: str) -> Relation:
    return next((sign for sign, pattern in _RELATIONS if re.search(pattern, words, re.I)), "=")


def draft_of(token: Token, last: Token | None = None, **fields: object) -> Draft:
    """Return a draft that spans one token, or the run from one token to another."""
    draft = Draft(token.start, (last or token).end, token.value, token.precision, words=token.words)
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft


def _p_value(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    token = tokens[0]
    if not 0 <= token.value <= 1:
        return None
    relation = _relation(match["relation"] or "")
    return draft_of(token, counts="p_value", p=token.value, p_relation=relation, rank="p_value")


def _interval(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    low, high = tokens[-2], tokens[-1]
    lower = low.value
    upper = -high.value if high.value < lower and -high.value >= lower else high.value
    if upper < lower:
        return None
    precision = max(low.precision, high.precision)
    return draft_of(
        low, high, counts="interval", value=(lower + upper) / 2, low=lower, high=upper, precision=precision,
        spread_kind="ci", rank="interval",
    )  # fmt: skip


def _labelled(counts: str, unit: str = "") -> Build:
    def build(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
        return draft_of(tokens[-1], counts=counts, unit=unit)

    return build


def _size(match: re.Match[str], tokens: Sequence[Token]) -> Draft | None:
    token = tokens[0]
    if token.value != int(token.value) or token.value < 1:
        return None
    return draft_of(token, counts="group_size", unit="patients", of="n")


STRUCTURES: tuple[Structure, ...] = (
    Structure(
        name="p_value",
        pattern=(
            r"\bp(?:[\s-]?values?)?(?:\s+for\s+[a-z ]{2,30})?\s*(?P<relation><=|>=|[=<>≤≥⩽⩾]|(?:was |"
            r"were |of |is )?(?:less than|below|under|greater than|above)|\s(?:of|was|is)\b)\s*#"
        ),
        build=_p_value,
        examples=("P < .001", "p=0.26", "(P value was 0.04)", "p-value of .03", "p ≤ 0.010"),
        counter_examples=("P 6 was needled", "group 3", "drop = 3"),
    ),
    Structure(
        name="confidence_interval",
        pattern=(
            rf"{_LEVEL}(?:\(?(?:\bCIs?\b|confidence (?:intervals?|limits?)|credible intervals?|"
            rf"\bCrI)\)?)(?:\s*[(\[]CI[)\]])?[\s:,;=]*(?:of |was |at |were |from |ranging from |between |"
            rf"\#\s?%)?\s*[\[({{]?\s*#\s*%?{_TO}\+?\s*#"
        ),
        build=_interval,
        examples=(
            "95% CI -3.7 to 13.9",
            "CI: 0.85-1.62",
            "(95 % confidence interval, 1.2 to 3.4)",
            "95% CI [0.1, 1.9]",
            "95%CI = −3.7–−1.2",
        ),
        counter_examples=("the CI group had 5 to 10 sessions", "CI of 5"),
    ),
    Structure(
        name="heterogeneity",
        pattern=r"\bI(?:\s?[2²]|\s?\(#\)|¶|\s?\^\s?#|\s?#(?=\s*=))\s*(?:=|was|of|:|,)?\s*#",
        build=_labelled("heterogeneity", "%"),
        examples=("I² = 54%", "I2 = 0%", "I(2)=30%", "I² was 12 %"),
        counter_examples=("I was 12",),
    ),
    Structure(
        name="correlation",
        pattern=(
            r"(?:(?<![\w-])(?:r|rho|ρ|r_?s)\s*=|(?:correlation(?: coefficient)?s?|kappa|κ|alpha|α|"
            r"ICC)(?:\s*\([^()#]{1,20}\))?\s*(?:=|of|was|:))\s*#"
        ),
        build=_labelled("correlation"),
        examples=("r = 0.45", "correlation coefficient of 0.3", "kappa = 0.76"),
        counter_examples=("OR = 0.5", "her = 5"),
    ),
    Structure(
        name="test_statistic",
        pattern=(
            r"(?:(?<![\w-])(?:t|F|z|U|χ\s?(?:2|²|¶)?|chi[\s-]squared?|"
            r"χ²)\s*(?:\(\s*#(?:\s*,\s*#)?\s*\))?|\bdf)\s*=\s*#"
        ),
        build=_labelled("test_statistic"),
        examples=("t(28) = 2.1", "F(1, 30) = 4.2", "z = 3"),
        counter_examples=("t of 3", "fit = 3"),
    ),
    Structure(
        name="group_size",
        pattern=r"(?<![\w])n\s*(?:=|:|of)\s*#(?!\s*/|\s?%)",
        build=_size,
        examples=("(n = 298)", "N=20", "n: 12"),
        counter_examples=("in 30 patients", "n = 5.5"),
    ),
)
