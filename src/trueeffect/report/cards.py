"""From verdicts to claim cards: what a reader is told about each claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from trueeffect.model.article import Claim
from trueeffect.model.fact import StudyFacts
from trueeffect.model.provenance import Provenance
from trueeffect.model.record import Record
from trueeffect.model.verdict import CheckReport, ClaimResult, Finding, Verdict
from trueeffect.report.blocks import Agreement, Card, Comparison, Fault
from trueeffect.report.inert import one_line
from trueeffect.report.study import full_name, notices, read_from, short_name, study_address, study_line
from trueeffect.report.words import FAULTS, LINK_NOTES, claim_error, plain_term, sentence

_GRAVEST: tuple[Verdict, ...] = ("contradicted", "overstated", "supported", "unsupported", "not_checkable")
_NOTHING_FOUND = "nothing found on this in what was compared"


def overall(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on a claim that was compared with several studies.

    A study that says otherwise counts most. A claim that one of its studies supports is supported, even
    when another of them is silent.

    Examples
    --------
    >>> overall(["unsupported", "supported"]), overall(["supported", "contradicted"])
    ('supported', 'contradicted')
    """
    return min(verdicts, key=_GRAVEST.index, default="not_checkable")


def claim_cards(report: CheckReport) -> tuple[Card, ...]:
    """Return one card for each claim that has a result, numbered in the order of the article."""
    results: defaultdict[str, list[ClaimResult]] = defaultdict(list)
    for result in report.results:
        results[result.claim_id].append(result)
    records = {record.id: record for record in report.records}
    facts = {each.record_id: each for each in report.facts}
    numbers = {reference.id: at for at, reference in enumerate(report.references, 1)}
    judged = sorted((claim for claim in report.claims if claim.id in results), key=lambda claim: claim.span)
    return tuple(
        Card(
            number=at,
            claim_id=claim.id,
            verdict=overall(result.verdict for result in results[claim.id]),
            claim=one_line(claim.text),
            comparisons=tuple(_comparison(each, records, facts, numbers) for each in results[claim.id]),
            links=_link_notes(claim),
        )
        for at, claim in enumerate(judged, 1)
    )


def _link_notes(claim: Claim) -> tuple[str, ...]:
    notes = []
    for link in claim.links:
        notes.append(LINK_NOTES[link.how])
        if link.ambiguous:
            notes.append(
                sentence(one_line(link.reason) or "the citation fits more than one entry of the list")
            )
    return tuple(dict.fromkeys(note for note in notes if note))


def _comparison(
    result: ClaimResult,
    records: Mapping[str, Record],
    facts: Mapping[str, StudyFacts],
    numbers: Mapping[str, int],
) -> Comparison:
    record = records.get(result.record_id)
    told = Comparison(
        verdict=result.verdict,
        entry=numbers.get(result.reference_id, 0),
        basis=read_from(result.basis),
        reason=_reason(result),
        faults=_faults(result.findings),
        agreements=_agreements(result.findings),
        open=_open(result.findings, result.reason),
    )
    if record is None:
        return told
    return msgspec.structs.replace(
        told,
        study=short_name(record),
        title=full_name(record),
        address=study_address(record),
        line=study_line(record, facts.get(record.id)),
        notices=() if _tells_retraction(result) else notices(record),
    )


def _reason(result: ClaimResult) -> str:
    """Return the reason, unless the findings below it say the same."""
    reason = sentence(one_line(result.reason))
    told = {sentence(one_line(finding.explanation)) for finding in result.findings}
    agrees = result.verdict == "supported" and any(finding.found for finding in result.findings)
    return "" if agrees or reason in told else reason


def _tells_retraction(result: ClaimResult) -> bool:
    return any(finding.error_type == "retracted_source" for finding in result.findings)


def _faults(findings: tuple[Finding, ...]) -> tuple[Fault, ...]:
    faulty = [finding for finding in findings if finding.verdict in FAULTS]
    faulty.sort(key=lambda finding: (finding.severity == "minor", _GRAVEST.index(finding.verdict)))
    return tuple(
        Fault(
            name=claim_error(finding.error_type or finding.facet),
            explanation=sentence(one_line(finding.explanation)),
            says=one_line(finding.claimed.quote),
            study=one_line(finding.found.quote) if finding.found else "",
            where=_where(finding.found) if finding.found else _NOTHING_FOUND,
            minor=finding.severity == "minor",
        )
        for finding in faulty
    )


def _agreements(findings: tuple[Finding, ...]) -> tuple[Agreement, ...]:
    topics: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in findings:
        if finding.verdict == "supported" and finding.found and finding.found.quote:
            topics[one_line(finding.found.quote), _where(finding.found)].append(plain_term(finding.facet))
    return tuple(
        Agreement(topics=", ".join(dict.fromkeys(names)), study=quote, where=where)
        for (quote, where), names in topics.items()
    )


def _open(findings: tuple[Finding, ...], reason: str) -> tuple[str, ...]:
    told = (
        one_line(finding.explanation) or f"{plain_term(finding.facet)}: not in what was compared"
        for finding in findings
        if finding.verdict == "not_checkable"
    )
    return tuple(dict.fromkeys(sentence(text) for text in told if text != one_line(reason)))


def _where(found: Provenance) -> str:
    if found.how == "computed":
        return "worked out from the study’s figures"
    part = "stored facts" if found.how == "curated" or found.locator.part == "facts" else found.locator.part
    section = found.locator.section.lower()
    return plain_term(f"{part}, {section}" if section and section != part else part)
