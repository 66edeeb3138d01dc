"""The cascade: rules are tried in order, the first that fits says what the number counts."""

from __future__ import annotations

import re
from functools import cache

from trueeffect.text.quantities._base import CountRule, Draft
from trueeffect.text.quantities.counting import change, labels, people, percent
from trueeffect.text.quantities.nouns import EVENTS, counted_noun, noun_class
from trueeffect.text.quantities.units import unit_kind

RULES: tuple[CountRule, ...] = (*labels.RULES, *percent.RULES, *change.RULES, *people.RULES)

_BY_NOUN = {
    "people": "share_of_patients",
    "groups": "share_of_patients",
    "animals": "share_of_animals",
    "tests": "share_of_trials",
    "studies": "share_of_studies",
    "events": "share_of_events",
    "places": "share_of_places",
}
_COUNT_BY_NOUN = {
    "animals": "people", "studies": "studies", "events": "events", "places": "places", "groups": "groups",
    "tests": "tests",
}  # fmt: skip
_BY_UNIT = {
    "time": "time", "mass": "dose", "dose_by_weight": "dose", "frequency": "dose", "current": "dose",
    "sessions": "dose", "per_time": "dose", "volume": "dose", "units": "dose", "times": "ratio",
    "percentage_points": "absolute_difference",
}  # fmt: skip
_THRESHOLD = re.compile(
    r"(?:improvement|reduction|decrease|increase|change|gain|relief|response)s?\b[^.;#@]{0,30}$|"
    r"\b(?:cut-?off|threshold|criteri\w+|goal|target|aim|sought|defined as)\b[^.;#@]{0,40}$",
    re.IGNORECASE,
)
_THRESHOLD_AFTER = re.compile(
    (
        r"\s*(?:(?:or more|or greater)\s*)?(?:[\w-]+\s)?(?:improvement|reduction|decrease|increase|change|"
        r"gain|relief|threshold|cut-?off)\b"
    ),
    re.IGNORECASE,
)


@cache
def _compiled() -> tuple[tuple[CountRule, re.Pattern[str], frozenset[str]], ...]:
    return tuple((rule, re.compile(rule.pattern, re.IGNORECASE), frozenset(rule.units)) for rule in RULES)


def decide_counts(draft: Draft, before: str, after: str) -> str:
    """Return what a quantity counts, and note the counted noun on the draft.

    Parameters
    ----------
    draft : Draft
        With its unit already read.
    before, after : str
        The second shape of the sentence on both sides of the quantity.
    """
    noun, led = counted_noun(after)
    kind = unit_kind(draft.unit)
    draft.of = "" if kind == "time" else draft.of or noun
    if draft.counts:
        return draft.counts
    if (
        draft.bound in ("at_least", "more")
        and kind in ("percent", "points", "length")
        and _is_threshold(before, after)
    ):
        return "threshold"
    if kind == "percent" and (led or _bare_share(draft)):
        share = _BY_NOUN.get(noun_class(draft.of), "")
        if share and not (draft.of == "cases" and "increase" in before):
            return share
    if (
        not draft.unit
        and draft.precision == 0.5
        and noun_class(draft.of) == "events"
        and draft.of.endswith("s")
    ):
        return "events"
    rule = _first_rule(draft, kind, f"{before}@{after}")
    if rule == "group_size" and not draft.of and _EVENT_BEFORE.search(before):
        return "events"
    if rule == "share_of_patients" and kind == "percent":
        return _shared_noun(draft, before) or rule
    if rule:
        return rule
    if not draft.unit and noun_class(draft.of) in _COUNT_BY_NOUN:
        return _COUNT_BY_NOUN[noun_class(draft.of)]
    return _BY_UNIT.get(kind, "")


_EVENT_BEFORE = re.compile(rf"#\s+(?:[\w-]+\s+){{0,2}}?(?:{EVENTS})\b", re.IGNORECASE)
"""A number of events earlier in the sentence: "508 deaths (248 in the drug group and 260 in the other)"."""
_SHARE_OF = re.compile(
    (
        r"\b(?:proportion|percentage|share|fraction)s? of (?:the |"
        r"all )?((?:[\w-]+ ){0,2}?[\w-]+)\b(?= (?:with|that|who|in|on|of|was|were|which|spent)\b)"
    ),
    re.IGNORECASE,
)


def _shared_noun(draft: Draft, before: str) -> str:
    """Return what a share is a share of when a noun before it says so: "the share of days with pain"."""
    match = _SHARE_OF.search(before)
    if match is None:
        return ""
    noun = match[1].split()[-1].lower()
    draft.of = noun
    return _BY_NOUN.get(noun_class(noun), "")


def _bare_share(draft: Draft) -> bool:
    """Tell whether the noun after a share is what is shared: "19 of 24 volunteers", "half the patients"."""
    return noun_class(draft.of) in ("people", "animals", "studies", "tests") and (
        draft.denominator is not None or draft.words
    )


def _is_threshold(before: str, after: str) -> bool:
    return bool(_THRESHOLD.search(before) or _THRESHOLD_AFTER.match(after))


def _first_rule(draft: Draft, kind: str, frame: str) -> str:
    named = f"<{kind}>"
    return next(
        (
            rule.counts
            for rule, pattern, units in _compiled()
            if (not units or draft.unit in units or named in units)
            and (not rule.ranged or (draft.low is not None and not draft.spread_kind))
            and pattern.search(frame)
        ),
        "",
    )
