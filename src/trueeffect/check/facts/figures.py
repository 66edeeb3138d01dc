"""The part that a figure plays: value at the start, at the end, change, difference; and of what."""

from __future__ import annotations

import re

from trueeffect.model.fact import Quantity
from trueeffect.model.provenance import Span

_BASELINE_BEFORE = re.compile(
    r"\b(?:baseline|at entry|when the [\w-]+ (?:began|started)|to start with|initial(?:ly)?|"
    r"at (?:the )?(?:start|outset|beginning)|before (?:the )?(?:treatment|surgery|therapy|study|"
    r"operation|intervention)|"
    r"pre-?(?:treatment|operative(?:ly)?|intervention|test)|started (?:at|from|with|out at)|"
    r"at first)\b[^.;]{0,50}$|\bfrom\s+(?:(?:an?|about|the|mean|average|median|initial|baseline|of|"
    r"score)\s+)*$",
    re.IGNORECASE,
)
_BASELINE_AFTER = re.compile(
    r"[\s,(]*(?:points?\s+)?(?:at (?:baseline|entry|the (?:start|outset|beginning))|"
    r"before (?:the )?(?:treatment|surgery|therapy|study|operation|intervention)|"
    r"pre-?(?:treatment|operative(?:ly)?|intervention|test)|to begin with|initially|at first|"
    r"\((?:baseline|pre)\))",
    re.IGNORECASE,
)
_BASELINE_OF = re.compile(
    r"\b(?:baseline|initial|starting)(?:\s+[a-z]+){0,2}?\s+(?:of|was|were|at|=|:)\s*$", re.IGNORECASE
)
_TO = re.compile(r"\bto\s+(?:(?:an?|about|the|mean|average|median|only|just|of|score)\s+)*$", re.IGNORECASE)
_AFTER_BEFORE = re.compile(
    (
        r"\b(?:(?:was|were|is|came|went|got|gone|brought|had come|dropped|fell|fallen) (?:down|up) to|"
        r"settled at|finish(?:ed|ing) (?:at|on|with)|ended(?: up)? (?:at|on|with)|by the end|"
        r"after (?:the )?(?:treatment|surgery|therapy|"
        r"operation|intervention)|post-?(?:treatment|operative(?:ly)?|intervention|test)|at (?:the )?(?:end|"
        r"follow-up))\b[^.;\d]{0,50}$"
    ),
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^\W*after (?:the |their |its |\w+ )?(?:calls|sessions|programme|program|course|weeks|months|"
    r"classes|lessons|exercises|training|"
    r"treatments?|therapy|surgery|operation|needling|intervention|diet|tablets|pills|visits|walks)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\b(?:[^.;]|\.\d){0,80}\bto\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def figure_role(text: str, span: Span, quantity: Quantity) -> str:
    """Return ``baseline``, ``follow_up``, ``change``, ``difference`` or an empty string.

    Examples
    --------
    >>> from trueeffect.text.quantities import find_quantities
    >>> text = "Pain fell from 6.8 to 5.5"
    >>> [figure_role(text, *item) for item in find_quantities(text)]
    ['baseline', 'follow_up']
    """
    if quantity.counts in ("scale", "threshold", "age", "p_value", "interval"):
        return quantity.counts
    before = text[max(0, span.start - 110) : span.start]
    if _BASELINE_OF.search(before):
        return "baseline"
    if _TO.search(before) and _FROM.search(before):
        return "follow_up"
    if quantity.counts in ("mean_change", "percent_change", "relative_change"):
        return "change"
    if quantity.counts in ("mean_difference", "standardised_difference", "absolute_risk_difference"):
        return "difference"
    if _BASELINE_AFTER.match(text[span.end : span.end + 40]):
        return "baseline"
    near = before if re.match(r"\W*(?:by|at|after|when|before)\b", before, re.I) else before.split(",")[-1]
    if _BASELINE_BEFORE.search(near):
        return "baseline"
    if quantity.counts in ("score", "mean", "median", "") and _LEADING.match(text):
        return "follow_up"
    return "follow_up" if _AFTER_BEFORE.search(near) else ""
