"""What part a number of people plays: everyone, one group, those analysed, or only some."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from trueeffect.model.fact import Quantity
from trueeffect.model.provenance import Span

_ENTERED = (
    r"randomi[sz]ed|allocated|assigned|allotted|enrol(?:l?ed|ling)|recruited|divided|split|signed up|"
    r"joined|took part|taking part|"
    r"participated|included(?! in (?:the )?(?:\w+ )?analys)|were in (?:the|this|that) (?:trial|study)"
)
_STUDY = r"(?:trial|study|survey|cohort|series|experiment|investigation)"


class SizeRule(NamedTuple):
    """A role, and the words that tell it: before the number, after it, or on either side of it."""

    role: str
    where: Literal["before", "after", "around", "sentence"]
    pattern: re.Pattern[str]
    needs_arm: bool = False


def _rule(
    role: str, where: Literal["before", "after", "around", "sentence"], pattern: str, needs_arm: bool = False
) -> SizeRule:
    return SizeRule(role, where, re.compile(pattern, re.IGNORECASE), needs_arm)


RULES: tuple[SizeRule, ...] = (
    _rule(
        "analysed",
        "after",
        r"^\s*(?:[\w-]+\s+){0,3}?(?:were\s+|was\s+)?(?:completed|finished|were analy[sz]ed|analy[sz]ed|"
        r"evaluable|were followed|"
        r"had (?:outcomes?|data)|provided (?:data|follow)|remained)\b",
    ),
    _rule("subset", "before", r"^(?:.*[.;]\s)?\W*of (?:the |these |those )?[^.;,]*,\s*$"),
    _rule("subset", "before", r"\b(?:for every|of the|every|out of)\s+$"),
    _rule(
        "arm",
        "after",
        (
            r"^\s*(?:[\w-]+\s+)?(?:in|to) the (?:(?!(?:two|three|four|trial|study)\b)[\w-]+\s+){0,4}(?:group|"
            r"arm)\b(?!s)"
        ),
    ),
    _rule(
        "arm",
        "before",
        (
            r"\b(?:group|arm)\s+(?:counted|had|comprised|consisted of|included|numbered|"
            r"held)\s+(?:\w+\s)?$"
        ),
        True,
    ),
    _rule("total", "before", r"\b(?:in all|altogether|in total|a total of|all told|all in all)\W{0,2}\s*$"),
    _rule(
        "total", "sentence", r"^\W*with (?:its |only |just |some )?#[^.;]*\b(?:study|trial|review|survey)\b"
    ),
    _rule(
        "arm",
        "after",
        r"^\s*(?:[\w-]+\s+){0,3}?(?:were |was )?(?:randomly )?(?:randomi[sz]ed|allocated|assigned|"
        r"allotted)\s+(?:randomly\s+)?(?:to|into)\s+(?:receive\s+|get\s+)?"
        r"(?:the\s+|an?\s+)?(?:(?!(?:and|or|two|three|four|five|one|either|"
        r"\d)\b)[\w/+-]+\s*){1,6}(?:group|arm)?\s*"
        r"(?:[.;,]|\band\s+(?:in\s+)?\d|\band in\b|$)(?!\s*(?:or|and)\b(?! \d))",
    ),
    _rule("arm", "before", r"\beach\b[^.;]{0,40}$"),
    _rule("arm", "after", r"^\s*(?:\w+\s)?(?:per|in each|in either)\s"),
    _rule(
        "arm",
        "before",
        r"\b(?:each|per) (?:group|arm)\b[^.;]{0,15}$|\b(?:groups|arms) of (?:about |roughly )?$",
    ),
    _rule(
        "subset",
        "after",
        r"^\W*(?:[a-z-]+\s+){0,2}?(?:were |was )?(?:screened|approached|eligible|invited|contacted|"
        r"refused|declined|dropped|withdrew|"
        r"died|excluded|lost)\b",
    ),
    _rule(
        "total", "around", rf"\b(?:{_ENTERED}|total|sample(?! size calc)|involv\w+|compris\w+|consist\w+)\b"
    ),
    _rule(
        "total",
        "before",
        rf"\b(?:{_STUDY}|it|team|researchers)\s+(?:\w+\s+)?(?:of|in|with|on|had|followed|tested|covered|"
        rf"enrolled)\s+(?:[\w-]+\s+){{0,2}}$"
        rf"|\b(?:performed|conducted|carried out|done|made)\s+(?:in|on|with|among)\s+(?:a total of\s+)?$",
    ),
    _rule(
        "total",
        "sentence",
        rf"^[^#.;]{{0,60}}#[^.;]{{0,220}}?\b(?:were|was|are|will be|"
        rf"have been)\s+(?:\w+\s+){{0,2}}?(?:{_ENTERED})\b"
        rf"|^[^#.;]{{0,60}}#[^.;]{{0,200}}?\b(?:participated in|took part in)\b",
    ),
    _rule(
        "analysed",
        "around",
        (
            r"\b(?:analy[sz]\w+|complet\w+|evaluable|follow-up|available|outcomes? recorded|finished|"
            r"assessed)\b"
        ),
    ),
    _rule(
        "arm",
        "after",
        r"^[\s)]*(?:patients |participants |people |women |men |subjects |were |was |of (?:them|these|"
        r"those) )*(?:randomly )?"
        r"(?:assigned |allocated |randomi[sz]ed |allotted )?(?:in|to|on|received|got|had|with|"
        r"given)\s+(?:the |an? |either )?",
        True,
    ),
    _rule(
        "subset",
        "after",
        r"\b(?:dropped|withdrew|died|lost|excluded|refus\w+|declin\w+|screened|approached|eligib\w+|"
        r"invited|contacted|left|women|men|"
        r"female|male|responded|reported|improved|had|developed|experienced)\b",
    ),
    _rule("subset", "before", r"\bof (?:these|them|those|whom|which)\b|\bonly\s*$"),
)
"""Tried in order; the first whose words are there says the role."""

_BEFORE, _AFTER = 50, 70


def size_role(text: str, span: Span, quantity: Quantity, has_arm: bool) -> str:
    """Return ``total``, ``arm``, ``group``, ``analysed``, ``subset`` or an empty string.

    ``group`` is the size of a group whose name could not be read.

    Examples
    --------
    >>> from trueeffect.text.quantities import find_quantities
    >>> text = "Of 183 people screened, 66 patients were randomised"
    >>> [size_role(text, *item, False) for item in find_quantities(text)]
    ['subset', 'total']
    """
    if quantity.of == "n":
        return "arm" if has_arm else "group"
    before, after = text[max(0, span.start - _BEFORE) : span.start], text[span.end : span.end + _AFTER]
    places = {
        "before": before,
        "after": after,
        "around": re.split(r"[;:]\s", before[-40:])[-1] + " " + re.split(r"[;:]\s", after[:60])[0],
        "sentence": text[: span.start].replace("#", " ") + "#" + text[span.end : span.end + 260],
    }
    return next(
        (r.role for r in RULES if (has_arm or not r.needs_arm) and r.pattern.search(places[r.where])), ""
    )
