"""Whether a link between two things is told as cause or as association."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, pattern_facts
from trueeffect.model.fact import Assertion

_CORRELATION = re.compile(
    r"\bassociat(?:ed|ion|ions)\b|\bcorrelat(?:ed|ion|ions|es)\b|\blinked (?:to|with)\b|\blink between\b|"
    r"\brelated to\b|"
    r"\bpredict(?:s|ed|or|ors|ive)\b|\bodds ratio\b|\bmore likely\b|\bless likely\b|\brisk factors?\b|"
    r"\btended to\b|"
    r"\brelationship between\b|\bodds\b|\bwent (?:along )?with\b|\bgo (?:along )?with\b|\bwere (?:more|"
    r"less) common",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\bcaus(?:e|es|ed|ing|al|ally)\b|\bbecause of\b|\bdue to\b|\bthanks to\b|"
    r"\bmakes?\b (?=\w+ (?:\w+ )?(?:less|more|better|worse))|"
    r"\bmade (?=\w+ (?:\w+ )?(?:less|more|better|worse))|\bleads? to\b|\bled to\b|\bresult(?:s|ed)? in\b|"
    r"\bprevent(?:s|ed|ing)?\b|"
    r"\bkeeps?\b|\bkept\b(?= \w+ (?:from|off))|\bprotects?\b|\bprotected\b|\bcuts?\b|\bslash(?:es|ed)\b|"
    r"\bstop(?:s|ped)\b|\btriggers?\b|\btriggered\b|"
    r"\breduc(?:es|ed)\b|\bimprov(?:es|ed)\b|\blowers\b|\blowered\b|\braises\b|\braised\b|\bincreas(?:es|"
    r"ed)\b|\bshortens?\b|\bthe reason\b|"
    r"\bsaves?\b|\bdrives?\b|\bbrought about\b|\bspares?\b|\bspared\b|\bboosts?\b|\bboosted\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:may|might|could|can)\b[^.;,]{0,30}\b(?:cause|lead|result|reduce|improve|prevent|increase|help|"
    r"benefit|protect|lower)",
    re.IGNORECASE,
)
_PATTERNS = (("conditional_causal", _CONDITIONAL), ("correlational", _CORRELATION), ("causal", _CAUSE))


def _find(reading: Reading) -> Iterator[Assertion]:
    found = list(pattern_facts(reading, "relation", _PATTERNS))
    terms = {f.term for f in found}
    for fact in found:
        if fact.term == "causal" and "conditional_causal" in terms:
            continue
        yield fact


DETECTOR = Detector(
    facet="relation",
    find=_find,
    examples=(
        ("Coffee is linked to longer life.", "correlational"),
        ("The treatment caused the fall.", "causal"),
        ("Needling may reduce pain.", "conditional_causal"),
    ),
    counter_examples=(("Needling may reduce pain.", "causal"), ("Sixty people took part.", "")),
)
