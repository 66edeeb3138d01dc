"""Verdicts on claims and references, and the report that holds them."""

from __future__ import annotations

from typing import Literal

from trueeffect.model._struct import Value
from trueeffect.model.article import Article, Citation, Claim, Reference
from trueeffect.model.fact import StudyFacts
from trueeffect.model.provenance import Provenance
from trueeffect.model.record import Match, Record

Verdict = Literal["supported", "contradicted", "overstated", "unsupported", "not_checkable"]

ERROR_FAMILIES: dict[str, tuple[str, ...]] = {
    "number": (
        "wrong_number",
        "wrong_quantity",
        "relative_as_absolute",
        "dispersion_confusion",
        "wrong_sample_size",
        "baseline_followup_confusion",
        "wrong_dose_duration",
    ),
    "comparison": ("arms_swapped", "wrong_comparator", "wrong_intervention"),
    "significance": ("pvalue_misread", "nonsignificance_as_equivalence", "noninferiority_as_superiority"),
    "spin": (
        "certainty_overstated",
        "design_overstated",
        "causal_overclaim",
        "subgroup_as_main",
        "secondary_as_primary",
        "species_extrapolation",
    ),
    "population": ("wrong_condition",),
    "conclusion": ("direction_reversed",),
    "source": (
        "retracted_source",
        "citation_mismatch",
        "unsupported_by_reference",
        "fabricated_reference",
        "missing_reference",
    ),
}
"""Error types of claims, by family; the terms are those of the literature on quotation accuracy."""

REFERENCE_ERROR_TYPES: tuple[str, ...] = (
    "wrong_year",
    "wrong_author",
    "wrong_title",
    "wrong_journal",
    "wrong_volume_issue",
    "wrong_pages",
    "wrong_identifier",
    "fabricated_reference",
    "never_cited",
    "duplicate_reference",
    "retracted",
    "citation_without_reference",
    "ambiguous_citation",
    "et_al_two_authors",
)


class Finding(Value, frozen=True, kw_only=True):
    """One facet of a claim, compared with the study.

    A fault (``contradicted``, ``overstated``, ``unsupported``) always quotes both sides: the words of the
    claim in ``claimed.quote``, the words or fact of the study in ``found.quote``.

    Parameters
    ----------
    facet : str
        Name of the rule that compared (the module in ``check/compare/facets``).
    error_type : str
        Member of ``ERROR_FAMILIES``; empty for a facet that agrees.
    explanation : str
        One plain sentence for the reader: what the study did or found, and how the claim differs.
    severity : {"major", "minor", "none"}
        Major: the source does not substantiate, is unrelated to or contradicts the claim.
    confidence : float
        In [0, 1].
    """

    claim_id: str
    facet: str
    verdict: Verdict
    claimed: Provenance
    found: Provenance | None = None
    error_type: str = ""
    explanation: str = ""
    severity: Literal["major", "minor", "none"] = "none"
    confidence: float = 1.0


class ClaimResult(Value, frozen=True, kw_only=True):
    """The verdict on one claim, with the findings it rests on.

    ``basis`` says what was compared (``curated``, ``abstract``, ``title``, ``mesh``); ``reason`` is a
    plain sentence, always given for ``not_checkable``.
    """

    claim_id: str
    verdict: Verdict
    record_id: str = ""
    reference_id: str = ""
    basis: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    reason: str = ""


class ReferenceIssue(Value, frozen=True, kw_only=True):
    """A fault of the reference list or of a citation as such."""

    type: str
    claimed: str
    reference_id: str = ""
    citation_id: str = ""
    field: str = ""
    found: str = ""
    explanation: str = ""


class CheckReport(Value, frozen=True, kw_only=True):
    """Everything that was found out about an article; same input and versions give the same bytes."""

    schema: Literal["trueeffect/check-report/1"] = "trueeffect/check-report/1"
    version: str = ""
    article: Article
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    references: tuple[Reference, ...] = ()
    matches: tuple[Match, ...] = ()
    records: tuple[Record, ...] = ()
    """The records that references were matched with."""
    facts: tuple[StudyFacts, ...] = ()
    """What was read from the records that claims were compared with; at most one for each record."""
    results: tuple[ClaimResult, ...] = ()
    reference_issues: tuple[ReferenceIssue, ...] = ()
    library: tuple[str, ...] = ()
    """Names and sizes of the libraries that were searched."""
    notes: tuple[str, ...] = ()
    """What could not be done, in plain sentences."""
