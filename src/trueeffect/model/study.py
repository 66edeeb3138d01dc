"""Studies with their groups and results, as printed: what the evidence base holds.

A result is one of four kinds (:class:`GroupMean`, :class:`GroupMedian`, :class:`GroupEvents`,
:class:`Contrast`). Nothing in it is derived: what is worked out later is a step of an effect.
"""

from __future__ import annotations

from typing import Literal

from trueeffect.model._struct import Value

Better = Literal["", "lower", "higher"]
Spread = Literal["", "sd", "se", "ci95", "iqr", "range", "unspecified"]
Answer = Literal["Y", "PY", "PN", "N", "NI", "NA"]


class Reading(Value, frozen=True, kw_only=True):
    """Where a figure was read: the page, the place on it, by whom, and when."""

    url: str
    place: str = ""
    reader: str = ""
    date: str = ""


class Outcome(Value, frozen=True, kw_only=True):
    """What was measured, with which instrument; ``better`` is empty when the direction is not known."""

    domain: str
    name: str = ""
    instrument: str = ""
    low: float | None = None
    high: float | None = None
    better: Better = ""


class Stricta(Value, frozen=True, kw_only=True):
    """How needles were used: the reporting items of STRICTA (doi:10.1371/journal.pmed.1000261)."""

    style: str = ""
    rationale: str = ""
    individualised: str = ""
    points: tuple[str, ...] = ()
    insertions: str = ""
    depth: str = ""
    response: str = ""
    stimulation: str = ""
    frequency_hz: str = ""
    retention_minutes: float | None = None
    needle: str = ""
    sessions: float | None = None
    per_week: float | None = None
    weeks: float | None = None
    other_treatment: str = ""
    setting: str = ""
    practitioner: str = ""
    control_rationale: str = ""
    sham_kind: str = ""
    page: str = ""


class Arm(Value, frozen=True, kw_only=True):
    """A group of people: what they got.

    Parameters
    ----------
    treatments : tuple of str
        Terms of every treatment given, also those given beside a sham.
    comparator : str
        Term of a comparator (``sham_acupuncture``, ``waiting_list``, ``usual_care``, ...), empty for a
        treatment.
    """

    id: str
    label: str
    role: Literal["index", "comparator"]
    treatments: tuple[str, ...] = ()
    comparator: str = ""
    dose: tuple[str, ...] = ()
    n_randomised: int | None = None
    n_analysed: int | None = None
    stricta: Stricta | None = None


class _Printed(Value, frozen=True, kw_only=True):
    """What every result has: an id (study and row), its outcome, its time, and where it was read."""

    id: str
    outcome: Outcome
    weeks: float | None = None
    adjusted: bool = False
    source: Reading
    note: str = ""


class GroupMean(_Printed, frozen=True, kw_only=True, tag="mean"):
    """Mean of a group at a time, or mean change since baseline (``change``; follow-up minus baseline)."""

    arm: str
    value: float
    change: bool = False
    spread_kind: Spread = ""
    spread: float | None = None
    upper: float | None = None
    n: int | None = None


class GroupMedian(_Printed, frozen=True, kw_only=True, tag="median"):
    """Median of a group with its quartiles or range; never pooled as if it were a mean."""

    arm: str
    value: float
    spread_kind: Spread = ""
    spread: float | None = None
    upper: float | None = None
    n: int | None = None


class GroupEvents(_Printed, frozen=True, kw_only=True, tag="events"):
    """People of a group with an event: the count, or only the percentage, as printed."""

    arm: str
    events: int | None = None
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None


class Contrast(_Printed, frozen=True, kw_only=True, tag="contrast"):
    """A comparison of two groups as printed; ``sign`` says what a positive value means."""

    arm: str
    versus: str
    measure: Literal["MD", "SMD", "RR", "OR", "HR", "RD"]
    value: float
    low: float | None = None
    high: float | None = None
    se: float | None = None
    p: float | None = None
    sign: Literal["a_minus_b", "benefit_of_a"] = "a_minus_b"


Result = GroupMean | GroupMedian | GroupEvents | Contrast


class Harm(Value, frozen=True, kw_only=True):
    """Unwanted events in a group, with what they are counted per."""

    id: str
    arm: str
    event: str
    events: int
    n: int
    per: Literal["patient", "treatment", "consultation"] = "patient"
    serious: bool = False
    source: Reading
    note: str = ""


class BiasAnswer(Value, frozen=True, kw_only=True):
    """One signalling question of RoB 2, its answer and the reason; ``versus`` limits it to one contrast."""

    question: str
    answer: Answer
    reason: str = ""
    versus: str = ""
    outcome: str = ""
    source: Reading | None = None


class Study(Value, frozen=True, kw_only=True):
    """One study, however many reports it has."""

    id: str
    label: str
    title: str = ""
    year: int
    country: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    registrations: tuple[str, ...] = ()
    design: tuple[str, ...]
    species: tuple[str, ...]
    condition: tuple[str, ...]
    population: tuple[str, ...] = ()
    setting: str = ""
    funding: str = ""
    n: int | None = None
    arms: tuple[Arm, ...] = ()
    results: tuple[Result, ...] = ()
    harms: tuple[Harm, ...] = ()
    bias: tuple[BiasAnswer, ...] = ()
    conclusion: str = ""
    notes: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    record_id: str = ""

    @property
    def randomised(self) -> bool:
        """Whether groups were made by chance."""
        return any("rct" in term for term in self.design)

    def arm(self, name: str) -> Arm:
        """Return a group by its id.

        Raises
        ------
        KeyError
            When there is no such group.
        """
        for arm in self.arms:
            if arm.id == name:
                return arm
        raise KeyError(name)

    def __str__(self) -> str:
        people = f", {self.n} people" if self.n else ""
        return f"{self.label}: {len(self.arms)} groups, {len(self.results)} results{people}"


class Mechanism(Value, frozen=True, kw_only=True):
    """What one study says about how a treatment may work, and what that does and does not support."""

    pathway: str
    study: str
    species: str
    n: str = ""
    found: str
    supports: str
    does_not_support: str = ""
    url: str = ""


class SafetyFigure(Value, frozen=True, kw_only=True):
    """A rate of unwanted events from a survey or review, with its denominator."""

    study: str
    event: str
    events: float | None = None
    n: float | None = None
    per: str
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    per_number: int = 1
    source: str = ""
    note: str = ""


class Published(Value, frozen=True, kw_only=True):
    """A pooled result from a published review, kept beside ours as a check."""

    review: str
    question: str
    condition: str
    treatment: str
    versus: str
    outcome: str
    time: str
    measure: str
    value: float
    low: float | None = None
    high: float | None = None
    k: str = ""
    n: str = ""
    source: str = ""
    note: str = ""


class Evidence(Value, frozen=True, kw_only=True):
    """The whole evidence base, at one version."""

    schema: int = 1
    version: str = ""
    date: str = ""
    studies: tuple[Study, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    safety: tuple[SafetyFigure, ...] = ()
    published: tuple[Published, ...] = ()
    notes: tuple[str, ...] = ()

    def study(self, name: str) -> Study:
        """Return a study by its id.

        Raises
        ------
        KeyError
            When there is no such study.
        """
        for study in self.studies:
            if study.id == name:
                return study
        raise KeyError(name)

    @property
    def results(self) -> int:
        """Number of result rows."""
        return sum(len(study.results) for study in self.studies)

    def __repr__(self) -> str:
        trials = sum(study.randomised for study in self.studies)
        return (
            f"Evidence {self.version} ({self.date}): {len(self.studies)} studies, {trials} randomised, "
            f"{self.results} results"
        )
