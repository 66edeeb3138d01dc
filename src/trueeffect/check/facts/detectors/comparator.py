"""What it was compared with: sham, placebo, waiting list, usual care, no treatment."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, vocabulary_facts
from trueeffect.model.fact import Assertion


def _find(reading: Reading) -> Iterator[Assertion]:
    yield from vocabulary_facts(reading, "comparator")


DETECTOR = Detector(
    facet="comparator",
    find=_find,
    examples=(
        ("Half got dummy pills.", "placebo"),
        ("They were put on a waiting list.", "waiting_list"),
        ("Superficial needling at non-acupuncture points served as control.", "minimal_acupuncture"),
    ),
    counter_examples=(("Needling was given twice a week.", ""),),
)
