"""What the other group is said to have got, or what a treatment is said to have been set against."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.topics import fact_of, study_terms
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding
from trueeffect.vocab.concepts import concepts
from trueeffect.vocab.terms import find_terms, is_a

_SUBJECT = (
    r"(?:(?:the |those in the |people in the |patients in the )?(?:comparison|control|second|third|other) "
    r"(?:group|arm|half|men|women|mothers|patients|people|participants|children|volunteers|adults|"
    r"students|workers)s?|"
    r"the (?:controls|others|rest|remainder|remaining \w+)|those not (?:in|on) [^,.]{3,40}?|"
    r"half (?:of )?(?:the |them|of them)(?: ?\w+)?|one group|controls)"
)
_VERB = (
    r"(?:got|get|had|took|taking|received|drank|ate|watched|attended|breathed|swallowed|wore|used|"
    r"followed|played|chewed|"
    r"sat through|sat|listened to|were (?:given|put on|handed|offered|sent to|sent for|taught|told to take|"
    r"treated with|assigned|"
    r"on|in)|was (?:given|put on|offered|treated with)|stayed on|went on|made do with|did)"
)
_OTHERS = re.compile(
    rf"(?:^|[,;:]\s|\b(?:while|and|whereas|but)\s){_SUBJECT},? (?:\w+,? ){{0,3}}?{_VERB}\s+"
    r"(?:nothing but |no more than |only |just )?(?P<object>[^.;,]+)",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:(?:compared|tested|pitted|tried(?: out)?|set|measured|up|came up|matched|judged)(?: \w+){0,4}? "
    r"(?:against|with|to|alongside)|against|versus|than (?:with |by |from )?|beat|comparison was with|"
    r"alternative was|superior to)\s+(?P<object>[^.;,]+)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:whether|unknown|not|n['’]t|never|neither|nor|unclear|baseline|before|start|expected|average|"
    r"general population|other (?:trials|studies)|would|future|next|should)\b",
    re.IGNORECASE,
)
_OPEN = frozenset({"education", "medication", "physiotherapy", "exercise", "app", "community_health_worker",
                   "surgery", "supplement", "diet", "topical", "injection", "walking", "home_exercise",
                   "caffeine", "screening", "multidisciplinary", "oxygen", "relaxation",
                   "iv_fluids", "herbal", "breastfeeding"})  # fmt: skip
"""Treatments that an abstract may describe in other words."""
_THINGS = concepts(
    "water juice tea milk honey sugar bread biscuits chocolate gum sweets films film cinema videos "
    "television "
    "radio books book "
    "magazine leaflet booklet pamphlet brochure lecture lectures puzzles crossword crosswords knitting "
    "painting gardening "
    "sauna gas soap lamp bracelet bandage socks splint corset collar pillow vouchers formula cards "
    "newspaper prayer candles cinema"
)
"""Things that a group may have been given, which go by their own name."""
_INFORMS = re.compile(
    r"educat|advice|advis|inform|booklet|leaflet|brochure|pamphlet|guidance|instruct|teach|counsel|material|"
    r"usual|standard|routine|minimal|attention|handout",
    re.IGNORECASE,
)
_TOLD = concepts("leaflet booklet pamphlet brochure lecture lectures book books videos video")
_INFORMATIVE = 3
"""Sentences that a summary must have before its silence means anything."""


def specific(term: str, known: Iterable[str]) -> bool:
    """Tell whether the study names the treatment itself, a kind of it, or a class that is not too wide.

    Examples
    --------
    >>> specific("nsaid", ["medication"]), specific("electroacupuncture", ["acupuncture"])
    (False, True)
    """
    return any(
        is_a("intervention", k, term) or (is_a("intervention", term, k) and k not in _OPEN) for k in known
    )


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    if len(study.sentences) < _INFORMATIVE or _UNSURE.search(claim.text):
        return []
    for pattern in (_OTHERS, _AGAINST):
        match = pattern.search(claim.text)
        if match is not None:
            said = _strange(match, study, things=pattern is _OTHERS)
            seen = _arm_told(study) if said is not None else None
            if said is not None and seen is not None:
                text = f"The study names no {said.of(claim.text)} in its comparison."
                return [
                    fault(
                        "other_group",
                        claim,
                        study,
                        said,
                        seen,
                        error_type="wrong_comparator",
                        explanation=text,
                    )
                ]
    return []


def _strange(match: re.Match[str], study: StudyView, *, things: bool) -> Span | None:
    """Return the place of a treatment that the study's record does not know, or None."""
    text, start = match.group("object"), match.start("object")
    whole = concepts(f"{study.record.title} {study.abstract}")
    known = study_terms(study, "intervention")
    hits = [h for h in find_terms(text) if h.facet in ("intervention", "comparator")]
    if any(h.facet == "comparator" for h in hits):
        return None
    named = [h for h in hits if h.start <= _REACH and h.term not in _OPEN]
    if any(specific(h.term, known) or _head(text[h.start : h.end]) & whole for h in named):
        return None
    if named:
        return Span(start=start + named[0].start, end=start + named[0].end)
    return _thing(text, start, study, whole, things)


