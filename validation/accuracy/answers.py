"""What a check report says, in the form that the scorers read.

Spans are offsets in the source decoded as UTF-8, mark-up included. A study is named by its key in the
library of the folder where it has one, else by DOI or PMID.

Annotated folders come with a library that holds every work that their articles cite. Under that condition,
and only there, an entry that looks like a journal article and is in no library is given out as
``fabricated_reference``. The program itself never says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trueeffect.model.article import Claim, Reference
from trueeffect.model.provenance import Span
from trueeffect.model.record import Record
from trueeffect.model.verdict import CheckReport, ClaimResult
from trueeffect.text.source import to_source

FAULTS = ("contradicted", "overstated", "unsupported")


def known_keys(library: Path) -> frozenset[str]:
    """Return the ids of a CSL-JSON library; none for other formats."""
    try:
        items = json.loads(library.read_text(encoding="utf-8"))
    except ValueError:
        return frozenset()
    return (
        frozenset(str(item["id"]) for item in items if "id" in item)
        if isinstance(items, list)
        else frozenset()
    )


class Answer:
    """Reads one report; ``keys`` are the ids of the folder's library."""

    def __init__(self, report: CheckReport, keys: frozenset[str]) -> None:
        self.report, self.keys = report, keys
        self.records = {record.id: record for record in report.records}
        self.references = {reference.id: reference for reference in report.references}
        self.matches = {match.reference_id: match for match in report.matches}
        self.results: dict[str, list[ClaimResult]] = {}
        for result in report.results:
            self.results.setdefault(result.claim_id, []).append(result)
        self.without_entry = {
            i.citation_id for i in report.reference_issues if i.type == "citation_without_reference"
        }
        self.citations = {citation.id: citation for citation in report.citations}

    def asdict(self, article_id: str) -> dict[str, Any]:
        """Return the answer for one article."""
        return {
            "article_id": article_id,
            "claims": [row for claim in self.report.claims for row in self.claim(claim)],
            "references": [self.reference(one) for one in self.report.references if not self.in_text(one)],
            "reference_issues": list(self.issues()),
        }

    def place(self, span: Span) -> dict[str, Any]:
        """Return where a span of the plain text stands in the source, and its words."""
        text = self.report.article.text
        source = to_source(text, span)
        return {
            "span": [source.start, source.end],
            "snippet": " ".join(text.plain[span.start : span.end].split()),
        }

    def name(self, record: Record | None) -> dict[str, Any]:
        """Return the study's key, DOI or PMID."""
        if record is None:
            return {"library_id": None}
        names = {record.id, *record.keys, *record.merged, record.id.partition(":")[2]}
        key = min(names & self.keys, default=None)
        if key:
            return {"library_id": key}
        return (
            {"doi": record.doi}
            if record.doi
            else {"pmid": record.pmid}
            if record.pmid
            else {"library_id": None}
        )

    def claim(self, claim: Claim) -> Iterator[dict[str, Any]]:
        """Yield a row for each study that the claim was compared with, or one row without a study."""
        place = self.place(claim.span)
        missing = self.no_source(claim)
        results = self.results.get(claim.id, [])
        if missing:
            yield {**place, "library_id": None, "flagged": True, "types": [missing], "findings": []}
        elif not results:
            yield {**place, **self.linked(claim), "flagged": False, "types": [], "findings": []}
        for result in results if not missing else ():
            faults = [finding for finding in result.findings if finding.verdict in FAULTS]
            flagged = result.verdict in FAULTS
            named = self.name(self.records.get(result.record_id)) if result.record_id else self.linked(claim)
            types = (
                sorted({finding.error_type for finding in faults if finding.error_type}) if flagged else []
            )
            yield {
                **place,
                **named,
                "flagged": flagged,
                "types": types,
                "findings": [explain(f) for f in result.findings],
            }

    def linked(self, claim: Claim) -> dict[str, Any]:
        """Return the study of a claim that was linked but not compared."""
        for link in claim.links:
            if not link.ambiguous:
                for reference_id in link.reference_ids:
                    return self.name(self.record_of(reference_id))
        return {"library_id": None}

    def record_of(self, reference_id: str) -> Record | None:
        """Return the record that a reference was matched with."""
        match = self.matches.get(reference_id)
        return self.records.get(match.record_id) if match and match.decision == "matched" else None

    def no_source(self, claim: Claim) -> str:
        """Return why the claim's source cannot exist: no entry, or an entry that is in no library."""
        cited = [link for link in claim.links if link.citation_id or link.reference_ids]
        if not cited:
            return ""
        entries = [reference_id for link in cited for reference_id in link.reference_ids]
        if not entries:
            open_marks = {self.shown(link.citation_id) for link in cited}
            return "missing_reference" if open_marks & {self.shown(one) for one in self.without_entry} else ""
        return "fabricated_reference" if all(self.unknown(reference_id) for reference_id in entries) else ""

    def shown(self, citation_id: str) -> str:
        """Return the words of a citation."""
        citation = self.citations.get(citation_id)
        return " ".join(citation.text.split()) if citation else citation_id

    def unknown(self, reference_id: str) -> bool:
        """Tell whether an entry has the form of a journal article and is in no library."""
        match, reference = self.matches.get(reference_id), self.references.get(reference_id)
        return (
            match is not None
            and match.decision == "unmatched"
            and reference is not None
            and is_article(reference)
        )

    def reference(self, reference: Reference) -> dict[str, Any]:
        """Return the row of an entry of the list."""
        return {**self.place(reference.span), **self.name(self.record_of(reference.id))}

    def in_text(self, reference: Reference) -> bool:
        """Tell whether a reference is a link in a sentence, and no entry of a list."""
        span = reference.span
        return any(c.span.start <= span.start and span.end <= c.span.end for c in self.report.claims)

    def issues(self) -> Iterator[dict[str, Any]]:
        """Yield the faults of the list and of citations."""
        for issue in self.report.reference_issues:
            row: dict[str, Any] = {"type": issue.type, "detail": issue.explanation}
            if issue.citation_id:
                yield {**row, "citation_text": self.shown(issue.citation_id).strip("()")}
            elif issue.reference_id in self.references:
                yield {**row, **self.reference(self.references[issue.reference_id])}
            else:
                yield {**row, "citation_text": issue.claimed.strip("()")}
        for reference in self.report.references:
            if self.unknown(reference.id):
                yield {"type": "fabricated_reference", **self.reference(reference)}


def is_article(reference: Reference) -> bool:
    """Tell whether an entry names a journal article: authors, a year, a title and a place in a journal."""
    fields = reference.fields
    return bool(
        fields.type in ("", "journal")
        and fields.authors
        and fields.year
        and fields.title
        and fields.journal
        and fields.volume
    )


def explain(finding: Any) -> dict[str, str]:
    """Return a finding in short, for the list of errors."""
    return {
        "facet": finding.facet,
        "verdict": finding.verdict,
        "type": finding.error_type,
        "why": finding.explanation,
        "claimed": finding.claimed.quote if finding.claimed else "",
        "found": finding.found.quote if finding.found else "",
    }
