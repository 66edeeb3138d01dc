"""The sentences in which the authors conclude."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading
from trueeffect.model.fact import Assertion

_OPENING = re.compile(
    r"^\W*(?:in conclusion|we conclude|our (?:results|findings|data|study) (?:suggest|show|indicate|"
    r"demonstrate)|conclusions?\b|"
    r"these (?:results|findings|data) (?:suggest|show|indicate|demonstrate|support)|"
    r"(?:the )?(?:results|findings) (?:of this (?:study|trial) )?(?:suggest|indicate|support)|"
    r"this (?:study|trial) "
    r"(?:shows?|showed|suggests?|demonstrates?|indicates?)|overall,|the authors? conclud|taken together|"
    r"in summary|thus,|therefore,)",
    re.IGNORECASE,
)


def _find(reading: Reading) -> Iterator[Assertion]:
    if reading.section == "CONCLUSIONS" or _OPENING.search(reading.text):
        yield reading.fact("conclusion", 0, len(reading.text))


DETECTOR = Detector(
    facet="conclusion",
    find=_find,
    examples=(("In conclusion, it worked.", ""), ("Our findings suggest a benefit.", "")),
    counter_examples=(("Sixty people took part.", ""),),
)
