"""What was done: terms of the intervention vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, vocabulary_facts
from trueeffect.model.fact import Assertion


def _find(reading: Reading) -> Iterator[Assertion]:
    yield from vocabulary_facts(reading, "intervention")


DETECTOR = Detector(
    facet="intervention",
    find=_find,
    examples=(
        ("Electro-acupuncture was given.", "electroacupuncture"),
        ("They did pilates.", "pilates"),
        ("She took ibuprofen.", "nsaid"),
    ),
    counter_examples=(("They got fake needling.", "acupuncture"),),
)
