"""What people had: terms of the condition vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, vocabulary_facts
from trueeffect.model.fact import Assertion


def _find(reading: Reading) -> Iterator[Assertion]:
    yield from vocabulary_facts(reading, "condition")


DETECTOR = Detector(
    facet="condition",
    find=_find,
    examples=(
        ("A slipped disc is common.", "disc_herniation"),
        ("Patients with chronic low-back pain", "chronic_low_back_pain"),
    ),
    counter_examples=(("Knees were examined in patients with sciatica.", "knee_pain"),),
)
