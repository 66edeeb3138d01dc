"""A question to the evidence: for whom, what, against what, which outcome, when."""

from __future__ import annotations

from typing import Literal

from trueeffect.model._struct import Value

Versus = Literal["sham", "without", "other"]
"""Classes of comparison: a pretended treatment, going without it, another treatment."""

VERSUS_NAMES: dict[Versus, str] = {
    "sham": "sham",
    "without": "no treatment, waiting or usual care",
    "other": "other treatments",
}


class TimeBand(Value, frozen=True, kw_only=True):
    """A span of weeks after the start: ``after < weeks <= until``."""

    id: str
    label: str
    after: float
    until: float
    centre: float


TIME_BANDS: dict[str, TimeBand] = {
    band.id: band
    for band in (
        TimeBand(id="6w", label="up to 6 weeks", after=0, until=6, centre=4),
        TimeBand(id="3m", label="about 3 months", after=6, until=20, centre=12),
        TimeBand(id="6m", label="about 6 months", after=20, until=40, centre=26),
        TimeBand(id="12m", label="about 12 months", after=40, until=78, centre=52),
    )
}
NEAREST = TimeBand(id="nearest", label="nearest to 3 months, up to 6 months", after=0, until=30, centre=12)
"""Without a time: one result per study, the one nearest to 12 weeks."""


class Question(Value, frozen=True, kw_only=True):
    """A question, in terms of the vocabularies.

    Parameters
    ----------
    treatment, condition, outcome : str
        Terms.
    versus : tuple of {"sham", "without", "other"}
        Classes of comparison that are wanted.
    comparator : str
        One comparator or treatment in particular, empty for all of the classes.
    time : str
        ``6w``, ``3m``, ``6m``, ``12m`` or ``nearest``.
    """

    treatment: str
    condition: str
    outcome: str = "pain"
    versus: tuple[Versus, ...] = ("sham", "without", "other")
    comparator: str = ""
    time: str = "nearest"

    @property
    def band(self) -> TimeBand:
        """The span of weeks that is asked for."""
        return TIME_BANDS.get(self.time, NEAREST)
