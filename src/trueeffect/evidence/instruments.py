"""The known measuring scales: family, range, better direction, bands of size, and change that matters.

``small``, ``moderate`` and ``large`` are lower bounds of a difference between groups, in points of the
family; ``person_change`` is the change that matters to one person. They are shown with every answer and
can be changed.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from trueeffect.model.study import Outcome

PERCENT_SCALE = "pain_points"
"""Family of pain ratings, all brought to 0 to 100 points."""


class Instrument(NamedTuple):
    """A scale. ``low`` and ``high`` are its usual ends; a study may print others."""

    id: str
    family: str
    pattern: str
    label: str
    low: float | None
    high: float | None
    better: str
    typical_sd: float | None
    small: float | None
    moderate: float | None
    large: float | None
    person_change: float | None
    source: str


@cache
def instruments() -> dict[str, Instrument]:
    """Return the known scales by id."""
    path = files("trueeffect.data") / "evidence" / "instruments.tsv"
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        cells = line.split("\t")
        numbers = [float(cell) if cell else None for cell in (*cells[4:6], *cells[7:12])]
        found[cells[0]] = Instrument(
            cells[0], cells[1], cells[2], cells[3], numbers[0], numbers[1], cells[6],
            numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], cells[12],
        )  # fmt: skip
    return found


def find_instrument(outcome: Outcome) -> Instrument | None:
    """Return the scale that an outcome was measured with, None when it is not known.

    Examples
    --------
    >>> find_instrument(Outcome(domain="pain", instrument="VAS 0-100 mm")).family
    'pain_points'
    >>> find_instrument(Outcome(domain="disability", instrument="RMDQ-HK 0-24")).id
    'rmdq'
    >>> find_instrument(Outcome(domain="pain", instrument="a card sort")) is None
    True
    """
    return _find(f"{outcome.instrument} {outcome.name}".lower())


@cache
def _find(text: str) -> Instrument | None:
    for instrument in instruments().values():
        if re.search(instrument.pattern, text):
            return instrument
    return None


def points_factor(outcome: Outcome) -> float | None:
    """Return what brings a pain rating to 0 to 100 points, None when its range is not known.

    Examples
    --------
    >>> points_factor(Outcome(domain="pain", instrument="NRS 0-10", low=0, high=10))
    10.0
    """
    if outcome.low is None or outcome.high is None or outcome.high <= outcome.low:
        return None
    return 100 / (outcome.high - outcome.low)
