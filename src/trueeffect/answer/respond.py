"""Answer a question from the evidence: every class of comparison side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import trueeffect
from trueeffect.answer import absolute as numbers
from trueeffect.answer.combine import Combined, combine_counts, combine_means, with_points
from trueeffect.answer.grade import Case, override, rate
from trueeffect.answer.size import bands_for, own_bands, size_of_effect
from trueeffect.answer.wording import (
    AGAINST,
    absolute_sentence,
    effect_sentence,
    figures_sentence,
    nothing_found,
    prediction_sentence,
)
from trueeffect.evidence.comparisons import gets
from trueeffect.evidence.select import OFF_TOPIC, WIDER, Selected, Selection, better_of, select
from trueeffect.model._struct import Value
from trueeffect.model.answer import Answer, Comparison, HarmRate, LeftOut, Pooled, Statement
from trueeffect.model.question import VERSUS_NAMES, Question, Versus
from trueeffect.model.study import Evidence, Study
from trueeffect.vocab.terms import is_a, label


class Override(Value, frozen=True, kw_only=True):
    """A person's judgement of one domain of certainty, with the reason in writing."""

    domain: str
    step: int
    reason: str
    versus: Versus | Literal[""] = ""


class Choices(Value, frozen=True, kw_only=True):
    """What a reader may change: model, measure, bands of size, who is left out, and judgements.

    ``leave_out_high_risk`` leaves out trials at high risk of bias.
    """

    model: Literal["random", "common"] = "random"
    measure: Literal["", "SMD"] = ""
    bands: tuple[float, float, float] | None = None
    leave_out_high_risk: bool = False
    leave_out: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()


def respond(evidence: Evidence, question: Question, choices: Choices | None = None) -> Answer:
    """Return the answer to a question.

    Examples
    --------
    >>> from trueeffect.evidence.load import load_evidence
    >>> from trueeffect.evidence.wanted import make_question
    >>> asked = make_question("acupuncture", "chronic low back pain", versus="sham")
    >>> respond(load_evidence(), asked).comparison("sham").pooled.better
    'lower'
    """
    chosen = choices or Choices()
    event_question = question.outcome in ("global_improvement", "opioid_use")
    people = select(evidence, question, "events")
    left: list[LeftOut] = []
    responders = [_responders(people, versus, chosen, left) for versus in question.versus]
    if event_question:
        comparisons, selection = responders, people
        responders = []
    else:
        left = []
        selection = select(evidence, question, "mean")
        known = {item.versus: item.pooled for item in responders}
        comparisons = [_means(selection, versus, chosen, known[versus], left) for versus in question.versus]
    about = [item for item in selection.excluded if item.reason != OFF_TOPIC]
    excluded = [
        LeftOut(study=item.study, label=item.label, reason=item.reason, versus=item.versus, url=item.url)
        for item in about
    ]
    return Answer(
        question=question,
        treatment=label("intervention", question.treatment),
        condition=label("condition", question.condition),
        outcome=label("outcome", question.outcome),
        time=question.band.label,
        evidence_version=evidence.version,
        evidence_date=evidence.date,
        program=trueeffect.__version__,
        headline=tuple(item.statements[0] for item in comparisons if item.statements),
        comparisons=tuple(comparisons),
        responders=tuple(item for item in responders if item.pooled is not None),
        harms=_harms(evidence, question),
        safety=evidence.safety if is_a("intervention", question.treatment, "acupuncture") else (),
        mechanisms=evidence.mechanisms if is_a("intervention", question.treatment, "acupuncture") else (),
        published=tuple(
            row for row in evidence.published if _same_question(row.treatment, row.condition, question)
        ),
        excluded=(*excluded, *left),
        not_about=len(selection.excluded) - len(about),
        notes=_notes(selection, chosen),
    )


def _same_question(treatment: str, condition: str, question: Question) -> bool:
    same = is_a("intervention", treatment, question.treatment)
    return same and (
        is_a("condition", condition, question.condition) or is_a("condition", question.condition, condition)
    )


def _kept(items: Sequence[Selected], choices: Choices, left: list[LeftOut]) -> list[Selected]:
    from trueeffect.answer.bias import assess
    from trueeffect.answer.combine import left_out

    kept = []
    for item in items:
        if item.study.id in choices.leave_out:
            left.append(left_out(item, "left out as asked"))
        elif choices.leave_out_high_risk and assess(item).overall == "high":
            left.append(left_out(item, "high risk of bias; left out as asked"))
        else:
            kept.append(item)
    return kept


def _means(
    selection: Selection, versus: Versus, choices: Choices, responders: Pooled | None, left: list[LeftOut]
) -> Comparison:
    better: Literal["lower", "higher"] = (
        "higher" if better_of(selection.question.outcome) == "higher" else "lower"
    )
    items = _kept(selection.of(versus), choices, left)
    combined = combine_means(items, better, model=choices.model, measure=choices.measure)
    left += combined.left_out
    return _comparison(selection, versus, combined, choices, responders)


