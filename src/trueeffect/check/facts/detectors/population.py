"""Who was studied: age group, sex, setting."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, vocabulary_facts
from trueeffect.model.fact import Assertion


def _find(reading: Reading) -> Iterator[Assertion]:
    yield from vocabulary_facts(reading, "population")


DETECTOR = Detector(
    facet="population",
    find=_find,
    examples=(("Sixteen women took part.", "women"), ("In pensioners it failed.", "older_adults")),
    counter_examples=(("Chronic pain is common.", ""),),
)
