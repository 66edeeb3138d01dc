"""Unwanted effects that are named."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, vocabulary_facts
from trueeffect.model.fact import Assertion


def _find(reading: Reading) -> Iterator[Assertion]:
    yield from vocabulary_facts(reading, "harm")


DETECTOR = Detector(
    facet="harm",
    find=_find,
    examples=(("He had a collapsed lung.", "pneumothorax"), ("Side effects were rare.", "adverse_event")),
    counter_examples=(("Pain got better.", ""),),
)
