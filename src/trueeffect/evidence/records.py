"""Curated studies as library records."""

from __future__ import annotations

from trueeffect.evidence.sources import RecordSource, StudySource
from trueeffect.model.article import PersonName
from trueeffect.model.record import AbstractSection, Record

_FIELDS = (
    "title",
    "year",
    "journal",
    "journal_abbreviation",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "pmcid",
    "url",
)


def record_of(study: StudySource) -> Record:
    """Return the record of a study, with the source of each field.

    Examples
    --------
    >>> from trueeffect.evidence.sources import Page
    >>> study = StudySource(
    ...     id="sato2005", record=RecordSource(title="Needles", authors=("Sato K",), year=2005, pmid="1"),
    ...     design=("rct",), species=("human",), condition=("low_back_pain",), control="controlled",
    ...     pages=(Page(id="a", pmid="1"),), curator="c1", entered="2026-11-23")
    >>> record_of(study).id, record_of(study).authors[0].family
    ('pmid:1', 'Sato')
    """
    source = study.record
    pages = "; ".join(page.url or page.pmid or page.doi for page in study.pages)
    known = [name for name in _FIELDS if getattr(source, name) and name not in source.not_seen]
    return Record(
        id=record_id(study),
        title=source.title,
        authors=tuple(_person(name) for name in source.authors),
        authors_complete=source.authors_complete,
        year=source.year,
        journal=source.journal,
        journal_abbreviation=source.journal_abbreviation,
        volume=source.volume,
        issue=source.issue,
        pages=source.pages,
        doi=source.doi,
        pmid=source.pmid,
        pmcid=source.pmcid,
        url=source.url,
        publication_types=source.publication_types,
        registrations=source.registrations,
        abstract=tuple(AbstractSection(label=label, text=text) for label, text in source.abstract),
        keys=(study.id,),
        sources={**dict.fromkeys(known, pages), "abstract": "our own words"},
    )


def record_id(study: StudySource) -> str:
    """Return the id under which the study is known: PubMed id, else DOI, else the id of its folder."""
    source: RecordSource = study.record
    if source.pmid:
        return f"pmid:{source.pmid}"
    return f"doi:{source.doi.lower()}" if source.doi else f"lib:{study.id}"


def _person(text: str) -> PersonName:
    """Read ``"van der Berg AB"``: the last word is the initials."""
    family, _, initials = text.rpartition(" ")
    return PersonName(family=family or text, initials=initials if family else "")
