"""Whether the text tells a plan or results."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, pattern_facts
from trueeffect.model.fact import Assertion

_PATTERNS = (
    (
        "protocol",
        re.compile(
            r"\b(?:study|trial) protocol\b|\bprotocol (?:for|of) (?:an? |the )?|\bdesign and rationale\b|"
            r"\brationale and design\b|"
            r"\bstudy design and\b|\bwill be (?:random\w*|recruited|enrolled|allocated|assigned|assessed|"
            r"measured|collected|"
            r"analy[sz]ed|invited|asked|compared|included|conducted|performed|evaluated|administered|"
            r"offered|followed|tested)\b|"
            r"\bwe (?:will|plan to|aim to recruit)\b|\bpatients will\b|\bparticipants will\b|"
            r"\bresults of this trial will\b|"
            r"\bthis (?:trial|study) will\b|\b(?:is|are) (?:still )?(?:being planned|to be (?:compared|"
            r"tested|recruited|enrolled|"
            r"randomi[sz]ed|measured|assessed))\b|\bplan(?:s|ned)? to (?:compare|test|recruit|enrol|"
            r"randomi[sz]e|study)\b|"
            r"\b(?:has|have) not (?:yet )?(?:started|finished|been (?:reported|completed))\b|"
            r"\bno results (?:yet|have|are|were)\b|"
            r"\bnot yet (?:known|reported|published|tested)\b|\bset out to\b|\bis (?:designed|due|intended|"
            r"going) to\b|"
            r"\bgroup \w+ will\b|\bwill (?:receive|be given|get|test|compare|take part)\b|\bis planned\b",
            re.IGNORECASE,
        ),
    ),
)


def _find(reading: Reading) -> Iterator[Assertion]:
    yield from pattern_facts(reading, "status", _PATTERNS)


DETECTOR = Detector(
    facet="status",
    find=_find,
    examples=(
        ("A total of 164 participants will be randomly allocated.", "protocol"),
        ("Yoga for knees: study protocol for a randomised trial", "protocol"),
        ("The trial is to be compared, and no results have been published.", "protocol"),
    ),
    counter_examples=(("Sixty people were randomised.", ""), ("Future work will tell.", "")),
)
