"""A change inside one group told as the difference from the comparator."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.figures import agree, alike
from trueeffect.check.compare.pairing import Figure, claim_clause, claim_figures, content, result_figures
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.verdict import Finding

_BETWEEN = re.compile(
    r"\b(?:more|less|better|worse|lower|higher|greater|fewer|larger|"
    r"smaller)\b[^.;]{0,60}\bthan\b(?!\s+(?:before|at baseline|at the start|\d))|"
    r"\b(?:compared|comparison)\s+(?:with|to)\s+(?!baseline|before)|\bdifference (?:from|between)\b|"
    r"\bover and above\b|\badvantage over\b",
    re.IGNORECASE,
)
_WITHIN_COUNTS = frozenset({"mean_change", "percent_change"})


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found: list[Finding] = []
    for said in claim_figures(claim, "number"):
        pair = _within(claim, said, study)
        if pair is not None:
            found.append(_fault(claim, study, said, *pair))
    return found


def _within(claim: ClaimView, said: Assertion, study: StudyView) -> tuple[Figure, Figure | None] | None:
    """Return the change within a group that the claim tells as a difference, and the real difference."""
    quantity = said.quantity
    assert quantity is not None
    if not _told_as_difference(claim, said):
        return None
    figures = [f for f in result_figures(study) if alike(quantity, f.quantity)]
    meets = [f for f in figures if agree(quantity, f.quantity)]
    if not meets or any(f.quantity.counts not in _WITHIN_COUNTS or not f.fact.arm for f in meets):
        return None
    seen = meets[0]
    rivals = [
        f
        for f in figures
        if f.key == seen.key and f.quantity.counts == seen.quantity.counts and f.fact.arm != seen.fact.arm
    ]
    rivals = [f for f in rivals if f.fact.arm]
    if not rivals or not content(claim_clause(claim, said)) & content(seen.sentence):
        return None
    if any(
        abs(abs(seen.quantity.value - f.quantity.value) - quantity.value) <= quantity.precision + 0.1
        for f in rivals
    ):
        return None
    return seen, next((f for f in figures if f.quantity.counts == "mean_difference"), rivals[0])


def _told_as_difference(claim: ClaimView, said: Assertion) -> bool:
    """Tell whether a claimed figure is a distance to the comparator: "by 28 mm more than sham"."""
    quantity = said.quantity
    assert quantity is not None
    end = said.span.end - claim.offset
    after = claim.text[end : end + 50]
    others = [
        a
        for a in claim_figures(claim, "number")
        if a is not said and a.quantity and a.quantity.unit == quantity.unit
    ]
    if others or said.role not in ("change", "difference"):
        return False
    if quantity.counts == "mean_difference":
        return True
    clause = claim_clause(claim, said)
    return bool(re.match(r"\s*(?:more|better|less|lower|further|greater)\b[^.;]{0,30}\bthan\b", after)) or (
        bool(_BETWEEN.search(clause))
        and bool(
            re.search(
                r"\bby\s+(?:\w+\s+){0,3}$",
                claim.text[max(0, said.span.start - claim.offset - 24) : said.span.start - claim.offset],
            )
        )
    )


def _fault(
    claim: ClaimView, study: StudyView, said: Assertion, seen: Figure, other: Figure | None
) -> Finding:
    beside = (
        f" It reports {other.fact.quote} for the comparison."
        if other and other.quantity.counts == "mean_difference"
        else ""
    )
    beside = beside or (f" With {other.fact.arm} it was {other.fact.quote}." if other else "")
    return fault(
        "within_between", claim, study, said, seen.fact,
        error_type="wrong_comparator",
        explanation=(
            f"{seen.fact.quote} is the change within the {seen.fact.arm} group, not the difference "
            f"between groups.{beside}"
        ),
        confidence=0.85,
    )  # fmt: skip


FACET = Facet(
    name="within_between",
    compare=_compare,
    error_types=("wrong_comparator",),
    examples=(
        Example(
            claim="Massage cut pain by 28.7 mm more than sham massage.",
            study=(
                "RESULTS: Pain fell by 28.7 mm with massage and 23.6 mm with sham massage (difference "
                "5.1 mm, 95% CI -3.7 to 13.9)."
            ),
            expects="wrong_comparator",
        ),
        Example(
            claim="Compared with usual care, yoga lowered disability by 6.2 points.",
            study="RESULTS: Disability fell by 6.2 points with yoga and by 4.0 points with usual care.",
            expects="wrong_comparator",
        ),
    ),
    counter_examples=(
        Example(
            claim="Massage cut pain by 5.1 mm more than sham massage.",
            study=(
                "RESULTS: Pain fell by 28.7 mm with massage and 23.6 mm with sham massage (difference "
                "5.1 mm, 95% CI -3.7 to 13.9)."
            ),
        ),
        Example(
            claim="Pain fell by 28.7 mm with massage, compared with 23.6 mm with sham massage.",
            study="RESULTS: Pain fell by 28.7 mm with massage and 23.6 mm with sham massage.",
        ),
    ),
)