def _responders(selection: Selection, versus: Versus, choices: Choices, left: list[LeftOut]) -> Comparison:
    better: Literal["lower", "higher"] = "lower" if selection.question.outcome == "opioid_use" else "higher"
    items = _kept(selection.of(versus), choices, left)
    combined = combine_counts(items, better, model=choices.model)
    left += combined.left_out
    return _comparison(selection, versus, combined, choices, None)


def _comparison(
    selection: Selection, versus: Versus, combined: Combined, choices: Choices, responders: Pooled | None
) -> Comparison:
    question, pooled = selection.question, combined.pooled
    treatment, outcome = label("intervention", question.treatment), _outcome(selection)
    against = _against(question, versus)
    title = f"{treatment} {against}: {outcome}"
    if pooled is None:
        condition = label("condition", question.condition)
        statement = nothing_found(treatment, against, outcome, condition, question.band.label)
        return Comparison(versus=versus, title=title, kind=selection.kind, statements=(statement,))
    pooled = with_points(pooled, question.outcome)
    bands = own_bands(choices.bands) if choices.bands and pooled.measure != "RR" else bands_for(pooled)
    size = size_of_effect(pooled, bands)
    certainty = rate(Case(question=question, versus=versus, pooled=pooled, bands=bands))
    for judgement in choices.overrides:
        if judgement.versus in ("", versus):
            certainty = override(certainty, judgement.domain, judgement.step, judgement.reason)
    count = pooled.measure == "RR"
    people = numbers.from_ratio(pooled) if count else numbers.from_difference(pooled, responders)
    texts = (
        ("effect", effect_sentence(treatment, outcome, against, pooled, size, certainty)),
        ("figures", figures_sentence(pooled)),
        ("prediction", prediction_sentence(pooled)),
        ("absolute", "" if question.outcome == "opioid_use" else absolute_sentence(people, treatment)),
    )
    rows = tuple(row_id for row in pooled.rows for row_id in row.row_ids)
    return Comparison(
        versus=versus,
        title=title,
        kind=selection.kind,
        pooled=pooled,
        certainty=certainty,
        size=size,
        bands=bands,
        absolute=people if question.outcome != "opioid_use" else None,
        statements=tuple(Statement(text=text, kind=kind, row_ids=rows) for kind, text in texts if text),
        notes=tuple(dict.fromkeys(step for row in pooled.rows for step in row.steps if _worth_saying(step))),
    )


def _worth_saying(step: str) -> bool:
    return any(
        word in step for word in ("not read", "no spread printed", "another scale", "both groups also")
    )


def _outcome(selection: Selection) -> str:
    if selection.kind == "events" and selection.question.outcome != "opioid_use":
        return "the chance of getting better"
    return label("outcome", selection.question.outcome)


def _against(question: Question, versus: Versus) -> str:
    if not question.comparator:
        return AGAINST[versus]
    facet = (
        "comparator" if label("comparator", question.comparator) != question.comparator else "intervention"
    )
    name = label(facet, question.comparator)
    return (
        f"compared with {name if name != question.comparator else label('intervention', question.comparator)}"
    )


def _harms(evidence: Evidence, question: Question) -> tuple[HarmRate, ...]:
    studies = [
        study
        for study in evidence.studies
        if study.harms
        and any(is_a("condition", term, question.condition) for term in study.condition)
        and any(gets(arm, question.treatment) for arm in study.arms)
    ]
    return tuple(_harm(study, harm) for study in studies for harm in study.harms)


def _harm(study: Study, harm: object) -> HarmRate:
    from trueeffect.model.study import Harm

    assert isinstance(harm, Harm)
    arm = "all groups" if harm.arm == "all" else study.arm(harm.arm).label
    return HarmRate(
        event=harm.event,
        study=study.id,
        label=study.label,
        arm=arm,
        events=harm.events,
        n=harm.n,
        per=harm.per,
        url=harm.source.url,
        row_id=harm.id,
    )


def _notes(selection: Selection, choices: Choices) -> tuple[str, ...]:
    names = ", ".join(VERSUS_NAMES[versus] for versus in selection.question.versus)
    notes = [
        f"Compared with: {names}. One result per trial: {selection.question.band.label}.",
        "Several groups of one kind in a trial were merged, so that nobody is counted twice.",
        "The evidence base holds figures that were read in abstracts, summaries and some full papers; it is "
        "not a systematic search, and trials may be missing.",
    ]
    wider = [item for item in selection.excluded if item.reason.startswith(WIDER)]
    if wider:
        notes.append(
            f"{len(wider)} trials of {wider[0].reason.removeprefix(WIDER)} in general were left out; ask for that "
            "to include them."
        )
    if choices.leave_out_high_risk:
        notes.append("Trials at high risk of bias were left out.")
    return tuple(notes)
