"""Whether a result compares groups, or one group before and after."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading
from trueeffect.check.facts.frames import read_frames
from trueeffect.model.fact import Assertion


def _find(reading: Reading) -> Iterator[Assertion]:
    for frame in read_frames(reading.text, reading.known):
        if frame.within and not frame.comparative:
            yield reading.fact("scope", frame.start, frame.end, term="within_group")
        elif frame.comparative:
            yield reading.fact("scope", frame.start, frame.end, term="between_group")


DETECTOR = Detector(
    facet="scope",
    find=_find,
    examples=(
        ("Pain fell in both groups.", "within_group"),
        ("Pain fell more than with sham.", "between_group"),
        ("Pain decreased from baseline.", "within_group"),
    ),
    counter_examples=(("Pain fell more than with sham.", "within_group"),),
)
