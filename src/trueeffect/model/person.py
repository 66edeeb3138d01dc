"""What a person brings: medicines, cautions, a diary; and what is handed back: alerts and an analysis."""

from __future__ import annotations

from typing import Literal

from trueeffect.model._struct import Value

Severity = Literal["emergency", "high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("emergency", "high", "medium", "low")
"""The gravest first."""

Use = Literal["regular", "as needed", "stopped", "unclear"]
"""How a medicine is taken now."""

CONDITIONS: dict[str, str] = {
    "anticoagulant": "takes a blood thinner",
    "bleeding disorder": "bleeding disorder",
    "delirium": "has had delirium, or is at high risk of it",
    "epilepsy": "epilepsy or seizures",
    "falls": "falls or a fracture",
    "immunosuppression": "weakened immune system or low white cells",
    "lymphoedema": "lymphoedema",
    "needle fear": "fear of needles, or fainting",
    "pacemaker": "pacemaker, defibrillator or nerve stimulator",
    "pregnancy": "pregnancy",
    "skin infection": "skin infection or broken skin where a needle may go",
}
"""Conditions that a rule looks at, with the words for them."""


class Source(Value, frozen=True, kw_only=True):
    """Where a rule or a number was read."""

    id: str
    citation: str
    address: str = ""


class Dose(Value, frozen=True, kw_only=True):
    """One amount per intake; ``unit`` is ``mg``, ``mcg``, ``g``, ``ml``, ``mcg/h`` or ``units``."""

    amount: float
    unit: str


class Part(Value, frozen=True, kw_only=True):
    """One ingredient of a product with the amount in one intake, in mg (mcg/h for a patch), if known."""

    ingredient: str
    amount: float | None = None
    unit: str = "mg"


class Medicine(Value, frozen=True, kw_only=True):
    """One line of a person's list.

    Parameters
    ----------
    raw : str
        The line as written.
    name : str
        The product name that was understood.
    parts : tuple of Part
        Ingredients; empty when the name is not in the table.
    use : {"regular", "as needed", "stopped", "unclear"}
    times_per_day : float or None
        Intakes a day; a weekly patch has 1/7.
    topical : bool
        Acts where it is put: gels, creams, drops, plasters with local effect.
    near : tuple of str
        Names in the table that look alike; never used without being confirmed.
    problems : tuple of str
        What could not be read or cannot be right.
    """

    raw: str
    name: str
    line: int = 0
    parts: tuple[Part, ...] = ()
    use: Use = "unclear"
    times_per_day: float | None = None
    most_per_day: float | None = None
    topical: bool = False
    route: str = ""
    brand: str = ""
    near: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the name is in the table."""
        return bool(self.parts)

    @property
    def current(self) -> bool:
        """Whether it is taken now."""
        return self.use != "stopped"


class Person(Value, frozen=True, kw_only=True):
    """What the rules need to know about the person.

    Parameters
    ----------
    age : float, optional
        Years.
    egfr : float, optional
        Kidney function: eGFR or creatinine clearance in ml/min.
    conditions : tuple of str
        Any of :data:`CONDITIONS`.
    """

    age: float | None = None
    egfr: float | None = None
    conditions: tuple[str, ...] = ()


class Alert(Value, frozen=True, kw_only=True):
    """One thing to talk about: what, why, how strong, source, what to ask.

    Parameters
    ----------
    rule : str
        Id of the rule.
    group : str
        Heading under which it is shown.
    medicines : tuple of str
        Names as the person wrote them.
    strength : str
        How sure the source is, or how large the risk, with its number.
    ask : str
        A question for the prescriber or pharmacist.
    """

    rule: str
    group: str
    severity: Severity
    what: str
    why: str
    strength: str
    sources: tuple[str, ...]
    ask: str
    medicines: tuple[str, ...] = ()


class Measure(Value, frozen=True, kw_only=True):
    """A number about the whole list, or the reason why there is none."""

    id: str
    label: str
    value: float | None
    unit: str = ""
    definition: str = ""
    detail: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class MedicineReview(Value, frozen=True, kw_only=True):
    """A reviewed list: what was understood, measures, alerts by severity, questions, and what is left."""

    person: Person
    medicines: tuple[Medicine, ...]
    measures: tuple[Measure, ...]
    alerts: tuple[Alert, ...]
    questions: tuple[str, ...]
    not_reviewed: tuple[Medicine, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    version: str = ""


class Entry(Value, frozen=True, kw_only=True):
    """One line of a diary: a day, a kind, and its value or words.

    Parameters
    ----------
    day : str
        ISO date.
    kind : str
        One of the kinds of ``person.diary.kinds``: ``pain``, ``session``, ``medicine``, ``note`` ...
    value : float, optional
        In the unit of the kind.
    text : str
        Words, or the fields of a session as ``name=value; name=value``.
    id : int
        Running number given by the diary; 0 before it is saved.
    replaces : int
        The entry that this one corrects; the old one is kept.
    saved : str
        Time of saving by the clock of the machine, ISO with offset.
    """

    day: str
    kind: str
    value: float | None = None
    text: str = ""
    id: int = 0
    replaces: int = 0
    saved: str = ""


class Plan(Value, frozen=True, kw_only=True):
    """What was agreed before day 1.

    Parameters
    ----------
    treatment, condition : str
    baseline_from : str
        First day of the baseline, ISO date.
    window : tuple of str
        First and last day on which the treatment could have been drawn to start; empty when not drawn.
    start : str
        Day on which it started, or is to start.
    stop_rule : str
        For example "no change after six sessions: stop".
    """

    treatment: str = ""
    condition: str = ""
    baseline_from: str = ""
    window: tuple[str, ...] = ()
    start: str = ""
    stop_rule: str = ""
    outcome: str = "pain"


class Prior(Value, frozen=True, kw_only=True):
    """Pooled evidence on the scale of the diary: treatment against usual care or waiting, never sham.

    Parameters
    ----------
    mean, std_error : float
        Pooled difference in points of the diary scale; below 0 is less pain.
    tau2 : float
        Variance between trials.
    omega : float
        Standard deviation between persons in how they respond; rarely known.
    versus : {"without", "sham", "other"}
        Class of comparison of the trials.
    """

    mean: float
    std_error: float
    tau2: float
    omega: float = 1.0
    versus: Literal["without", "sham", "other"] = "without"
    weeks: float | None = None
    source: str = ""

    def variance(self, omega: float | None = None) -> float:
        """Return the predictive variance for one new person: SE² + tau² + omega²."""
        return self.std_error**2 + self.tau2 + (self.omega if omega is None else omega) ** 2


class NaturalCourse(Value, frozen=True, kw_only=True):
    """How people under usual care change over the same time; it holds their regression to the mean already.

    Parameters
    ----------
    change, std_error : float
        Mean change in points of the diary scale.
    person_sd : float
        How much single persons differ in it (standard deviation).
    """

    change: float
    std_error: float
    person_sd: float = 2.0
    weeks: float | None = None
    source: str = ""


class Reading(Value, frozen=True, kw_only=True):
    """One posterior: the difference that is left, and how likely it is on either side."""

    label: str
    mean: float
    std_dev: float
    conf_low: float
    conf_high: float
    p_better: float
    p_important: float
    p_worse: float
    omega: float | None = None


class Overlap(Value, frozen=True, kw_only=True):
    """One overlap statistic with its name, spelled out."""

    name: str
    value: float
    definition: str
    std_error: float | None = None
    conf_low: float | None = None
    conf_high: float | None = None


class Shuffle(Value, frozen=True, kw_only=True):
    """Randomisation test over the days on which the treatment could have started."""

    p_value: float
    floor: float
    n_starts: int
    statistic: float
    valid: bool
    reason: str = ""


class DiaryAnalysis(Value, frozen=True, kw_only=True):
    """What a diary can and cannot say.

    ``sentence`` is the plain result; it never says that a treatment worked.
    """

    outcome: str
    better: Literal["lower", "higher"]
    important: float
    sentence: str
    verdict: Literal["too few days", "not told apart", "beyond usual course", "worse", "start day stands out"]
    days: tuple[int, ...]
    values: tuple[float, ...]
    start: int
    first_day: str = ""
    n_before: int = 0
    n_after: int = 0
    missing: int = 0
    mean_before: float | None = None
    mean_after: float | None = None
    phi: float | None = None
    plain: Reading | None = None
    above_course: Reading | None = None
    prior: Prior | None = None
    with_prior: Reading | None = None
    sensitivity: tuple[Reading, ...] = ()
    conflict: str = ""
    course: NaturalCourse | None = None
    regression_to_mean: float | None = None
    overlap: tuple[Overlap, ...] = ()
    piecewise: tuple[tuple[str, float, float, float], ...] = ()
    shuffle: Shuffle | None = None
    events: tuple[tuple[int, str], ...] = ()
    cannot: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sessions: int = 0
    stop_rule: str = ""
    version: str = ""


class Together(Value, frozen=True, kw_only=True):
    """Several courses together: mean change, its spread, and each course drawn towards the mean.

    ``between_case`` is the mean change in standard deviations between persons.
    """

    outcome: str
    n_courses: int
    mean: float
    conf_low: float
    conf_high: float
    tau2: float
    courses: tuple[Overlap, ...]
    between_case: float
    between_case_error: float
    left_out: tuple[str, ...] = ()
