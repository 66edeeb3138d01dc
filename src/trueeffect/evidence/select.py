"""From a question to the results that answer it, and a reason for everything that is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from trueeffect.evidence.comparisons import Comparison, comparisons, gets
from trueeffect.evidence.instruments import find_instrument
from trueeffect.evidence.usable import Kind, baseline_of, missing_for
from trueeffect.model._struct import Value
from trueeffect.model.question import Question, Versus
from trueeffect.model.study import Contrast, Evidence, GroupEvents, GroupMean, Outcome, Result, Study
from trueeffect.vocab.tables import load_terms
from trueeffect.vocab.terms import is_a, label

OFF_TOPIC = "no group got the treatment in the sense of the question"
WIDER = "a wider condition than asked: "
Form = Literal["mean", "change", "events", "contrast"]


class Selected(Value, frozen=True, kw_only=True):
    """The rows of one comparison of one study that are pooled: one outcome, one time, one form."""

    study: Study
    comparison: Comparison
    form: Form
    outcome: Outcome
    weeks: float
    index: tuple[Result, ...] = ()
    control: tuple[Result, ...] = ()
    contrast: Contrast | None = None
    baseline: tuple[GroupMean, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def versus(self) -> Versus:
        """Class of the comparison."""
        return self.comparison.versus

    @property
    def row_ids(self) -> tuple[str, ...]:
        """Ids of every row that is used."""
        rows = (*self.index, *self.control, *((self.contrast,) if self.contrast else ()))
        return tuple(row.id for row in rows)


class Excluded(Value, frozen=True, kw_only=True):
    """A study, or one of its comparisons, that is left out, and why."""

    study: str
    label: str
    reason: str
    versus: str = ""
    url: str = ""


class Selection(Value, frozen=True, kw_only=True):
    """What a question selects."""

    question: Question
    kind: Kind
    selected: tuple[Selected, ...]
    excluded: tuple[Excluded, ...]

    def of(self, versus: Versus) -> tuple[Selected, ...]:
        """Return what was selected for one class of comparison."""
        return tuple(item for item in self.selected if item.versus == versus)


def select(evidence: Evidence, question: Question, kind: Kind = "mean") -> Selection:
    """Select the results that answer a question.

    Parameters
    ----------
    kind : {"mean", "events"}
        Whether means or numbers of people with an event are wanted.

    Examples
    --------
    >>> from trueeffect.evidence.load import load_evidence
    >>> asked = Question(treatment="acupuncture", condition="chronic_low_back_pain", versus=("sham",))
    >>> "brinkhaus2006" in [item.study.id for item in select(load_evidence(), asked).selected]
    True
    """
    selected: list[Selected] = []
    excluded: list[Excluded] = []
    for study in evidence.studies:
        reason = why_not(study, question)
        if reason:
            excluded.append(_excluded(study, reason))
            continue
        found = list(comparisons(study, question))
        if not found:
            excluded.append(_excluded(study, "no comparison of the kind asked for"))
        for comparison in found:
            chosen = _choose(study, comparison, question, kind)
            if isinstance(chosen, Selected):
                selected.append(chosen)
            else:
                excluded.append(_excluded(study, chosen, comparison.versus))
    return Selection(question=question, kind=kind, selected=tuple(selected), excluded=tuple(excluded))


def _excluded(study: Study, reason: str, versus: str = "") -> Excluded:
    return Excluded(study=study.id, label=study.label, reason=reason, versus=versus, url=study.url)


def why_not(study: Study, question: Question) -> str:
    """Return why a study as a whole does not answer a question; empty when it may."""
    if not any(gets(arm, question.treatment) for arm in study.arms):
        return OFF_TOPIC
    if "human" not in study.species and "animal" in study.species:
        return "an animal experiment"
    if not study.randomised:
        names = ", ".join(label("design", term) for term in study.design)
        return f"not a randomised trial ({names})"
    if not any(is_a("condition", term, question.condition) for term in study.condition):
        wide = [term for term in study.condition if is_a("condition", question.condition, term)]
        if wide:
            return WIDER + label("condition", wide[0])
        names = ", ".join(label("condition", term) for term in study.condition)
        return f"other condition ({names})"
    return ""


def _choose(study: Study, comparison: Comparison, question: Question, kind: Kind) -> Selected | str:
    """Return the best set of rows, or why there is none."""
    about = [r for r in study.results if _matches(r, question, kind)]
    if not about:
        what = "numbers of people with it" if kind == "events" else "means"
        return f"no {what} for {label('outcome', question.outcome)} on the pages that were read"
    candidates = list(_candidates(study, comparison, about))
    if not candidates:
        return "the outcome was not read for both groups"
    timed = [c for c in candidates if question.band.after < c.weeks <= question.band.until]
    if not timed:
        times = ", ".join(f"{w:g}" for w in sorted({c.weeks for c in candidates if c.weeks >= 0}))
        known = f"measured at {times} weeks" if times else "the time of measurement was not read"
        return f"no result {question.band.label} ({known})"
    gaps = [(missing_for(study, c), c) for c in timed]
    usable = [c for gap, c in gaps if not gap]
    if not usable:
        return gaps[0][0]
    return min(usable, key=lambda c: _rank(c, question))


def _matches(result: Result, question: Question, kind: Kind) -> bool:
    if isinstance(result, Contrast):
        fits = (result.measure in ("RR", "OR")) == (kind == "events") and result.measure in (
            "MD", "SMD", "RR", "OR",
        )  # fmt: skip
    else:
        fits = isinstance(result, GroupEvents) if kind == "events" else isinstance(result, GroupMean)
    if not fits:
        return False
    domain = result.outcome.domain
    if kind == "events" and question.outcome in ("pain", "disability", "global_improvement"):
        return domain in ("global_improvement", question.outcome) and _is_response(result.outcome)
    return is_a("outcome", domain, question.outcome)


def _is_response(outcome: Outcome) -> bool:
    return outcome.better == "higher"


def _candidates(study: Study, comparison: Comparison, about: list[Result]) -> Iterator[Selected]:
    groups: dict[tuple[Outcome, float, str], list[Result]] = {}
    for result in about:
        weeks = -1.0 if result.weeks is None else result.weeks
        groups.setdefault((result.outcome, weeks, _form(result)), []).append(result)
    for (outcome, weeks, form), rows in groups.items():
        common: dict[str, Any] = {
            "study": study,
            "comparison": comparison,
            "outcome": outcome,
            "weeks": weeks,
        }
        if form == "contrast":
            for row in rows:
                if isinstance(row, Contrast) and _same_groups(row, comparison):
                    yield Selected(form="contrast", contrast=row, notes=comparison.notes, **common)
            continue
        index = _rows_of(rows, comparison.index)
        control = _rows_of(rows, comparison.control)
        if index and control:
            yield Selected(
                form=form,  # type: ignore[arg-type]
                index=index,
                control=control,
                baseline=baseline_of(study, outcome),
                notes=comparison.notes,
                **common,
            )


def _form(result: Result) -> str:
    if isinstance(result, GroupMean):
        return "change" if result.change else "mean"
    return "events" if isinstance(result, GroupEvents) else "contrast"


def _same_groups(row: Contrast, comparison: Comparison) -> bool:
    """Tell whether a printed difference compares exactly the groups asked for, in either order."""
    pair, asked = {row.arm, row.versus}, (set(comparison.index), set(comparison.control))
    return any(row.arm in side for side in asked) and pair == asked[0] | asked[1]


def _rows_of(rows: list[Result], arms: tuple[str, ...]) -> tuple[Result, ...]:
    """Return one row for each group, empty when a group has none; adjusted rows come last."""
    found = []
    for arm in arms:
        own = sorted((r for r in rows if r.arm == arm), key=lambda r: r.adjusted)
        if not own:
            return ()
        found.append(own[0])
    return tuple(found)


def _rank(candidate: Selected, question: Question) -> tuple[float, ...]:
    """Order of preference: the outcome asked for, a known scale, the time nearest, then the form."""
    domain = candidate.outcome.domain
    wider = ("pain", "back_pain_outcome") if question.outcome == "pain" else (question.outcome,)
    if question.outcome == "pain" and question.condition == "sciatica":
        wider = ("leg_pain", "pain")
    instrument = find_instrument(candidate.outcome)
    whole = candidate.outcome.name.lower()
    indirect = any(word in whole for word in ("bothersome", "percent of days", "bodily pain", "item"))
    form = {"contrast": 1.0, "mean": 2.0, "change": 0.0, "events": 0.0}[candidate.form]
    if candidate.contrast is not None and candidate.contrast.adjusted:
        form = -1.0
    return (
        0.0 if domain in wider else 1.0,
        1.0 if indirect else 0.0,
        0.0 if instrument else 1.0,
        0.0 if not needs_imputing(candidate) else 1.0,
        abs(candidate.weeks - question.band.centre),
        form,
    )


def needs_imputing(candidate: Selected) -> bool:
    """Tell whether a spread has to be taken from the start of the study."""
    rows = [row for row in (*candidate.index, *candidate.control) if isinstance(row, GroupMean)]
    return any(row.spread_kind not in ("sd", "se", "ci95") for row in rows)


def better_of(outcome: str) -> str:
    """Return which way is better for an outcome of the vocabulary: ``lower``, ``higher`` or empty."""
    return load_terms("outcome")[outcome].better if outcome in load_terms("outcome") else ""
