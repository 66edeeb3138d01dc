"""A figure misquoted: the study states another figure for the same thing."""

from __future__ import annotations

from trueeffect.check.compare.facets._base import Example, Facet, agreement, fault
from trueeffect.check.compare.figures import agree, alike, bound_holds, derived_agrees, kind_of
from trueeffect.check.compare.pairing import (
    Figure,
    Tie,
    beside_claimed,
    beside_figure,
    claim_clause,
    claim_figures,
    content,
    result_figures,
    ties,
    trivial,
)
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion, Quantity
from trueeffect.model.verdict import Finding

_UNCLEAR = frozenset({"", "tests", "places", "groups"})


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found: list[Finding] = []
    for said in claim_figures(claim, "number", "harm"):
        finding = _judge(claim, said, study)
        if finding is not None:
            found.append(finding)
    return found


def _judge(claim: ClaimView, said: Assertion, study: StudyView) -> Finding | None:
    quantity = said.quantity
    assert quantity is not None
    figures = [f for f in result_figures(study) if _near_enough(claim, said, f)]
    seen = next(
        (f for f in figures if agree(quantity, f.quantity) and _kinds_meet(quantity, f.quantity)), None
    )
    if seen is not None:
        return agreement("number", claim, study, said, seen.fact)
    if any(agree(quantity, f.quantity) for f in figures):
        return None
    if kind_of(quantity) in _UNCLEAR and not quantity.unit and trivial(quantity):
        return None
    if _transposed(claim, said, figures) is not None:
        seen = _transposed(claim, said, figures)
        assert seen is not None
        return _fault(claim, study, said, seen, 0.9)
    tie = next((t for t in ties(claim, said, study) if t.strong and not _open_bound(quantity, t)), None)
    if tie is None or (_derivable(quantity, figures) and not _same_place(tie)):
        return None
    return _fault(claim, study, said, tie.figure, 0.9 if tie.siblings else 0.8)


def _fault(claim: ClaimView, study: StudyView, said: Assertion, seen: Figure, confidence: float) -> Finding:
    return fault(
        "number", claim, study, said, seen.fact,
        error_type="wrong_number",
        explanation=f"The claim says {said.quote}; the study reports {seen.fact.quote}.",
        confidence=confidence,
    )  # fmt: skip


def _transposed(claim: ClaimView, said: Assertion, figures: list[Figure]) -> Figure | None:
    """Return the study's figure with the same digits in another order: 3.12 for 2.13."""
    quantity = said.quantity
    assert quantity is not None
    mine = _digits(quantity)
    if len(set(mine)) < 2 or quantity.words:
        return None
    same = [f for f in figures if _digits(f.quantity) == mine and _size(f.quantity) == _size(quantity)]
    same = [f for f in same if _kinds_meet(quantity, f.quantity) and alike(quantity, f.quantity)]
    if len(same) != 1 or same[0].quantity.value == quantity.value:
        return None
    if len(mine) < 3 or not kind_of(quantity):
        return same[0] if content(claim_clause(claim, said)) & content(same[0].sentence) else None
    return same[0]


def _size(quantity: Quantity) -> int:
    return len(f"{abs(quantity.value):.0f}")


def _digits(quantity: Quantity) -> list[str]:
    return sorted(f"{abs(quantity.value):g}".replace(".", ""))


def _near_enough(claim: ClaimView, said: Assertion, figure: Figure) -> bool:
    """Tell whether a figure may agree: an open bound holds for too many unless the words beside it match."""
    quantity = said.quantity
    assert quantity is not None
    if quantity.bound in ("", "about") or quantity.near:
        return True
    return not agree(quantity, figure.quantity) or bool(beside_claimed(claim, said) & beside_figure(figure))


def _kinds_meet(mine: Quantity, yours: Quantity) -> bool:
    return kind_of(mine) == kind_of(yours) or "" in (kind_of(mine), kind_of(yours))


def _derivable(quantity: Quantity, figures: list[Figure]) -> bool:
    """Tell whether the figure can be worked out from the figures of one sentence."""
    if quantity.bound in ("more", "less", "at_least", "at_most") and not quantity.near:
        return False
    groups: dict[tuple[str, int], list[Quantity]] = {}
    for figure in figures:
        groups.setdefault(figure.key, []).append(figure.quantity)
    return any(derived_agrees(quantity, members) for members in groups.values())


def _same_place(tie: Tie) -> bool:
    """Tell whether the words beside both figures say the same: "17 stayed to the end", "7 stayed"."""
    return bool(tie.siblings) and tie.local > 0


def _open_bound(quantity: Quantity, tie: Tie) -> bool:
    """Tell whether a bound is true of the figure, or too loose to be called wrong."""
    if quantity.bound == "about":
        return abs(quantity.value - tie.figure.quantity.value) < 0.15 * quantity.value
    return bound_holds(quantity, tie.figure.quantity)


FACET = Facet(
    name="number",
    compare=_compare,
    error_types=("wrong_number",),
    examples=(
        Example(
            claim="Pain fell by 38 mm with yoga.",
            study="RESULTS: Pain intensity fell by 28 mm with yoga and by 10 mm in the control group.",
            expects="wrong_number",
        ),
        Example(
            claim="Nineteen of 24 volunteers came at least once and seventeen stayed to the end.",
            study="RESULTS: Of 24 volunteers 19 came at least once, and seven stayed to the end.",
            expects="wrong_number",
        ),
        Example(
            claim="Only six women slept better and had less pain.",
            study="RESULTS: All sixteen women reported better sleep and reduced pain.",
            expects="wrong_number",
        ),
        Example(
            claim="The reminder letter pushed attendance at the clinic above 50%.",
            study=(
                "RESULTS: Attendance at the clinic was 11% without a reminder letter, 15% with one "
                "letter and 18% with two."
            ),
            expects="wrong_number",
        ),
        Example(
            claim="No more than 28% of them had been vaccinated.",
            study="RESULTS: Of the children 82.0% were vaccinated.",
            expects="wrong_number",
        ),
        Example(
            claim="The hazard ratio for a clot was 3.12.",
            study="RESULTS: Hazard ratios were 1.26 for breast cancer and 2.13 for thrombosis.",
            expects="wrong_number",
        ),
    ),
    counter_examples=(
        Example(
            claim="Blood fats came down by about 10 mg/dl.",
            study="RESULTS: With garlic, blood fats fell from 205.1 to 195.3 mg/dl.",
        ),
        Example(
            claim="Roughly half of the massage group responded.",
            study="RESULTS: 47.6% of the massage group and 27.4% of the usual-care group responded.",
        ),
        Example(
            claim="Pain fell by about 18 mm more with yoga than in the control group.",
            study="RESULTS: Pain intensity fell by 28 mm with yoga and by 10 mm in the control group.",
        ),
        Example(
            claim="More than half of the stimulations, 56.9%, raised the flow.",
            study="RESULTS: The flow rose in 33 of 58 stimulations.",
        ),
        Example(
            claim="Two years on, 12% of the walkers had fallen.",
            study="RESULTS: At six months 30% of the walkers had fallen.",
        ),
        Example(
            claim="About 80% of adults have back pain at some time.",
            study="RESULTS: Back pain fell by 28 mm in 140 adults.",
        ),
    ),
)
