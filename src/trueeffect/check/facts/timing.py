"""Times in a sentence: how long a treatment took, when an outcome was measured, how long people were ill."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trueeffect.model.fact import Facet, Quantity
from trueeffect.model.provenance import Span

Item = tuple[Span, Quantity]

_CONDITION_BEFORE = re.compile(
    r"\b(?:pain|symptoms?|complaints?|disease|illness|headaches?|sciatica|depression|history|"
    r"duration of (?:the )?(?:pain|symptoms|disease|illness)|"
    r"lasting|lasted|present|suffer\w*|persist\w*|ill|diagnos\w+|episode|been in pain)\b[^.;]{0,24}$",
    re.IGNORECASE,
)
_CONDITION_WORD = re.compile(
    (
        r"\b(?:pain|symptoms?|complaints?|disease|illness|headaches?|sciatica|episode)\s+(?:of|for|lasting|"
        r"that had lasted|present for|persisting for)\s+(?:[\w-]+\s+){0,3}$"
    ),
    re.IGNORECASE,
)
_FOLLOW_BEFORE = re.compile(
    r"\b(?:at|after|by|until|beyond|(?<!for )up to|follow(?:ed)?[\s-]?up(?:[^.;]{0,20}\b(?:of|was|for|at|"
    r"after))?|followed(?: \w+){0,2} for|within|past|"
    r"to|in the|week|month|year|day|within the|from)\s*(?:the\s+|about\s+|around\s+|just\s+|a further\s+|"
    r"another\s+|median\s+|mean\s+|a median of\s+|a mean of\s+)*$",
    re.IGNORECASE,
)
_FOLLOW_AFTER = re.compile(
    r"[\s-]*(?:later|afterwards?|after|on\b(?! the)|follow[\s-]?up|post|from (?:baseline|"
    r"randomi[sz]ation|the start)|of follow[\s-]?up|"
    r"mark|point|assessment|visit|out\b|into)",
    re.IGNORECASE,
)
_TREAT_BEFORE = re.compile(
    r"\b(?:over|for|during|in|across|lasted|lasting|took|ran for|throughout|up to|as long as|spread over|"
    r"course of|period of|total of|each|every|of|were|was|full|its|about|just)\s*"
    r"(?:the\s+|a\s+|an\s+|its\s+|their\s+|full\s+|about\s+|around\s+|first\s+|next\s+|last\s+|only\s+|"
    r"just\s+|period of\s+|total of\s+|course of\s+|further\s+)*$",
    re.IGNORECASE,
)
_TREAT_AFTER = re.compile(
    r"[\s-]*(?:(?:[\w-]+\s+){0,3}(?:course|programme|program|treatment|therapy|intervention|training|"
    r"session|sessions|trial|period|"
    r"diet|regimen|workshop|class|classes|walk|rest|stay|each|apiece|long|of (?:treatment|therapy|"
    r"acupuncture|exercise|training|stimulation))|"
    r"\s?(?:a|per|each|every) (?:session|week|day|visit|treatment|time))\b",
    re.IGNORECASE,
)


_RHYTHM = re.compile(r"\b(?:every|each|once in)\s+(?:other\s+)?$", re.IGNORECASE)


def time_facet(text: str, span: Span, quantity: Quantity) -> tuple[Facet, str]:
    """Return the facet of a time and its role: ``treatment``, ``follow_up`` or ``condition``.

    Examples
    --------
    >>> from trueeffect.text.quantities import find_quantities
    >>> [time_facet(t, *find_quantities(t)[-1]) for t in ("over 7 weeks", "at 26 weeks", "pain of 12 weeks")]
    [('duration', 'treatment'), ('timepoint', 'follow_up'), ('duration', 'condition')]
    """
    before = text[max(0, span.start - 60) : span.start]
    after = text[span.end : span.end + 60]
    if _RHYTHM.search(before):
        return "dose", "rhythm"
    if _CONDITION_WORD.search(before):
        return "duration", "condition"
    if _FOLLOW_AFTER.match(after) or _FOLLOW_BEFORE.search(before):
        return "timepoint", "follow_up"
    if _TREAT_AFTER.match(after):
        return "duration", "treatment"
    if _CONDITION_BEFORE.search(before) and quantity.bound in ("at_least", "more", "less", "at_most"):
        return "duration", "condition"
    if _TREAT_BEFORE.search(before):
        return "duration", "treatment"
    return "duration", ""


def time_words(quantity: Quantity) -> str:
    """Return a time in one form: ``8 weeks``.

    Examples
    --------
    >>> from trueeffect.text.quantities import find_quantities
    >>> time_words(find_quantities("half a year")[0][1])
    '0.5 years'
    """
    return f"{quantity.value:g} {quantity.unit}"


_LEADS_ON = re.compile(
    r"[\s,)]*(?:[a-z-]+\s+){0,4}(?:at|after|by|in|over|within|during)\s+(?:the\s+)?(?:[a-z]+\s+)?$",
    re.IGNORECASE,
)


def time_of(text: str, span: Span, times: Sequence[Item]) -> str:
    """Return the time that a figure was measured at: the one it leads on to, or else the last one named.

    Examples
    --------
    >>> from trueeffect.text.quantities import find_quantities
    >>> text = "better by 2.1 points at 3 months and by 1.5 points at 12 months"
    >>> (first, _), three, (second, _), twelve = find_quantities(text)
    >>> time_of(text, first, (three, twelve)), time_of(text, second, (three, twelve))
    ('3 months', '12 months')
    """
    if not times:
        return ""
    following = next((item for item in times if item[0].start >= span.end), None)
    if following and _LEADS_ON.fullmatch(text[span.end : following[0].start]):
        return time_words(following[1])
    before = [item for item in times if item[0].end <= span.start]
    return time_words((before[-1] if before else times[0])[1])
