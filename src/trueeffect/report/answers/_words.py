"""Words that several formats share."""

from __future__ import annotations

from trueeffect.model.answer import Answer, Comparison, EffectRow, Pooled
from trueeffect.model.study import SafetyFigure

GRADE_MARKS = {"high": "++++", "moderate": "+++-", "low": "++--", "very low": "+---"}
CERTAINTY_MEANS = {
    "high": "further research is very unlikely to change the answer",
    "moderate": "the true effect is likely close to this, but may be rather different",
    "low": "the true effect may be quite different",
    "very low": "we have very little confidence in this estimate",
}


def title(answer: Answer) -> str:
    """Return the question as a heading."""
    return f"How effective is {answer.treatment} for {answer.condition}?"


def effect_text(row: EffectRow | Pooled, measure: str) -> str:
    """Return an effect with its interval.

    Examples
    --------
    >>> found = Pooled(measure="RR", unit="", k=1, n=9, estimate=1.5, conf_low=1.25, conf_high=1.75)
    >>> effect_text(found, "RR")
    '1.50 (1.25 to 1.75)'
    """
    shown = "{:.2f}" if measure == "RR" else "{:+.2f}"
    low, high = shown.format(row.conf_low), shown.format(row.conf_high)
    return f"{shown.format(row.estimate)} ({low} to {high})"


def all_comparisons(answer: Answer) -> tuple[Comparison, ...]:
    """Return every comparison that has an effect or says that there is none."""
    return (*answer.comparisons, *answer.responders)


def safety_text(figure: SafetyFigure) -> str:
    """Return a rate of harm with its denominator.

    Examples
    --------
    >>> safety_text(SafetyFigure(study="A 2001", event="any event", events=5, n=100, per="patient"))
    'A 2001: any event, 5 of 100 patients'
    """
    if figure.events is not None and figure.n:
        plural = f"{figure.per}s" if figure.n != 1 else figure.per
        text = f"{figure.study}: {figure.event}, {figure.events:,.0f} of {figure.n:,.0f} {plural}"
    else:
        text = f"{figure.study}: {figure.event}, {figure.rate:g} per {figure.per_number:,} {figure.per}s"
    if figure.low is not None and figure.high is not None:
        text += f" ({figure.low:g} to {figure.high:g})"
    return text


def about_lines(answer: Answer) -> list[str]:
    """Return what an answer rests on."""
    return [
        *answer.notes,
        f"Evidence base {answer.evidence_version} ({answer.evidence_date}); program {answer.program}.",
    ]
