"""From a claim and a record to one verdict: run every facet, then weigh what they found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from trueeffect.check.compare.alignment import claim_frames
from trueeffect.check.compare.facets import FACETS
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.claim import claim_assertions
from trueeffect.check.facts.study import study_facts
from trueeffect.model.article import Claim, ClaimLink
from trueeffect.model.fact import StudyFacts
from trueeffect.model.record import Record
from trueeffect.model.verdict import ERROR_FAMILIES, ClaimResult, Finding, Verdict

_ALONE = ("retracted_source", "citation_mismatch")
"""Faults that make every other comparison with this source pointless."""
_GIVES_WAY: dict[str, tuple[str, ...]] = {
    "direction_reversed": (
        "pvalue_misread",
        "subgroup_as_main",
        "nonsignificance_as_equivalence",
        "noninferiority_as_superiority",
        "arms_swapped",
        "wrong_comparator",
        "wrong_quantity",
        "unsupported_by_reference",
        "design_overstated",
    ),
    "pvalue_misread": (
        "subgroup_as_main",
        "noninferiority_as_superiority",
        "wrong_comparator",
        "design_overstated",
    ),
    "unsupported_by_reference": (
        "wrong_condition",
        "wrong_intervention",
        "wrong_comparator",
        "species_extrapolation",
        "design_overstated",
    ),
    "certainty_overstated": (
        "design_overstated",
        "causal_overclaim",
        "direction_reversed",
        "nonsignificance_as_equivalence",
        "unsupported_by_reference",
        "wrong_comparator",
        "species_extrapolation",
        "pvalue_misread",
    ),
    "causal_overclaim": ("species_extrapolation", "unsupported_by_reference", "wrong_comparator"),
    "design_overstated": ("species_extrapolation", "causal_overclaim", "unsupported_by_reference"),
    "wrong_condition": ("species_extrapolation",),
}
"""A fault (key) is dropped when one of these, which says more about the same words, was found."""
_FIGURES = frozenset(ERROR_FAMILIES["number"])
_ORDER: tuple[Verdict, ...] = ("contradicted", "unsupported", "overstated")
_TYPED = frozenset({"direction", "design", "comparator", "condition", "intervention", "status"})
_WEIGHTY = frozenset({"direction", "status"})


def compare_claim(
    claim: Claim,
    record: Record | None,
    facts: StudyFacts | None = None,
    *,
    reference_id: str = "",
    context: str = "",
) -> ClaimResult:
    """Judge a claim against the study that it cites.

    Parameters
    ----------
    claim : Claim
        Its assertions are read here when it has none.
    record : Record or None
        The cited work; None gives ``not_checkable``.
    facts : StudyFacts, optional
        Typed facts of the record, when they have been read already.
    reference_id : str
        The reference of the article that led to the record.
    context : str
        The sentence before the claim, when it belongs to it.

    Returns
    -------
    ClaimResult
        With every fault quoted on both sides, and the agreements that were found. ``supported`` needs a
        typed agreement; a claim on which nothing could be compared is ``not_checkable``.

    Examples
    --------
    >>> from trueeffect.model.provenance import Span
    >>> from trueeffect.model.record import AbstractSection
    >>> study = "Pain did not differ between yoga and stretching in 80 adults."
    >>> record = Record(id="x", title="Yoga", abstract=(AbstractSection(text=study),))
    >>> text = "Yoga eased pain more than stretching."
    >>> compare_claim(Claim(id="c1", span=Span(start=0, end=len(text)), text=text), record).verdict
    'contradicted'
    """
    if record is None:
        return ClaimResult(
            claim_id=claim.id,
            verdict="not_checkable",
            reference_id=reference_id,
            reason="The cited work is not in the libraries that were searched.",
        )
    if not claim.assertions:
        claim = replace(claim, assertions=claim_assertions(claim.text, offset=claim.span.start))
    facts = facts or study_facts(record)
    study = StudyView(record=record, facts=facts)
    findings = run_facets(ClaimView.of_claim(claim, context), study)
    return _result(claim, record, facts, findings, reference_id)


def run_facets(claim: ClaimView, study: StudyView) -> tuple[Finding, ...]:
    """Return what all facets found, with faults that only repeat another one left out."""
    found = [finding for facet in FACETS.values() for finding in facet.compare(claim, study)]
    return _weighed(found)


def _weighed(found: Iterable[Finding]) -> tuple[Finding, ...]:
    faults = [f for f in found if f.error_type]
    agreed = [f for f in found if not f.error_type]
    alone = [f for f in faults if f.error_type in _ALONE]
    if alone:
        return (alone[0],)
    types = {f.error_type for f in faults}
    kept = [f for f in faults if not types & set(_GIVES_WAY.get(f.error_type, ()))]
    return (*_first_of_each(kept), *agreed)


def _first_of_each(faults: list[Finding]) -> list[Finding]:
    """Keep the surest finding of each type; of wrong figures, one for each figure of the claim."""
    best: dict[str, list[Finding]] = {}
    for fault in sorted(faults, key=lambda f: -f.confidence):
        kept = best.setdefault(fault.error_type, [])
        another = fault.error_type in _FIGURES and not any(_same_words(fault, other) for other in kept)
        if not kept or (another and kept[0].facet == fault.facet):
            kept.append(fault)
    return [fault for kept in best.values() for fault in kept]


def _same_words(one: Finding, other: Finding) -> bool:
    """Tell whether two faults are about overlapping words of the claim."""
    mine, yours = one.claimed.locator.span, other.claimed.locator.span
    return mine is None or yours is None or mine.overlaps(yours)


def _result(
    claim: Claim, record: Record, facts: StudyFacts, findings: tuple[Finding, ...], reference_id: str
) -> ClaimResult:
    verdict, reason = _verdict(findings, facts, claim.text)
    return ClaimResult(
        claim_id=claim.id,
        verdict=verdict,
        record_id=record.id,
        reference_id=reference_id,
        basis=tuple(facts.basis),
        findings=findings,
        reason=reason,
    )


def _verdict(findings: tuple[Finding, ...], facts: StudyFacts, text: str) -> tuple[Verdict, str]:
    faults = {f.verdict: f for f in reversed(findings) if f.error_type}
    for verdict in _ORDER:
        if verdict in faults:
            return verdict, faults[verdict].explanation
    if _tells_finding(text) and not _WEIGHING & {f.facet for f in findings if not f.error_type}:
        return "not_checkable", f"The result that the claim tells could not be compared{_with(facts)}."
    if _agrees(findings):
        return "supported", f"What could be compared agrees{_with(facts)}."
    if not {"abstract", "curated"} & set(facts.basis):
        return "not_checkable", "The library holds no summary of this study, only its title."
    return "not_checkable", f"Nothing in the claim could be compared{_with(facts)}."


_WEIGHING = frozenset({"direction", "number", "counted_thing", "arms_swapped", "status", "difference"})
"""Facets whose agreement is an agreement on what was found."""
_PERSISTS = re.compile(
    r"\b(?:difference|effect|benefit|gap|advantage|gain|improvement|edge)s?\b[^.;]{0,30}\b(?:gone|vanish\w*|"
    r"disappear\w*|worn off|wore off|faded|evaporated|lasted|persisted|held|remained|still there)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def _tells_finding(text: str) -> bool:
    """Tell whether the main statement of a claim is a result: an effect, a difference, or none.

    Examples
    --------
    >>> _tells_finding("After six weeks pain had fallen more with yoga."), _tells_finding("They did yoga.")
    (True, False)
    """
    frames = [f for f, _ in claim_frames(ClaimView(id="", text=text))]
    return bool(_PERSISTS.search(text)) or any(
        f.effect != "differ" and (f.comparative or f.outcomes) and not f.planned for f in frames
    )


def _agrees(findings: tuple[Finding, ...]) -> bool:
    """A result or a figure that agrees is enough; of other facts it takes two."""
    facets = {f.facet for f in findings if not f.error_type}
    return bool(facets - (_TYPED - _WEIGHTY)) or len(facets) >= 2


def _with(facts: StudyFacts) -> str:
    if "curated" in facts.basis:
        return " with the facts of the study"
    return " with the summary of the study" if "abstract" in facts.basis else " with the title of the study"


def no_source(claim: Claim, link: ClaimLink) -> ClaimResult:
    """Return the result for a claim whose source is missing, ambiguous or not in the library.

    Examples
    --------
    >>> from trueeffect.model.provenance import Span
    >>> claim = Claim(id="c1", span=Span(start=0, end=2), text="It")
    >>> no_source(claim, ClaimLink(reference_ids=(), how="explicit")).reason
    'The citation has no entry in the reference list.'
    """
    if link.ambiguous:
        reason = "The citation fits more than one entry of the reference list, so no study could be chosen."
    elif not link.reference_ids:
        reason = "The citation has no entry in the reference list."
    else:
        reason = "The cited work is not in the libraries that were searched."
    return ClaimResult(
        claim_id=claim.id,
        verdict="not_checkable",
        reference_id=link.reference_ids[0] if len(link.reference_ids) == 1 else "",
        reason=link.reason if link.ambiguous and link.reason else reason,
    )
