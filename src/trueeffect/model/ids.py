"""Identifiers of works: DOI, PMID, PMCID, trial registrations. Parse, normalise, compare."""

from __future__ import annotations

import re

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_DOI_TAIL = re.compile(r"[\s.,;:\])}'\"]+$")
_PMID = re.compile(r"(?:pmid[:\s]*|pubmed[./a-z]*/|/pubmed/)\s*(\d{1,8})\b", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\s?(\d{3,9})\b", re.IGNORECASE)
_TRIAL = re.compile(r"\b(NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|ChiCTR[-A-Z]*\d{8,10}|DRKS\d{8}|UMIN\d{9})\b", re.I)


def find_doi(text: str) -> str | None:
    """Return the first DOI in ``text``, normalised, or None.

    Examples
    --------
    >>> find_doi("see https://doi.org/10.1001/Archinte.167.17.1892.")
    '10.1001/archinte.167.17.1892'
    >>> find_doi("no identifier here") is None
    True
    """
    match = _DOI.search(text)
    return normalise_doi(match.group()) if match else None


def normalise_doi(text: str) -> str:
    """Return a DOI without resolver, prefix and trailing punctuation, in lower case.

    A closing bracket is kept when the DOI itself opened one, as in ``10.1016/0304-3959(89)90001-4``.
    """
    doi = re.sub(r"^(?:https?://)?(?:dx\.)?doi\.org/|^doi:\s*", "", text.strip(), flags=re.IGNORECASE)
    while True:
        tail = _DOI_TAIL.search(doi)
        if not tail:
            return doi.lower()
        kept = doi[: tail.start()]
        if tail.group().startswith(")") and kept.count("(") > kept.count(")"):
            return (kept + ")").lower()
        doi = kept


def find_pmid(text: str) -> str | None:
    """Return the first PubMed id that is marked as one in ``text``, or None.

    Examples
    --------
    >>> find_pmid("PMID: 12345"), find_pmid("https://pubmed.ncbi.nlm.nih.gov/16430287/"), find_pmid("12345")
    ('12345', '16430287', None)
    """
    match = _PMID.search(text)
    return match.group(1).lstrip("0") or None if match else None


def find_pmcid(text: str) -> str | None:
    """Return the first PubMed Central id in ``text`` (``PMC123``), or None."""
    match = _PMCID.search(text)
    return f"PMC{match.group(1)}" if match else None


def find_registrations(text: str) -> tuple[str, ...]:
    """Return every trial registration number in ``text``, in order, without repeats."""
    return tuple(dict.fromkeys(m.group(1) for m in _TRIAL.finditer(text)))
