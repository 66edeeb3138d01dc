"""The value at the start or the end told as the change, or start and end mixed up."""

from __future__ import annotations

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.figures import agree, alike, derived_agrees, kind_of
from trueeffect.check.compare.groups import same_group
from trueeffect.check.compare.pairing import (
    Figure,
    claim_clause,
    claim_figures,
    content,
    result_figures,
    same_time,
    times_clash,
)
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.verdict import Finding

_WORDS = {"baseline": "the value at the start", "follow_up": "the value at the end", "change": "the change"}


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found: list[Finding] = []
    for said in claim_figures(claim, "number"):
        seen = _mixed_up(claim, said, study)
        if seen is not None:
            found.append(_fault(claim, study, said, seen))
            continue
        pair = _at_another_time(said, study)
        if pair is not None:
            found.append(_time_fault(claim, study, said, *pair))
    return found


def _mixed_up(claim: ClaimView, said: Assertion, study: StudyView) -> Figure | None:
    """Return the study's figure that plays another part than the claim says, or None."""
    quantity = said.quantity
    assert quantity is not None
    if said.role not in _WORDS or quantity.bound or kind_of(quantity) in ("people", "events"):
        return None
    figures = [f for f in result_figures(study) if alike(quantity, f.quantity)]
    meets = [f for f in figures if agree(quantity, f.quantity) and f.fact.facet in ("number", "harm")]
    meets = [f for f in meets if same_group(said.arm, f.fact.arm) is not False]
    if not meets or any(
        f.fact.role == said.role or f.fact.role not in ("baseline", "follow_up") for f in meets
    ):
        return None
    seen = meets[0]
    others = [f.quantity for f in figures if f.key == seen.key and f is not seen]
    if said.role == "change" and (derived_agrees(quantity, others) or quantity.unit == "%"):
        return None
    words = content(claim_clause(claim, said))
    told = quantity.precision < 0.5 and len(meets) == 1
    return seen if words & content(study.abstract if told else seen.sentence) else None


def _at_another_time(said: Assertion, study: StudyView) -> tuple[Figure, Figure] | None:
    """Return the figure where the study has it, and the figure of the same kind for the claimed time."""
    quantity = said.quantity
    assert quantity is not None
    if not said.timepoint or quantity.precision >= 0.5:
        return None
    figures = [f for f in result_figures(study) if alike(quantity, f.quantity) and f.fact.timepoint]
    meets = [f for f in figures if agree(quantity, f.quantity)]
    if len(meets) != 1 or not times_clash(said.timepoint, meets[0].fact.timepoint):
        return None
    seen = meets[0]
    for own in figures:
        same = (
            own.key == seen.key
            and own.quantity.counts == seen.quantity.counts
            and same_group(own.fact.arm, seen.fact.arm) is not False
        )
        if same and same_time(said.timepoint, own.fact.timepoint) and not agree(quantity, own.quantity):
            return seen, own
    return None


def _time_fault(claim: ClaimView, study: StudyView, said: Assertion, seen: Figure, own: Figure) -> Finding:
    return fault(
        "baseline_followup", claim, study, said, seen.fact,
        error_type="baseline_followup_confusion",
        explanation=(
            f"The study reports {seen.fact.quote} at {seen.fact.timepoint}; at {own.fact.timepoint} it was "
            f"{own.fact.quote}."
        ),
        confidence=0.9,
    )  # fmt: skip


def _fault(claim: ClaimView, study: StudyView, said: Assertion, seen: Figure) -> Finding:
    return fault(
        "baseline_followup", claim, study, said, seen.fact,
        error_type="baseline_followup_confusion",
        explanation=(
            f"In the study {seen.fact.quote} is {_WORDS[seen.fact.role]}; the claim tells it as "
            f"{_WORDS[said.role]}."
        ),
        confidence=0.9,
    )  # fmt: skip


FACET = Facet(
    name="baseline_followup",
    compare=_compare,
    error_types=("baseline_followup_confusion",),
    examples=(
        Example(
            claim="Headache was cut by 7.1 points.",
            study="RESULTS: Headache fell from 7.1 points at baseline to 5.9 points at the end.",
            expects="baseline_followup_confusion",
        ),
        Example(
            claim="Headache fell by 5.9 points.",
            study="RESULTS: Headache fell from 7.1 to 5.9 points.",
            expects="baseline_followup_confusion",
        ),
        Example(
            claim="By the end of the garlic weeks the upper pressure had settled at 137.5.",
            study="RESULTS: With garlic the systolic pressure fell from 137.5 to 129.8 mmHg.",
            expects="baseline_followup_confusion",
        ),
        Example(
            claim="After treatment patients were down to 5.2 headache days.",
            study=(
                "RESULTS: Headache days fell by 2.2 (SD 2.7) from a baseline of 5.2 (SD 2.5) with needling."
            ),
            expects="baseline_followup_confusion",
        ),
        Example(
            claim="After 12 months the difference was 2.17 points.",
            study="RESULTS: Heat was better by 2.17 points at 3 months and by 1.57 points at 12 months.",
            expects="baseline_followup_confusion",
        ),
        Example(
            claim="The walkers finished at 26.5.",
            study="RESULTS: Body mass index fell from 26.5 to 25.2 in the walkers.",
            expects="baseline_followup_confusion",
        ),
    ),
    counter_examples=(
        Example(
            claim="After three months the score had improved by 16.2 points with heat and by 3.9 without.",
            study="RESULTS: At 3 months the score had improved by 16.2 points (SE 0.4) with heat and by "
            "3.9 points (SE 0.4) without, mostly still so at 6 months.",
        ),
        Example(
            claim="After three months the difference was 2.17 points.",
            study="RESULTS: Heat was better by 2.17 points at 12 weeks and by 1.57 points at 12 months.",
        ),
        Example(
            claim="Headache fell by 1.2 points.",
            study="RESULTS: Headache fell from 7.1 to 5.9 points.",
        ),
        Example(
            claim="Headache fell from 7.1 points to 5.9.",
            study="RESULTS: Headache fell from 7.1 to 5.9 points.",
        ),
        Example(
            claim="Headache fell by 5.9 points in the yoga group.",
            study="RESULTS: Headache fell from 7.1 to 5.9 points with advice and by 5.9 points with yoga.",
        ),
    ),
)
