"""What an answer is made of: pooled effects, certainty, absolute numbers, statements bound to their rows."""

from __future__ import annotations

from typing import Literal

from trueeffect.model._struct import Value
from trueeffect.model.question import Question, Versus
from trueeffect.model.study import Mechanism, Published, SafetyFigure

Level = Literal["high", "moderate", "low", "very low"]
Size = Literal["large", "moderate", "small", "trivial"]
RiskOfBias = Literal["low", "some concerns", "high", "not assessed"]


class Bands(Value, frozen=True, kw_only=True):
    """Where a difference starts to count as small, moderate and large, and where that comes from."""

    small: float
    moderate: float
    large: float
    source: str


class EffectRow(Value, frozen=True, kw_only=True):
    """The effect of one study as it is pooled, with the rows it was made from and every step."""

    study: str
    label: str
    url: str
    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    weight: float = 0.0
    weeks: float
    instrument: str
    index: str
    control: str
    n_index: float | None = None
    n_control: float | None = None
    events_index: float | None = None
    events_control: float | None = None
    figures: str = ""
    row_ids: tuple[str, ...]
    sources: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    imputed: bool = False
    bias: RiskOfBias = "not assessed"
    bias_domains: dict[str, RiskOfBias] = {}
    bias_reasons: tuple[str, ...] = ()


class Pooled(Value, frozen=True, kw_only=True):
    """A pooled effect; ratios are ratios here, not logarithms. Negative points favour the treatment."""

    measure: Literal["MD", "SMD", "RR"]
    unit: str
    k: int
    n: float
    estimate: float
    conf_low: float
    conf_high: float
    pred_low: float | None = None
    pred_high: float | None = None
    tau2: float = 0.0
    i2: float = 0.0
    p_value: float | None = None
    method: str = ""
    better: Literal["lower", "higher"] = "lower"
    in_points: tuple[float, float, float] | None = None
    points_scale: str = ""
    rows: tuple[EffectRow, ...] = ()


class Judgement(Value, frozen=True, kw_only=True):
    """One domain of certainty: how many levels down, by which rule, from what, and why."""

    domain: str
    step: int
    rule: str
    inputs: dict[str, str] = {}
    reason: str = ""
    by: Literal["rule", "person"] = "rule"


class Certainty(Value, frozen=True, kw_only=True):
    """The level, and the judgements it follows from: start plus steps."""

    level: Level
    judgements: tuple[Judgement, ...]
    start: Level = "high"


class Absolute(Value, frozen=True, kw_only=True):
    """People per 100 who get better, with and without the treatment."""

    per: int = 100
    without: float
    with_it: float
    low: float
    high: float
    baseline_source: str
    event: str
    method: str
    at_other_baselines: tuple[tuple[float, float], ...] = ()


class Statement(Value, frozen=True, kw_only=True):
    """A sentence, and the rows that it stands on; no sentence about an effect without rows."""

    text: str
    kind: str = ""
    row_ids: tuple[str, ...] = ()


class LeftOut(Value, frozen=True, kw_only=True):
    """A study, or a comparison of one, that was not pooled, and why."""

    study: str
    label: str
    reason: str
    versus: str = ""
    url: str = ""


class Comparison(Value, frozen=True, kw_only=True):
    """The answer for one class of comparison."""

    versus: Versus
    title: str
    kind: Literal["mean", "events"]
    pooled: Pooled | None = None
    certainty: Certainty | None = None
    size: Size | None = None
    bands: Bands | None = None
    absolute: Absolute | None = None
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()


class HarmRate(Value, frozen=True, kw_only=True):
    """Unwanted events in the trials: with the treatment and without."""

    event: str
    study: str
    label: str
    arm: str
    events: int
    n: int
    per: str
    url: str
    row_id: str


class Answer(Value, frozen=True, kw_only=True):
    """The answer to a question, with everything it stands on."""

    question: Question
    treatment: str
    condition: str
    outcome: str
    time: str
    evidence_version: str
    evidence_date: str
    program: str
    headline: tuple[Statement, ...]
    comparisons: tuple[Comparison, ...]
    responders: tuple[Comparison, ...] = ()
    harms: tuple[HarmRate, ...] = ()
    safety: tuple[SafetyFigure, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    published: tuple[Published, ...] = ()
    excluded: tuple[LeftOut, ...] = ()
    not_about: int = 0
    notes: tuple[str, ...] = ()

    def comparison(self, versus: Versus) -> Comparison | None:
        """Return the comparison of a class."""
        return next((item for item in self.comparisons if item.versus == versus), None)

    def __repr__(self) -> str:
        lines = [f"{self.treatment} for {self.condition}: {self.outcome} ({self.time})"]
        lines += [f"  {statement.text}" for statement in self.headline]
        return "\n".join(lines)
