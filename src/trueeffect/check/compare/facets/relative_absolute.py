"""A relative effect told as an absolute one: "44 in every 100 are spared" for a relative risk of 0.56."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.figures import agree, kind_of
from trueeffect.check.compare.pairing import Figure, claim_clause, claim_figures, result_figures
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion, Quantity
from trueeffect.model.verdict import Finding

_SPARED = re.compile(
    r"\b(?:spar(?:e|ed|es|ing)|avoid\w*|prevent\w*|sav(?:e|ed|es|ing)|protect\w*|escap\w+|would not|"
    r"won't|will not|did not get|"
    r"stay(?:ed|s)? (?:free|clear)|stopped from|kept from|keep from|because of|thanks to|due to|caused by)\b",
    re.IGNORECASE,
)
_RELATIVE_COUNTS = frozenset({"relative_change", "percent_change"})
_RATIOS = frozenset({"relative_risk", "odds_ratio", "hazard_ratio"})


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found: list[Finding] = []
    for said in claim_figures(claim, "number", "harm"):
        if _absolute(claim, said):
            seen = _relative(said, result_figures(study))
            if seen is not None:
                found.append(_fault(claim, study, said, seen))
    return found


def _absolute(claim: ClaimView, said: Assertion) -> bool:
    """Tell whether the claim tells the figure as an absolute effect on people."""
    quantity = said.quantity
    assert quantity is not None
    if quantity.counts in ("absolute_risk_difference", "absolute_difference"):
        return True
    return quantity.counts in ("share_of_patients", "people") and bool(
        _SPARED.search(claim_clause(claim, said))
    )


def _relative(said: Assertion, figures: list[Figure]) -> Figure | None:
    """Return the relative figure of the study that the claimed one is, unless an absolute one agrees."""
    quantity = said.quantity
    assert quantity is not None
    if any(
        agree(quantity, f.quantity) and kind_of(f.quantity) in ("share", "absolute", "people")
        for f in figures
    ):
        return None
    if _difference_of_shares(quantity, figures):
        return None
    return next((f for f in figures if _is_relative(quantity, f.quantity)), None)


def _difference_of_shares(quantity: Quantity, figures: list[Figure]) -> bool:
    shares = [f.quantity for f in figures if kind_of(f.quantity) in ("share", "") and f.quantity.unit == "%"]
    slack = quantity.precision + 0.1
    return any(
        abs(abs(a.value - b.value) - quantity.value) <= slack for a in shares for b in shares if a is not b
    )


def _is_relative(mine: Quantity, yours: Quantity) -> bool:
    if yours.counts in _RELATIVE_COUNTS and yours.unit == "%":
        return agree(mine, yours)
    if yours.counts in _RATIOS:
        return abs(100 * abs(1 - yours.value) - mine.value) <= max(100 * yours.precision, mine.precision)
    return False


def _fault(claim: ClaimView, study: StudyView, said: Assertion, seen: Figure) -> Finding:
    return fault(
        "relative_absolute", claim, study, said, seen.fact,
        error_type="relative_as_absolute",
        explanation=(
            f"The study's figure ({seen.fact.quote}) compares two risks; the claim tells it as a number "
            f"of people or an absolute change in risk."
        ),
        confidence=0.9,
    )  # fmt: skip


FACET = Facet(
    name="relative_absolute",
    compare=_compare,
    error_types=("relative_as_absolute",),
    examples=(
        Example(
            claim="So 30 in every 100 people who walk are spared a relapse.",
            study="RESULTS: Walking lowered the risk of relapse (hazard ratio 0.70, 95% CI 0.6 to 0.9).",
            expects="relative_as_absolute",
        ),
        Example(
            claim="The pill cut the absolute risk of stroke by 25%.",
            study="RESULTS: The relative risk of stroke was reduced by 25%, from 4% to 3%.",
            expects="relative_as_absolute",
        ),
        Example(
            claim="Of every 100 women, 30 had a clot because of the pills.",
            study="RESULTS: The hazard ratio for a clot was 1.30 in women on the pills.",
            expects="relative_as_absolute",
        ),
        Example(
            claim="Of every 100 users, 40 avoid a fracture.",
            study="RESULTS: The drug reduced the risk of fracture (relative risk 0.60).",
            expects="relative_as_absolute",
        ),
    ),
    counter_examples=(
        Example(
            claim="Fewer than one in six users already had a weak bone at the start.",
            study="RESULTS: The hazard ratio for fracture was 1.16 in users.",
        ),
        Example(
            claim="The pill cut the risk of stroke by 25%.",
            study="RESULTS: The relative risk of stroke was reduced by 25%, from 4% to 3%.",
        ),
        Example(
            claim="The pill cut the absolute risk of stroke by 1 percentage point.",
            study="RESULTS: The relative risk of stroke was reduced by 25%, from 4% to 3%.",
        ),
        Example(
            claim="30% of the walkers avoided surgery.",
            study="RESULTS: Of the walkers 30% avoided surgery (relative risk 0.70).",
        ),
    ),
)
