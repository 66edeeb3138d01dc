"""The main use case: from an article to a verdict on every claim."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING

import trueeffect
from trueeffect.app.workspace import Workspace

if TYPE_CHECKING:
    from trueeffect.library.store import Library
    from trueeffect.model.article import Article, Claim, Reference
    from trueeffect.model.fact import StudyFacts
    from trueeffect.model.record import Match, Record
    from trueeffect.model.verdict import CheckReport, ClaimResult


def check(
    source: str | Path | bytes | IO[bytes],
    *,
    library: str | Path | list[str | Path] | None = None,
    builtin: bool = True,
    media_type: str | None = None,
    address: str = "",
) -> CheckReport:
    """Read an article and judge each of its claims against the study that it cites.

    Parameters
    ----------
    source : path, address, bytes or open file
        Plain text, Markdown, HTML, PDF or DOCX. A ``str`` is a path or an ``http(s)`` address; the text
        itself is given as bytes or as an open file. The network is used only when an address is given.
    library : path or list of paths, optional
        Your own records (RIS, nbib, PubMed XML, BibTeX, CSL-JSON, EndNote, CSV).
    builtin : bool
        Whether the built-in library of studies is searched too.
    media_type, address : str, optional
        Given when they cannot be told from the source.

    Returns
    -------
    CheckReport
        The same source, libraries and version give the same report, byte for byte.

    Raises
    ------
    UnreadableSource
        When the article or a library cannot be read.

    Examples
    --------
    >>> report = check(b"Acupuncture is old. It may help (Nobody et al, 1999).")
    >>> [issue.type for issue in report.reference_issues]
    ['citation_without_reference']
    """
    from trueeffect.text.reading import read_article

    article = read_article(source, media_type=media_type, address=address)
    return check_article(article, Workspace.of(library, builtin))


def check_article(article: Article, workspace: Workspace) -> CheckReport:
    """Judge the claims and the references of an article that has been read."""
    from trueeffect.app.libraries import open_library
    from trueeffect.check.citations import citation_issues, find_citations
    from trueeffect.check.claims import find_claims, settle_links
    from trueeffect.check.references import find_references
    from trueeffect.check.resolve import reference_issues, resolve_references
    from trueeffect.model.verdict import CheckReport

    library = open_library(workspace)
    references = find_references(article)
    citations = find_citations(article, references)
    matches = resolve_references(references, library)
    records = _matched_records(matches, library)
    texts = {reference.id: _text_of(reference, records.get(reference.id)) for reference in references}
    claims = settle_links(find_claims(article, references, citations), texts)
    results = tuple(result for claim in claims for result in _judge(claim, records))
    issues = (
        *reference_issues(references, matches, library),
        *citation_issues(citations, references, claims, matches, records),
    )
    cited = {record.id: record for record in records.values()}
    return CheckReport(
        version=trueeffect.__version__,
        article=article,
        claims=claims,
        citations=citations,
        references=references,
        matches=matches,
        records=tuple(cited.values()),
        facts=_facts_compared(results, cited),
        results=results,
        reference_issues=issues,
        library=library.describe(),
        notes=_notes(article, references, matches),
    )


def _matched_records(matches: Iterable[Match], library: Library) -> dict[str, Record]:
    matched = [match for match in matches if match.decision == "matched"]
    found = ((match.reference_id, library.get(match.record_id)) for match in matched)
    return {reference_id: record for reference_id, record in found if record is not None}


def _text_of(reference: Reference, record: Record | None) -> str:
    """What the words of a claim are compared with when a citation has several candidates."""
    if record is None:
        return reference.raw
    return " ".join([record.title, *(section.text for section in record.abstract)])


def _judge(claim: Claim, records: dict[str, Record]) -> list[ClaimResult]:
    """Compare a claim with each study it rests on; a claim without a link is left alone."""
    from trueeffect.check.compare import compare_claim, no_source

    results = []
    for link in claim.links:
        known = [(name, records[name]) for name in link.reference_ids if name in records]
        if not known or link.ambiguous:
            results.append(no_source(claim, link))
        else:
            results += [compare_claim(claim, record, reference_id=name) for name, record in known]
    return _settle(results)


def _settle(results: list[ClaimResult]) -> list[ClaimResult]:
    """A claim with several sources stands when one of them supports it: drop the faults of the others."""
    if not any(result.verdict == "supported" for result in results):
        return results
    return [result for result in results if result.verdict in ("supported", "not_checkable")]


def _facts_compared(results: Iterable[ClaimResult], records: dict[str, Record]) -> tuple[StudyFacts, ...]:
    from trueeffect.check.facts.study import study_facts

    compared = dict.fromkeys(result.record_id for result in results if result.record_id in records)
    return tuple(study_facts(records[name]) for name in compared)


def _notes(
    article: Article, references: tuple[Reference, ...], matches: tuple[Match, ...]
) -> tuple[str, ...]:
    notes = list(article.notes)
    if not references:
        notes.append("No reference list was found in the article.")
    unmatched = sum(match.decision != "matched" for match in matches)
    if unmatched:
        notes.append(
            f"{unmatched} of {len(matches)} references could not be found in the libraries that were "
            "searched. That says nothing about whether those works exist."
        )
    return tuple(notes)
