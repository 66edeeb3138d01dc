"""What was measured: outcomes and instruments."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, vocabulary_facts
from trueeffect.model.fact import Assertion


def _find(reading: Reading) -> Iterator[Assertion]:
    yield from vocabulary_facts(reading, "outcome")


DETECTOR = Detector(
    facet="outcome",
    find=_find,
    examples=(
        ("The Oswestry score fell.", "disability"),
        ("Blood sugar rose.", "glucose"),
        ("Mental quality of life got better.", "mental_qol"),
    ),
    counter_examples=(("The trial was registered.", ""),),
)
