"""Numbers of a sentence as typed facts: group sizes, results, doses, times, harms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from trueeffect.check.facts.arms import assign_arms, find_mentions
from trueeffect.check.facts.figures import figure_role
from trueeffect.check.facts.sizes import size_role
from trueeffect.check.facts.timing import time_facet, time_of
from trueeffect.model.fact import Assertion, Facet, Quantity
from trueeffect.model.provenance import Span
from trueeffect.text.quantities import read_quantities
from trueeffect.text.quantities.units import unit_kind

Item = tuple[Span, Quantity]

_HARM = re.compile(
    r"\b(?:adverse|side[\s-]effects?|harms?|complications?|bruis\w+|bleed\w*|nausea|vomiting|died|"
    r"deaths?|mortality|drowsiness|"
    r"soreness|withdr[ae]w\w* (?:because|due)|unwanted|toxicity|pneumothora\w+|hospitali[sz]\w+)\b",
    re.IGNORECASE,
)
_DOSE_COUNTS = frozenset({"dose"})
_NEAR = 60


def number_assertions(
    text: str, *, part: str = "article", section: str = "", offset: int = 0
) -> tuple[Assertion, ...]:
    """Return the numbers of a sentence as facts, in the order of the text.

    Parameters
    ----------
    text : str
        One sentence of a claim or of an abstract (several are read, but figures are linked to groups
        and times within the whole text).
    part, section : str
        As in :class:`~trueeffect.model.fact.Assertion`.
    offset : int
        Where ``text`` starts in its part; spans are shifted by it.

    Examples
    --------
    >>> facts = number_assertions("At 8 weeks pain had fallen by 28.7 mm with acupuncture (n = 140).")
    >>> [(f.facet, f.quantity.value, f.arm) for f in facts]
    [('timepoint', 8.0, ''), ('number', 28.7, 'acupuncture'), ('sample_size', 140.0, 'acupuncture')]
    """
    facts = _read(text)
    return tuple(_placed(fact, part, section, offset) for fact in facts)


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[Assertion, ...]:
    reading = read_quantities(text)
    items = reading.main
    if not items:
        return tuple(_other(text, span, quantity) for span, quantity in reading.others)
    mentions = find_mentions(text)
    arms = assign_arms(text, items, mentions)
    kinds = [
        _kind(text, span, quantity, bool(arms.get(i, ("", ""))[0]))
        for i, (span, quantity) in enumerate(items)
    ]
    times = [item for item, (facet, role) in zip(items, kinds, strict=True) if facet == "timepoint"]
    durations = [item for item, (facet, _) in zip(items, kinds, strict=True) if facet == "duration"]
    facts = [
        _fact(text, item, kind, arms.get(i, ("", "")), times or durations)
        for i, (item, kind) in enumerate(zip(items, kinds, strict=True))
    ]
    facts += [_other(text, span, quantity) for span, quantity in reading.others]
    return tuple(sorted(facts, key=lambda f: (f.span.start, f.span.end)))


def _kind(text: str, span: Span, quantity: Quantity, has_arm: bool) -> tuple[Facet, str]:
    if quantity.counts == "time":
        return time_facet(text, span, quantity)
    if quantity.counts in ("median", "mean") and unit_kind(quantity.unit) == "time":
        facet, role = time_facet(text, span, quantity)
        if role == "follow_up":
            return facet, role
    if quantity.counts in _DOSE_COUNTS:
        return "dose", ""
    if quantity.counts == "group_size":
        return "sample_size", size_role(text, span, quantity, has_arm)
    if quantity.counts == "people" and size_role(text, span, quantity, has_arm) == "total":
        return "sample_size", "total"
    return "number", figure_role(text, span, quantity)


def _fact(
    text: str, item: Item, kind: tuple[Facet, str], arms: tuple[str, str], times: Sequence[Item]
) -> Assertion:
    span, quantity = item
    facet, role = kind
    arm, versus = arms if facet in ("number", "sample_size") else ("", "")
    harm = (
        facet == "number"
        and quantity.counts.startswith(("share", "events", "people"))
        and _is_harm(text, span)
    )
    return Assertion(
        facet="harm" if harm else facet,
        span=span,
        quote=span.of(text),
        term=quantity.counts,
        quantity=quantity,
        arm=arm,
        versus=versus,
        timepoint=time_of(text, span, times) if facet == "number" else "",
        role=role,
        confidence=0.9 if quantity.counts else 0.5,
        by="numbers",
    )


def _is_harm(text: str, span: Span) -> bool:
    return bool(_HARM.search(text[max(0, span.start - _NEAR) : span.end + _NEAR]))


def _other(text: str, span: Span, quantity: Quantity) -> Assertion:
    return Assertion(
        facet="number",
        span=span,
        quote=span.of(text),
        term=quantity.counts,
        quantity=quantity,
        role=quantity.counts,
        by="numbers",
    )


def _placed(fact: Assertion, part: str, section: str, offset: int) -> Assertion:
    from msgspec.structs import replace

    return replace(fact, span=fact.span.shifted(offset), part=part, section=section)