def _head(words: str) -> frozenset[str]:
    return concepts(words.split()[-1])


_REACH = 40
"""Characters after the verb within which the treatment must be named."""


_DRUG_NAME = re.compile(
    r"(?:azepam|azolam|dopa|olol|sartan|mycin|cillin|conazole|prazole|oxetine|profen|triptan|parin|gliptin|"
    r"formin|dronate|setron|zepine|ridone|apine|statin|tinib|zumab|ximab|caine|barbital|thiazide|floxacin|"
    r"cycline|pramine)$|^valium$|^prozac$|^viagra$|^ritalin$|^tramadol$",
    re.IGNORECASE,
)
"""Endings of drug names, after the stems of the World Health Organization's list of non-proprietary names."""


def _thing(text: str, start: int, study: StudyView, whole: frozenset[str], things: bool) -> Span | None:
    for word in re.finditer(r"[^\W\d]+", text[: 2 * _REACH]):
        mine = concepts(word.group())
        informs = mine & _TOLD and _INFORMS.search(study.abstract)
        thing = mine & _THINGS and things
        if (thing or _DRUG_NAME.search(word.group())) and not mine & whole and not informs:
            return Span(start=start + word.start(), end=start + word.end())
    return None


def _arm_told(study: StudyView) -> Assertion | None:
    """Return where the study tells what the other group got, or else what was tested."""
    told = study_terms(study, "comparator") - {"control_group", "baseline"}
    for facet, terms in (
        ("comparator", told),
        ("comparator", study_terms(study, "comparator") - {"baseline"}),
        ("intervention", study_terms(study, "intervention")),
    ):
        seen = fact_of(study, facet, terms)
        if seen is not None:
            return seen
    return None


FACET = Facet(
    name="other_group",
    compare=_compare,
    error_types=("wrong_comparator",),
    examples=(
        Example(
            claim="The others got nothing but a leaflet.",
            study="METHODS: 80 people did yoga in water or on land. They went for six weeks. RESULTS: Pain "
            "fell more with yoga in water.",
            expects="wrong_comparator",
        ),
        Example(
            claim="All the trials set the exercises against sleeping pills.",
            study="METHODS: Ten trials of exercise were pooled. The comparison was usual care. RESULTS: "
            "Sleep improved.",
            expects="wrong_comparator",
        ),
        Example(
            claim="The controls, I read, watched films.",
            study="METHODS: 28 patients sang or had usual care. They met twice a week. RESULTS: Anxiety "
            "fell.",
            expects="wrong_comparator",
        ),
        Example(
            claim="The rest were put on antibiotics.",
            study="METHODS: 60 people took honey or placebo. It went on for a week. RESULTS: Cough fell.",
            expects="wrong_comparator",
        ),
    ),
    counter_examples=(
        Example(
            claim="The others got a leaflet.",
            study="METHODS: 80 people did yoga or got written information. They went for six weeks. RESULTS: "
            "Pain fell more with yoga.",
        ),
        Example(
            claim="The others took longer to recover.",
            study="METHODS: 80 people did yoga or pilates. They went for six weeks. RESULTS: Recovery was "
            "quicker with yoga.",
        ),
        Example(
            claim="The others swallowed sleeping pills.",
            study="METHODS: 80 people had therapy or zopiclone. They went for six weeks. RESULTS: Sleep was "
            "better with therapy.",
        ),
        Example(
            claim="It was not compared with sleeping pills.",
            study="METHODS: 80 people had therapy or usual care. They went for six weeks. RESULTS: Sleep was "
            "better with therapy.",
        ),
    ),
)
