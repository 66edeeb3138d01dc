"""What is said about chance: significant, not significant, non-inferior, equivalent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, pattern_facts
from trueeffect.check.facts.polarity import not_significant
from trueeffect.model.fact import Assertion

_PATTERNS = (
    (
        "noninferior",
        re.compile(r"\bnon-?\s?inferior(?:ity)?\b|\bnot inferior\b|\bat least as good as\b", re.I),
    ),
    (
        "equivalent",
        re.compile(
            r"\bequivalen(?:t|ce)\b|\b(?:work|works|worked|are|is|were|was) equally (?:well|effective|"
            r"good)\b|"
            r"\b(?:exactly|just) as (?:effective|good) as\b|\bequally (?:effective|good|well)\b|"
            r"\bidentical effects?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "not_significant",
        re.compile(
            r"\b(?:no|not|non|without|never|neither|nor|did not|didn['’]t|wasn['’]t|weren['’]t|"
            r"isn['’]t)\b[^.;,]{0,40}?\bsignifican(?:t|ce|tly)\b|"
            r"\bnon-?significan(?:t|ce)|\binsignificant\b|\bstatistical(?:ly)? (?:in)significan|"
            r"\b(?:could|may|might) (?:easily |well )?(?:be|have been) (?:due to |down to )?chance\b|"
            r"\bn\.s\.|\bwithin the play of chance\b",
            re.IGNORECASE,
        ),
    ),
    (
        "significant",
        re.compile(
            r"(?<!not )(?<!non-)(?<!no )\bsignificant(?:ly)?\b|\bunlikely to be (?:due to )?chance\b|"
            r"\bbeyond chance\b",
            re.IGNORECASE,
        ),
    ),
)


def _find(reading: Reading) -> Iterator[Assertion]:
    found = list(pattern_facts(reading, "significance", _PATTERNS))
    denied = next((f for f in found if f.term == "not_significant"), None)
    for fact in found:
        if fact.term == "significant" and denied and denied.span.overlaps(fact.span):
            continue
        yield fact
    if not found:
        yield from _from_p(reading)


def _from_p(reading: Reading) -> Iterator[Assertion]:
    chance = not_significant(reading.text)
    if chance is not None:
        term = "not_significant" if chance else "significant"
        yield reading.fact("significance", 0, len(reading.text), term=term, role="p_value")


DETECTOR = Detector(
    facet="significance",
    find=_find,
    examples=(
        ("The difference was not statistically significant.", "not_significant"),
        ("Pain fell significantly.", "significant"),
        ("Pain fell (p < 0.001).", "significant"),
        ("Aspirin was non-inferior to heparin.", "noninferior"),
        ("The gap could easily be chance.", "not_significant"),
    ),
    counter_examples=(
        ("The difference was not statistically significant.", "significant"),
        ("Pain fell.", ""),
    ),
)
