"""Whether there was a comparison group at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, pattern_facts
from trueeffect.model.fact import Assertion

_NO = (
    r"(?:no|without (?:a|any)|lack(?:ed|s|ing)? (?:of )?(?:a|any)?|did not have (?:a|any)|had no|"
    r"there (?:was|were) no)"
)
_PATTERNS = (
    (
        "uncontrolled",
        re.compile(
            rf"\b{_NO} ?(?:control|comparison|comparator|reference)(?: (?:group|arm|condition))?s?\b(?! of)|"
            r"\buncontrolled\b"
            r"(?! (?:hypertension|diabetes|asthma|pain|blood|type|seiz|eat))|\bsingle[- ]arm\b|"
            r"\bsingle[- ]group\b|"
            r"\bcase series\b|\bone[- ]group\b|\bpre-?post (?:design|study)\b|"
            r"\bbefore[- ](?:and[- ])?after (?:study|design)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "controlled",
        re.compile(
            r"(?<!no )(?<!a )\bcontrol group\b|\bcontrolled trial\b|\bplacebo[- ]controlled\b|"
            r"\bsham[- ]controlled\b|\bcontrol arm\b|"
            r"\b(?:compared|comparison) with (?:a |the )?(?:control|comparison)(?: group)?\b|"
            r"\bagainst (?:a |the )?controls?\b|"
            r"\bthan (?:in )?(?:the |a )?(?:controls?|control group|comparison group)\b",
            re.IGNORECASE,
        ),
    ),
)


def _find(reading: Reading) -> Iterator[Assertion]:
    found = list(pattern_facts(reading, "control", _PATTERNS))
    uncontrolled = [f for f in found if f.term == "uncontrolled"]
    yield from uncontrolled or found


DETECTOR = Detector(
    facet="control",
    find=_find,
    examples=(
        ("There was no control group.", "uncontrolled"),
        ("An uncontrolled study", "uncontrolled"),
        ("Compared with a control group, pain fell.", "controlled"),
    ),
    counter_examples=(("There was no control group.", "controlled"), ("uncontrolled hypertension", "")),
)
