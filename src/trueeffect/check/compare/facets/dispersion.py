"""A standard error told as a standard deviation, or the reverse."""

from __future__ import annotations

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.pairing import FIGURE_FACETS, Figure, study_figures
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion, Quantity
from trueeffect.model.verdict import Finding

_NAMES = {"sd": "standard deviation", "se": "standard error"}


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found: list[Finding] = []
    for said in claim.of(*FIGURE_FACETS):
        seen = _other_kind(said.quantity, study) if said.quantity else None
        if said.quantity is not None and seen is not None:
            found.append(_fault(claim, study, said, seen))
    return found


def _other_kind(quantity: Quantity, study: StudyView) -> Figure | None:
    """Return the study's figure with the same spread, called by the other name."""
    if quantity.spread is None or quantity.spread_kind not in _NAMES:
        return None
    same = [f for f in study_figures(study) if _same_spread(quantity, f.quantity)]
    if any(f.quantity.spread_kind == quantity.spread_kind for f in same):
        return None
    return next((f for f in same if f.quantity.spread_kind in _NAMES), None)


def _same_spread(mine: Quantity, yours: Quantity) -> bool:
    if yours.spread is None or mine.spread is None:
        return False
    return abs(mine.spread - yours.spread) <= 1e-9 + min(0.05, 0.06 * mine.spread)


def _fault(claim: ClaimView, study: StudyView, said: Assertion, seen: Figure) -> Finding:
    assert said.quantity is not None
    mine, yours = _NAMES[said.quantity.spread_kind], _NAMES[seen.quantity.spread_kind]
    return fault(
        "dispersion", claim, study, said, seen.fact,
        error_type="dispersion_confusion",
        explanation=f"The study gives {seen.quantity.spread:g} as a {yours}; the claim calls it a {mine}.",
        severity="minor",
        confidence=0.95,
    )  # fmt: skip


FACET = Facet(
    name="dispersion",
    compare=_compare,
    error_types=("dispersion_confusion",),
    examples=(
        Example(
            claim="The score improved by 16 points (standard deviation 0.7).",
            study="RESULTS: The score improved by 16 (SE 0.7) points.",
            expects="dispersion_confusion",
        ),
        Example(
            claim="People hardly differed: the standard deviation of the change was just 0.7 points.",
            study="RESULTS: The mean change was 5.2 (standard error 0.7).",
            expects="dispersion_confusion",
        ),
        Example(
            claim="Pain fell by 12.1 mm (SE 8.3).",
            study="RESULTS: Pain fell by 12.1 mm (SD 8.3) with heat.",
            expects="dispersion_confusion",
        ),
    ),
    counter_examples=(
        Example(
            claim="The score improved by 16 points (standard error 0.7).",
            study="RESULTS: The score improved by 16 (SE 0.7) points.",
        ),
        Example(
            claim="The score improved by 16 points (SD 0.7).",
            study="RESULTS: The score improved by 16 ± 0.7 points.",
        ),
    ),
)
