"""Whether people or animals were studied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, vocabulary_facts
from trueeffect.model.fact import Assertion

_FIGURATIVE = re.compile(
    r"\b(?:rat race|hot ?dogs?|cat scan|guinea pigs? for|pig ?headed|animal (?:fat|protein|products?|source)|"
    r"cat['’]s claw|devil['’]s claw|cow['’]?s?['’]? milk|fish oil|mouse (?:click|pad)|"
    r"computer mouse|(?:eat|eating|oily) fish|CAT\b|pet(?:s)? (?:dog|cat)s?|horse riding|eggs|dog bites?|"
    r"monoclonal|anti-?rabbit|bird flu|swine flu|house dust)",
    re.IGNORECASE,
)


def _find(reading: Reading) -> Iterator[Assertion]:
    odd = [m.span() for m in _FIGURATIVE.finditer(reading.text)]
    for fact in vocabulary_facts(reading, "species"):
        start = fact.span.start - reading.offset
        if not any(a <= start < b for a, b in odd):
            yield fact


DETECTOR = Detector(
    facet="species",
    find=_find,
    examples=(
        ("Twelve Wistar rats were used.", "rat"),
        ("Nine patients took part.", "human"),
        ("Nerves were stimulated in animals.", "animal"),
    ),
    counter_examples=(
        ("Fish oil did not help.", "fish"),
        ("Devil's claw and cow's milk were given.", "sheep"),
    ),
)
