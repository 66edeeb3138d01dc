"""From a check report to the page that a reader gets, before any format."""

from __future__ import annotations

from collections import Counter, defaultdict

from trueeffect.model.article import Reference
from trueeffect.model.record import Match, Record
from trueeffect.model.verdict import CheckReport, ReferenceIssue
from trueeffect.report.blocks import Card, CitationFault, Difference, Entry, Page, Summary
from trueeffect.report.cards import claim_cards
from trueeffect.report.inert import one_line, web_link
from trueeffect.report.study import full_name, notices, short_name, study_address, study_line
from trueeffect.report.words import (
    FIELD_ERRORS,
    VERDICT_NAMES,
    VERDICT_ORDER,
    count,
    listed,
    reference_error,
    sentence,
)

_STATUS = {
    "matched": "Found",
    "ambiguous": "More than one record fits",
    "unmatched": "Not in this library",
}
_TALLY = {
    "matched": "found in the libraries searched",
    "ambiguous": "with more than one record that fits",
    "unmatched": "not in this library",
}


def build_page(report: CheckReport) -> Page:
    """Put a report into words, in reading order; formats for people start from this."""
    cards = claim_cards(report)
    entries = _entries(report)
    citations = _citation_faults(report)
    return Page(
        title=one_line(report.article.title) or "Article without a title",
        address=web_link(report.article.address),
        summary=_summary(cards, entries, citations),
        cards=cards,
        entries=entries,
        citations=citations,
        notes=tuple(
            dict.fromkeys(sentence(one_line(note)) for note in (*report.article.notes, *report.notes))
        ),
        libraries=tuple(one_line(name) for name in report.library),
        version=one_line(report.version),
    )


def _summary(
    cards: tuple[Card, ...], entries: tuple[Entry, ...], citations: tuple[CitationFault, ...]
) -> Summary:
    tally = Counter(card.verdict for card in cards)
    counts = tuple((verdict, tally[verdict]) for verdict in VERDICT_ORDER if tally[verdict])
    return Summary(
        claims=_claims_sentence(cards, tally),
        references=_references_sentence(entries, citations),
        counts=counts,
    )


def _claims_sentence(cards: tuple[Card, ...], tally: Counter) -> str:
    if not cards:
        return "No claim that cites a study was found, so nothing was compared."
    compared = len(cards) - tally["not_checkable"]
    parts = [
        f"{tally[verdict]} {VERDICT_NAMES[verdict]}"
        for verdict in ("supported", *VERDICT_ORDER)
        if verdict != "not_checkable" and tally[verdict]
    ]
    parts = list(dict.fromkeys(parts))
    unchecked = f"{tally['not_checkable']}{' more' if compared else ''} could not be checked."
    text = f"{count(compared, 'claim')} compared with the studies cited: {listed(parts)}." if compared else ""
    if not tally["not_checkable"]:
        return text
    return f"{text} {unchecked}" if text else f"{count(len(cards), 'claim')} found: none could be checked."


def _references_sentence(entries: tuple[Entry, ...], citations: tuple[CitationFault, ...]) -> str:
    if not entries:
        text = "No reference list was found."
    else:
        tally = Counter(entry.decision for entry in entries)
        parts = [f"{tally[key]} {words}" for key, words in _TALLY.items() if tally[key]]
        text = f"{count(len(entries), 'reference')}: {', '.join(parts)}."
        faulty = sum(1 for entry in entries if entry.differences)
        text += f" {count(faulty, 'entry has', 'entries have')} a fault." if faulty else ""
    if citations:
        text += f" {count(len(citations), 'citation does', 'citations do')} not lead to exactly one entry."
    return text


def _entries(report: CheckReport) -> tuple[Entry, ...]:
    matches = {match.reference_id: match for match in report.matches}
    records = {record.id: record for record in report.records}
    issues: defaultdict[str, list[ReferenceIssue]] = defaultdict(list)
    for issue in report.reference_issues:
        if not issue.citation_id:
            issues[issue.reference_id].append(issue)
    facts = {each.record_id: each for each in report.facts}
    entries = []
    for number, reference in enumerate(report.references, 1):
        match = matches.get(reference.id) or Match(reference_id=reference.id, decision="unmatched")
        record = records.get(match.record_id)
        entries.append(
            Entry(
                number=number,
                reference_id=reference.id,
                raw=one_line(reference.raw),
                label=one_line(reference.label),
                status=_STATUS[match.decision] if match.decision != "matched" else _found(record),
                decision=match.decision,
                record=full_name(record) if record else "",
                address=study_address(record) if record else "",
                line=study_line(record, facts.get(record.id)) if record else "",
                notices=notices(record) if record else (),
                differences=_differences(reference, match, issues[reference.id], record),
            )
        )
    return tuple(entries)


def _found(record: Record | None) -> str:
    return f"Found: {short_name(record)}" if record else "Found"


def _differences(
    reference: Reference, match: Match, issues: list[ReferenceIssue], record: Record | None
) -> tuple[Difference, ...]:
    told = [
        Difference(
            name=reference_error(issue.type),
            claimed=_unless_whole(issue.claimed, reference),
            found=one_line(issue.found),
            explanation=sentence(one_line(issue.explanation)),
        )
        for issue in issues
        if not (issue.type == "retracted" and record and record.notices)
    ]
    known = {issue.type for issue in issues}
    told += [
        Difference(
            name=reference_error(each.error_type or FIELD_ERRORS[each.field]),
            claimed=one_line(each.claimed),
            found=one_line(each.found),
            explanation=sentence(one_line(each.reason)),
        )
        for each in match.differences
        if each.error_type and each.error_type not in known
    ]
    return tuple(told)


def _unless_whole(claimed: str, reference: Reference) -> str:
    """Leave out a quote that is the entry itself: the reader sees it one line above."""
    claimed = one_line(claimed)
    return "" if len(claimed) > 0.8 * len(one_line(reference.raw)) else claimed


def _citation_faults(report: CheckReport) -> tuple[CitationFault, ...]:
    numbers = {reference.id: at for at, reference in enumerate(report.references, 1)}
    citations = {citation.id: citation for citation in report.citations}
    faults = []
    for issue in report.reference_issues:
        if not issue.citation_id:
            continue
        citation = citations.get(issue.citation_id)
        candidates = [each for group in citation.candidates for each in group] if citation else []
        if issue.reference_id:
            candidates = [issue.reference_id, *candidates]
        entries = tuple(dict.fromkeys(numbers[each] for each in candidates if each in numbers))
        faults.append(
            CitationFault(
                text=one_line(citation.text if citation else issue.claimed),
                difference=Difference(
                    name=reference_error(issue.type),
                    found="" if entries else one_line(issue.found),
                    explanation=sentence(one_line(issue.explanation)),
                ),
                entries=entries,
            )
        )
    return tuple(faults)
