"""The contract of a facet: one rule that compares one kind of fact, with its own proof.

A member of the family is a module of this folder with one public object ``FACET``. Its examples are
faults that it must find; its counter-examples are true or undecidable claims on which it must stay
silent. The contract tests run both, so a rule without examples cannot be added.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Locator, Provenance, Span
from trueeffect.model.verdict import Finding, Verdict

Compare = Callable[[ClaimView, StudyView], list[Finding]]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A claim, a study in a few sentences, and what the facet must say.

    Parameters
    ----------
    claim, study, title : str
        Our own words. ``study`` is an abstract; a line that starts with ``RESULTS:`` (or METHODS, ...)
        opens a section.
    expects : str
        Error type of the fault to find; for a counter-example the type that must not appear, or empty
        when the facet must find no fault at all.
    """

    claim: str
    study: str
    title: str = ""
    expects: str = ""


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One rule of comparison.

    Parameters
    ----------
    name : str
        The module's name; it becomes ``Finding.facet``.
    compare : callable
        From a claim and a study to findings. Agreement may be returned (verdict ``supported``, no error
        type); what the study does not state is an empty list, never a fault.
    error_types : tuple of str
        Error types that the facet may report, from ``model.verdict.ERROR_FAMILIES``.
    """

    name: str
    compare: Compare
    error_types: tuple[str, ...]
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...]


def agreement(
    facet: str,
    claim: ClaimView,
    study: StudyView,
    said: Assertion | Span,
    seen: Assertion | Span,
    why: str = "",
) -> Finding:
    """Return the finding that claim and study say the same."""
    return _finding(facet, claim, study, said, seen, "supported", "", why, "none", 1.0)


def fault(
    facet: str,
    claim: ClaimView,
    study: StudyView,
    said: Assertion | Span,
    seen: Assertion | Span,
    *,
    error_type: str,
    explanation: str,
    verdict: Verdict = "contradicted",
    severity: Literal["major", "minor"] = "major",
    confidence: float = 0.9,
) -> Finding:
    """Return a fault, quoting both sides.

    ``said`` is an assertion of the claim or a span of the claim's text (counted from the start of the
    claim); ``seen`` is an assertion of the study or a span of its abstract.
    """
    return _finding(facet, claim, study, said, seen, verdict, error_type, explanation, severity, confidence)


def _finding(
    facet: str,
    claim: ClaimView,
    study: StudyView,
    said: Assertion | Span,
    seen: Assertion | Span,
    verdict: Verdict,
    error_type: str,
    explanation: str,
    severity: Literal["major", "minor", "none"],
    confidence: float,
) -> Finding:
    return Finding(
        claim_id=claim.id,
        facet=facet,
        verdict=verdict,
        claimed=_claimed(claim, said),
        found=_found(study, seen),
        error_type=error_type,
        explanation=explanation,
        severity=severity,
        confidence=confidence,
    )


def _claimed(claim: ClaimView, said: Assertion | Span) -> Provenance:
    if isinstance(said, Assertion):
        span, quote, by = said.span, said.quote, said.by
    else:
        span, quote, by = said.shifted(claim.offset), said.of(claim.text), ""
    return Provenance(source="article", locator=Locator(part="article", span=span), quote=quote, by=by)


def _found(study: StudyView, seen: Assertion | Span) -> Provenance:
    if isinstance(seen, Assertion):
        part, span, section, quote = seen.part, seen.span, seen.section, study.words_around(seen)
        how: Literal["curated", "extracted"] = "curated" if part == "facts" else "extracted"
        return Provenance(
            source=study.record.id,
            locator=Locator(part=part, span=span, section=section),
            quote=quote,
            how=how,
            by=seen.by,
        )
    return Provenance(
        source=study.record.id, locator=Locator(part="abstract", span=seen), quote=seen.of(study.abstract)
    )
