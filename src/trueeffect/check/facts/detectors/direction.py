"""Which way an outcome went, for which arm and against what."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading
from trueeffect.check.facts.frames import goodness, read_frames
from trueeffect.model.fact import Assertion

_TERMS = {
    "good": "better",
    "bad": "worse",
    "up": "increase",
    "down": "decrease",
    "none": "no_difference",
    "differ": "mixed",
}


def _find(reading: Reading) -> Iterator[Assertion]:
    for frame in read_frames(reading.text, reading.known):
        if frame.planned:
            continue
        yield reading.fact(
            "direction",
            frame.start,
            frame.end,
            term=_TERMS[goodness(frame)],
            outcome=next(iter(sorted(frame.outcomes)), ""),
            arm=next(iter(sorted(frame.left)), ""),
            versus=next(iter(sorted(frame.right)), ""),
            role="within_group" if frame.within and not frame.comparative else "between_group",
            negated=frame.effect == "none",
            hedged=frame.hedged,
        )


DETECTOR = Detector(
    facet="direction",
    find=_find,
    examples=(
        ("Pain fell more with needles than with massage.", "better"),
        ("The groups did not differ in pain.", "no_difference"),
        ("Sleep got worse.", "worse"),
        ("It was no better than a dummy pill.", "no_difference"),
    ),
    counter_examples=(
        ("The aim was to test whether yoga improves sleep.", "better"),
        ("Forty people took part.", ""),
    ),
)
