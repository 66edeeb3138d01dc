"""Whether a result is primary, secondary, of a subgroup, or post hoc."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, pattern_facts
from trueeffect.model.fact import Assertion

_PATTERNS = (
    (
        "primary",
        re.compile(r"\b(?:co-)?(?:primary|main|principal) (?:\w+ )?(?:outcome|end ?-?point|measure|"
                   r"variable|aim|result)s?\b", re.I),
    ),
    ("secondary", re.compile(r"\bsecondary (?:\w+ )?(?:outcome|end ?-?point|measure|variable|"
                             r"analys[ie]s)s?\b", re.I)),
    (
        "subgroup",
        re.compile(r"\bsub-?groups?\b|\bamong (?:the )?(?:those|patients|people|women|men) (?:who|with)\b|"
                   r"\bin the subset\b", re.I),
    ),
    ("post_hoc", re.compile(r"\bpost[- ]hoc\b|\bunplanned analys[ie]s\b|\bexploratory analys[ie]s\b", re.I)),
)  # fmt: skip


def _find(reading: Reading) -> Iterator[Assertion]:
    yield from pattern_facts(reading, "role", _PATTERNS)


DETECTOR = Detector(
    facet="role",
    find=_find,
    examples=(
        ("The primary outcome was pain.", "primary"),
        ("Secondary end points included sleep.", "secondary"),
        ("In the subgroup of women it worked.", "subgroup"),
        ("A post hoc analysis", "post_hoc"),
    ),
    counter_examples=(("Primary care patients took part.", ""), ("Secondary schools took part.", "")),
)
