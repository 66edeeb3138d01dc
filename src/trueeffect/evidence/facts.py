"""Curated studies as typed facts, in the terms that claims are read into.

Each fact carries a plain sentence of ours as its quote; its span covers that sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trueeffect.evidence.sources import ArmSource, ResultSource, StudySource
from trueeffect.model.fact import Assertion, Facet, Quantity
from trueeffect.model.provenance import Span
from trueeffect.vocab.tables import load_terms
from trueeffect.vocab.terms import find_terms

_COUNTED = {
    "share_of_patients": "share of patients",
    "share_of_trials": "share of trials",
    "mean": "mean",
    "mean_change": "mean change",
    "mean_difference": "mean difference",
    "median": "median",
}
_RELATION = {"between_group": "between the groups", "within_group": "within the group", "versus_baseline": ""}


def facts_of(study: StudySource) -> tuple[Assertion, ...]:
    """Return every fact of a study: what was done, with whom, and each figure that was printed."""
    facts = [*_terms(study), *_sizes(study)]
    for arm in study.arms:
        facts += _arm(arm)
    labels = {arm.id: arm.label for arm in study.arms}
    for result in study.results:
        facts += _result(result, labels)
    return (*facts, *_conclusion(study))


def _fact(facet: Facet, quote: str, *, section: str, **fields: Any) -> Assertion:
    span = Span(start=0, end=len(quote))
    return Assertion(
        facet=facet, span=span, quote=quote, part="facts", section=section, by="curated", **fields
    )


def _terms(study: StudySource) -> Iterator[Assertion]:
    facets: tuple[tuple[Facet, tuple[str, ...]], ...] = (
        ("design", study.design),
        ("status", (study.status,)),
        ("species", study.species),
        ("population", study.population),
        ("control", (study.control,)),
    )
    for role, conditions in (("treated", study.condition), ("history", study.history)):
        for term in conditions:
            yield _fact("condition", _label("condition", term), section="METHODS", term=term, role=role)
    for facet, terms in facets:
        for term in terms:
            yield _fact(facet, _label(facet, term), section="METHODS", term=term)


def _label(facet: str, term: str) -> str:
    try:
        return load_terms(facet)[term].label
    except KeyError:
        return term.replace("_", " ")


def _sizes(study: StudySource) -> Iterator[Assertion]:
    for value, role, words in ((study.n, "total", "in all"), (study.n_analysed, "analysed", "analysed")):
        if value is not None:
            quantity = _size(value, study.n_of)
            quote = f"{value} {study.n_of} {words}"
            yield _fact(
                "sample_size", quote, section="METHODS", term="group_size", quantity=quantity, role=role
            )


def _size(value: int, of: str) -> Quantity:
    return Quantity(value=float(value), counts="group_size", of=of, precision=0.5)


def _arm(arm: ArmSource) -> Iterator[Assertion]:
    if arm.intervention:
        yield _fact("intervention", arm.label, section="METHODS", term=arm.intervention, arm=arm.label)
    if arm.comparator:
        yield _fact("comparator", arm.label, section="METHODS", term=arm.comparator, arm=arm.label)
    for value, role in ((arm.n_randomised, "arm"), (arm.n_analysed, "analysed")):
        if value is not None and (role == "arm" or value != arm.n_randomised):
            quote = f"{arm.label}: {value} people" + (" analysed" if role == "analysed" else "")
            yield _fact(
                "sample_size",
                quote,
                section="METHODS",
                term="group_size",
                quantity=_size(value, "people"),
                arm=arm.label,
                role=role,
            )
    for dose in arm.dose:
        yield from _dose(dose, arm)


def _dose(text: str, arm: ArmSource) -> Iterator[Assertion]:
    """Read "12 sessions", "8 weeks", "30 mg": a number and its unit."""
    number, _, unit = text.partition(" ")
    quantity = Quantity(value=float(number), unit=unit, counts="dose", precision=_precision(number))
    facet: Facet = "duration" if unit in ("weeks", "days", "months", "hours", "minutes") else "dose"
    if facet == "duration":
        quantity = Quantity(value=float(number), unit=unit, counts="time", precision=_precision(number))
    yield _fact(
        facet, f"{arm.label}: {text}", section="METHODS", quantity=quantity, arm=arm.label, role="treatment"
    )


def _precision(printed: str) -> float:
    _, dot, decimals = printed.partition(".")
    return 0.5 * 10.0 ** -len(decimals) if dot else 0.5


def _result(result: ResultSource, labels: dict[str, str]) -> Iterator[Assertion]:
    quote = sentence_of(result, labels)
    common: dict[str, Any] = {
        "arm": labels.get(result.arm, ""),
        "versus": labels.get(result.versus, ""),
        "outcome": _outcome(result.outcome),
        "timepoint": result.timepoint,
        "section": "RESULTS",
    }
    yield _fact("outcome", quote, term=common["outcome"] or result.outcome, section="RESULTS")
    if result.value is not None:
        yield _fact(
            "number",
            quote,
            term=result.counts,
            quantity=_quantity(result),
            role=_part_played(result),
            **common,
        )
    if result.direction:
        yield _fact("direction", quote, term=result.direction, role=result.scope, **common)
    if result.significance:
        p = (
            Quantity(value=result.p, p=result.p, p_relation=result.p_relation)
            if result.p is not None
            else None
        )
        yield _fact("significance", quote, term=result.significance, quantity=p, role=result.scope, **common)
    if result.scope:
        yield _fact("scope", quote, term=result.scope, **common)
    if result.role:
        yield _fact("role", quote, term=result.role, **common)


def _p_value(result: ResultSource) -> Quantity | None:
    if result.p is None:
        return None
    return Quantity(value=result.p, counts="p_value", p=result.p, p_relation=result.p_relation)


def _part_played(result: ResultSource) -> str:
    if result.counts == "mean_difference":
        return "difference"
    if result.counts == "mean_change":
        return "change"
    return "baseline" if result.timepoint == "baseline" else "follow_up"


def _outcome(words: str) -> str:
    hits = find_terms(words, ["outcome"])
    return hits[0].term if hits else ""


def _quantity(result: ResultSource) -> Quantity:
    assert result.value is not None
    size = abs(result.value) if result.counts == "mean_change" else result.value
    low, high = result.low, result.high
    if size != result.value and low is not None and high is not None:
        low, high = -high, -low
    return Quantity(
        value=size,
        low=low,
        high=high,
        unit=result.unit,
        counts=result.counts,
        of=result.of,
        precision=_precision(result.printed or f"{result.value:g}"),
        numerator=result.numerator,
        denominator=result.denominator,
        spread=result.spread,
        spread_kind=result.spread_kind,
        p=result.p,
        p_relation=result.p_relation,
    )


def sentence_of(result: ResultSource, labels: dict[str, str]) -> str:
    """Return a result as one plain sentence.

    Examples
    --------
    >>> fell = ResultSource(outcome="pain", arm="a", timepoint="8 weeks", counts="mean_change", value=-2.0,
    ...                     unit="points", spread=1.5, spread_kind="sd")
    >>> sentence_of(fell, {"a": "yoga"})
    'yoga, 8 weeks: pain, mean change -2 points (SD 1.5).'
    """
    who = labels.get(result.arm, "")
    if result.versus:
        who = f"{who} against {labels.get(result.versus, '')}".strip()
    head = ", ".join(part for part in (who, result.timepoint) if part)
    what = f"{result.outcome} ({result.instrument})" if result.instrument else result.outcome
    parts = [what, *_figure(result), *_finding(result)]
    return (f"{head}: " if head else "") + ", ".join(parts) + "."


def _figure(result: ResultSource) -> Iterator[str]:
    if result.value is None:
        return
    figure = result.printed or f"{result.value:g}"
    unit = "%" if result.unit == "%" else f" {result.unit}" if result.unit else ""
    counted = _COUNTED.get(result.counts, result.counts.replace("_", " "))
    extra = "; ".join(_beside(result))
    yield f"{counted} {figure}{unit} ({extra})" if extra else f"{counted} {figure}{unit}"


def _beside(result: ResultSource) -> Iterator[str]:
    """Give what is printed beside a figure: the count behind it, its spread, its interval."""
    if result.numerator is not None and result.denominator:
        yield f"{result.numerator:g} of {result.denominator:g} {result.of}".strip()
    if result.spread is not None:
        yield f"{result.spread_kind.upper()} {result.spread:g}"
    if result.low is not None and result.high is not None:
        yield f"95% CI {result.low:g} to {result.high:g}"


def _finding(result: ResultSource) -> Iterator[str]:
    if result.direction:
        yield f"{result.direction.replace('_', ' ')} {_RELATION.get(result.scope, '')}".strip()
    if result.significance:
        p = f" (P {result.p_relation} {result.p:g})" if result.p is not None else ""
        yield f"{result.significance.replace('_', ' ')}{p}"


def _conclusion(study: StudySource) -> Iterator[Assertion]:
    if study.conclusion:
        yield _fact("conclusion", study.conclusion, section="CONCLUSIONS")
    if study.certainty:
        yield _fact("certainty", study.conclusion, term=study.certainty, section="CONCLUSIONS")
    if study.relation:
        yield _fact("relation", study.conclusion, term=study.relation, section="CONCLUSIONS")
