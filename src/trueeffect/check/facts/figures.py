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
        r"settled at|finish(?:ed|ing) (?:at|on|with)|ended(?: up)? (?:at|on|with)|by the end|after (?:the )?(?:treatment|surgery|therapy|"
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


_SIZE_TOTAL = re.compile(
    r"\b(?:randomi[sz]ed|allocated|assigned|enrol\w*|recruit\w*|included(?! in (?:the )?(?:\w+ )?analys)|participat\w+|took part|"
    r"taking part|signed up|joined|were in (?:the|this|that) (?:trial|study)|"
    r"total|sample|split|divided|involv\w+|allotted|compris\w+|consist\w+)\b",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\b(?:for every|of the|every|out of)\s+$", re.IGNORECASE)
_IN_GROUP = re.compile(
    r"\s*(?:[\w-]+\s+)?(?:in|to) the (?:(?!(?:two|three|four|trial|study)\b)[\w-]+\s+){0,4}(?:group|arm)\b(?!s)",
    re.IGNORECASE,
)
_GROUP_HAD = re.compile(
    r"\b(?:group|arm)\s+(?:counted|had|comprised|consisted of|included|numbered|held)\s+(?:\w+\s)?$",
    re.IGNORECASE,
)
_ALTOGETHER = re.compile(
    r"\b(?:in all|altogether|in total|a total of|all told|all in all)\W{0,2}\s*$", re.IGNORECASE
)
_WITH = re.compile(r"(?:^|[.;,]\s*)\W*with (?:its |only |just |some )?$", re.IGNORECASE)
_SIZE_OF = re.compile(
    r"\b(?:trial|study|survey|cohort|series|it|team|researchers)\s+(?:\w+\s+)?(?:of|in|with|on|had|"
    r"followed|tested|covered|enrolled)\s+"
    r"(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_SIZE_ANALYSED = re.compile(
    (
        r"\b(?:analy[sz]\w+|complet\w+|followed|evaluable|follow-up|available|outcomes? recorded|data|"
        r"remained|finished|assessed)\b"
    ),
    re.IGNORECASE,
)
_ANALYSED_NEXT = re.compile(
    r"\s*(?:[\w-]+\s+){0,3}?(?:were\s+|was\s+)?(?:completed|finished|were analy[sz]ed|analy[sz]ed|"
    r"evaluable|were followed|had (?:outcomes?|data)|"
    r"provided (?:data|follow)|remained)\b",
    re.IGNORECASE,
)
_TO_ONE = re.compile(
    r"\s*(?:[\w-]+\s+){0,3}?(?:were |was )?(?:randomly )?(?:randomi[sz]ed|allocated|assigned|"
    r"allotted)\s+(?:to|into)\s+(?:the\s+|an?\s+)?"
    r"(?:(?!(?:and|or|two|three|four|five|one|either|receive|\d)\b)[\w/+-]+\s*){1,6}(?:group|"
    r"arm)?\s*(?:[.;,]|\band\s+(?:in\s+)?\d|\band in\b|$)(?!\s*(?:or|and)\b(?! \d))",
    re.IGNORECASE,
)
_SIZE_ARM = re.compile(
    r"[\s)]*(?:patients |participants |people |women |men |subjects |were |was |of (?:them|these|"
    r"those) )*(?:randomly )?(?:assigned |allocated |randomi[sz]ed |allotted )?(?:in|to|on|received|got|"
    r"had|with|given)\s+(?:the |an? |either )?|"
    r"[\s)]*(?:[\w-]+\s+)?(?:per|in each|in either|in every)\s+(?:group|arm)",
    re.IGNORECASE,
)
_SIZE_SUBSET = re.compile(
    r"\b(?:of (?:these|them|those|whom|which)|dropped|withdrew|died|lost|excluded|refus\w+|declin\w+|"
    r"screened|approached|eligib\w+|invited|"
    r"contacted|left|women|men|female|male|responded|reported|improved|had|developed|experienced)\b",
    re.IGNORECASE,
)
_SIZE_PLACE = re.compile(r"\b(?:each|per|in the)\b[^.;#]{0,30}\b(?:groups?|arms?)\b", re.IGNORECASE)


def size_role(text: str, span: Span, quantity: Quantity, has_arm: bool) -> str:
    """Return ``total``, ``arm``, ``analysed``, ``subset`` or an empty string for a number of people.

    Examples
    --------
    >>> from trueeffect.text.quantities import find_quantities
    >>> text = "Of 183 people screened, 66 patients were randomised"
    >>> [size_role(text, *item, False) for item in find_quantities(text)]
    ['subset', 'total']
    """
    before, after = text[max(0, span.start - 50) : span.start], text[span.end : span.end + 70]
    if _ANALYSED_NEXT.match(after):
        return "analysed"
    if _ONE_OF.search(before):
        return "subset"
    if _IN_GROUP.match(after):
        return "arm"
    if has_arm and _GROUP_HAD.search(before):
        return "arm"
    if _ALTOGETHER.search(before) or (
        _WITH.search(before) and re.search(r"\b(?:study|trial|review|survey)\b", text, re.I)
    ):
        return "total"
    around = re.split(r"[;:]\s", before[-40:])[-1] + " " + re.split(r"[;:]\s", after[:60])[0]
    if _TO_ONE.match(after) or re.search(r"\beach\b[^.;]{0,40}$", before, re.I):
        return "arm"
    if (
        quantity.of == "n"
        or _SIZE_PLACE.match(after)
        or re.match(r"\s*(?:\w+\s)?(?:per|in each|in either)\s", after)
    ):
        return "arm" if has_arm or quantity.of != "n" else "group"
    if re.search(
        r"\b(?:each|per) (?:group|arm)\b[^.;]{0,15}$|\b(?:groups|arms) of (?:about |roughly )?$", before, re.I
    ):
        return "arm"
    if re.match(
        (
            r"\W*(?:people|patients|participants|adults|women|men)?\s*(?:were |was )?(?:screened|approached|"
            r"eligible|invited|contacted|refused|declined|dropped|withdrew|died|were excluded|were lost|"
            r"lost)\b"
        ),
        after,
        re.I,
    ):
        return "subset"
    if _SIZE_TOTAL.search(around) or _SIZE_OF.search(before):
        return "total"
    if _SIZE_ANALYSED.search(around):
        return "analysed"
    if has_arm and _SIZE_ARM.match(after):
        return "arm"
    subset = _SIZE_SUBSET.search(after[:60]) or re.search(
        r"\bof (?:these|them|those|whom|which)\b|\bonly\s*$", before, re.I
    )
    return "subset" if subset else ""
