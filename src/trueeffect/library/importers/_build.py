"""Make a record out of the loose values that a file gives, or say why that is not possible."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from trueeffect.library.names import split_authors
from trueeffect.library.words import clean, clean_title, words
from trueeffect.model.article import PersonName
from trueeffect.model.ids import find_doi, find_pmcid, find_pmid, find_registrations, normalise_doi
from trueeffect.model.record import AbstractSection, Notice, Record, Rejection

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_LABEL = re.compile(
    r"(?:^|(?<=[.!?)\]]\s)|(?<=\n))((?:[A-Z][A-Z/&,\- ]{3,48}[A-Z])|Background|Objectives?|Aims?|"
    r"Purpose|Introduction|"
    r"Methods?|Materials and Methods|Methods and Findings|Patients and Methods|Design|Setting|Participants|"
    r"Interventions?|Main outcome measures?|Measurements|Results?|Findings|Conclusions?|Interpretation|"
    r"Discussion|"
    r"Trial registration|Registration|Funding):\s+"
)


def year_of(*texts: object) -> int | None:
    """Return the first four-digit year in ``texts``, or None.

    Examples
    --------
    >>> year_of("", "2008 Mar-Apr"), year_of("in press"), year_of("c2012")
    (2008, None, 2012)
    """
    for text in texts:
        match = _YEAR.search(str(text or ""))
        if match:
            return int(match.group())
    return None


def pmid_of(text: object) -> str:
    """Return a PubMed id out of a bare or marked value, without leading zeros; empty when there is none."""
    value = str(text or "").strip()
    if re.fullmatch(r"0*\d{1,8}(?:\.0)?", value):
        return value.removesuffix(".0").lstrip("0")
    return find_pmid(value) or ""


def doi_of(text: object) -> str:
    """Return a normalised DOI out of a bare value, a link or a sentence; empty when there is none."""
    value = clean(str(text or "")).strip()
    found = find_doi(value)
    return normalise_doi(found) if found else ""


def sections_of(text: str | None) -> tuple[AbstractSection, ...]:
    """Split an abstract at its printed labels ("METHODS: ..."); an unlabelled one is one section.

    Examples
    --------
    >>> [s.label for s in sections_of("BACKGROUND: Pain is common. METHODS: We asked. RESULTS: Yes.")]
    ['BACKGROUND', 'METHODS', 'RESULTS']
    """
    body = clean(text)
    if not body:
        return ()
    marks = list(_LABEL.finditer(body))
    if len(marks) < 2:
        return (AbstractSection(text=body),)
    parts = [AbstractSection(text=lead)] if (lead := body[: marks[0].start()].strip()) else []
    ends = [m.start() for m in marks[1:]] + [len(body)]
    parts += [
        AbstractSection(text=body[m.end() : end].strip(), label=m.group(1).strip().upper())
        for m, end in zip(marks, ends, strict=True)
        if body[m.end() : end].strip()
    ]
    return tuple(parts)


def build(
    *,
    source: str,
    line: int,
    title: str | None = "",
    authors: Iterable[str] = (),
    people: Sequence[PersonName] | None = None,
    collective: str = "",
    authors_complete: bool = True,
    year: int | None = None,
    journal: str | None = "",
    journal_abbreviation: str | None = "",
    volume: object = "",
    issue: object = "",
    pages: object = "",
    doi: object = "",
    pmid: object = "",
    pmcid: object = "",
    url: str | None = "",
    language: str | None = "",
    type: str = "article",
    publication_types: Iterable[str] = (),
    mesh: Iterable[str] = (),
    abstract: str | Sequence[AbstractSection] | None = "",
    registrations: Iterable[str] = (),
    notices: Sequence[Notice] = (),
    keys: Iterable[str] = (),
) -> Record | Rejection:
    """Return a normalised record; a rejection when there is neither a title nor an identifier."""
    if people is None:
        people, group, complete = split_authors(authors)
        collective, authors_complete = collective or group, authors_complete and complete
    record_doi, record_pmid = doi_of(doi) or doi_of(url), pmid_of(pmid) or find_pmid(url or "") or ""
    record_title = clean_title(title)
    if not record_title and not record_doi and not record_pmid:
        return Rejection(source=source, line=line, reason="The entry has neither a title nor a DOI or PMID.")
    names = tuple(k for k in dict.fromkeys(clean(k) for k in keys) if k)
    parts = sections_of(abstract) if abstract is None or isinstance(abstract, str) else tuple(abstract)
    return Record(
        id=identity(record_pmid, record_doi, names, record_title, year, people),
        title=record_title,
        authors=tuple(people),
        collective=clean(collective),
        authors_complete=authors_complete,
        year=year,
        journal=clean(journal).rstrip("."),
        journal_abbreviation=clean(journal_abbreviation).rstrip("."),
        volume=clean(str(volume or "")),
        issue=clean(str(issue or "")),
        pages=clean(str(pages or "")),
        doi=record_doi,
        pmid=record_pmid,
        pmcid=find_pmcid(str(pmcid or "")) or find_pmcid(url or "") or "",
        url=clean(url),
        language=clean(language),
        type=type,
        publication_types=_unique(publication_types),
        mesh=_unique(mesh),
        abstract=parts,
        registrations=_unique([*registrations, *(r for s in parts for r in find_registrations(s.text))]),
        notices=tuple(notices),
        keys=names,
    )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for v in (clean(v) for v in values) if v))


def identity(
    pmid: str, doi: str, keys: Sequence[str], title: str, year: int | None, people: Sequence[PersonName]
) -> str:
    """Return an id with its prefix: from PMID, else DOI, else key of the file, else the words."""
    if pmid:
        return f"pmid:{pmid}"
    if doi:
        return f"doi:{doi}"
    if keys:
        return f"lib:{keys[0]}"
    text = f"{' '.join(words(title))}|{year or ''}|{people[0].family if people else ''}"
    return f"lib:{hashlib.sha256(text.encode()).hexdigest()[:12]}"
