"""Identifiers and addresses in a reference, and the text without them."""

from __future__ import annotations

import re
from typing import NamedTuple

from trueeffect.model.ids import normalise_doi

_DOI = re.compile(
    r"[\[(]?(?:https?://(?:dx\.)?doi\.org/|\bdoi(?:\.org/|\s*[:.]?\s*(?:https?://(?:dx\.)?doi\.org/)?))?\s*"
    r"(?<![\d.])(10\.\d{4,9}/[^\s\"<>]+)[\])]?",
    re.IGNORECASE,
)
_PMID = re.compile(
    r"[\[(]?(?:\bPubMed\s+)?\b(?:PMID|PubMed(?:\s+(?:ID|Central))?)\s*[:#=]?\s*(\d{4,8})\b[\])]?",
    re.IGNORECASE,
)
_PMCID = re.compile(r"[\[(;]?\s*(?:\bPMCID\s*:?\s*)?\bPMC\s?(\d{3,9})\b[\])]?", re.IGNORECASE)
_PUBMED_URL = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/)(\d{1,8})", re.IGNORECASE
)
_PMC_URL = re.compile(r"(?:/pmc/articles/|pmc\.ncbi\.nlm\.nih\.gov/articles/)PMC(\d+)", re.IGNORECASE)
_URL = re.compile(r"<?\b(?:https?://|www\.)[^\s<>\"]+>?", re.IGNORECASE)
_TAGS = re.compile(
    r"\[(?:PubMed|CrossRef|Cross Ref|Google Scholar|PMC free article|Free full text|Medline|Web of Science|"
    r"Full text|Article|Links?|Abstract|View|ISI|Accessed[^\]]*|cited[^\]]*|Epub[^\]]*|published[^\]]*)\]|"
    r"\bFree (?:PMC )?(?:Article|full text)\b|\bReference Source\b|\bGoogle Scholar\b|\bCrossRef\b",
    re.IGNORECASE,
)
_ONLINE = re.compile(
    r"[\s.,;:(\[]*(?:\b(?:e-?pub(?:lished)?|published online|available (?:from|at|online)|retrieved|"
    r"last accessed|accessed|date accessed|cited|viewed|\[?online\]?)\b)(?![\w-])"
    r"(?:(?:\s+(?:ahead of print|online|on|at|from|in|and|the|first))*[\s:,]*(?:\d{1,4}(?:st|nd|rd"
    r"|th)?[\s/,.-]*|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[\s/,.-]*){0,6})(?:\s*from\b)?[\s:.\])]*",
    re.IGNORECASE,
)


_PII = re.compile(r"\bpii:?\s+|[\w./()-]+ \[pii\];?")


class Identifiers(NamedTuple):
    """Normalised identifiers; empty when not printed."""

    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""


def take_identifiers(text: str) -> tuple[Identifiers, str]:
    """Return the identifiers in ``text`` and the text without them and without access notes.

    Examples
    --------
    >>> take_identifiers("Doe J. Title. BMJ 2001;3:4. doi: 10.1136/bmj.3.4. PMID: 12345")
    (Identifiers(doi='10.1136/bmj.3.4', pmid='12345', pmcid='', url=''), 'Doe J. Title. BMJ 2001;3:4.')
    """
    doi = pmid = pmcid = url = ""
    if "/" in text or ":" in text:
        lower = text.lower()
        if "10." in text and (match := _DOI.search(text)):
            doi = normalise_doi(match.group(1))
            text = _cut(text, match)
        if "http" in lower or "www." in lower:
            url, pmid, pmcid, text = _addresses(text)
        if ("pmid" in lower or "pubmed" in lower) and (match := _PMID.search(text)):
            pmid = pmid or match.group(1).lstrip("0")
            text = _cut(text, match)
    if "PMC" in text and (match := _PMCID.search(text)):
        pmcid = pmcid or f"PMC{match.group(1)}"
        text = _cut(text, match)
    if "[" in text or "rossRef" in text or "Ref" in text or "Free" in text or "Google" in text:
        text = _TAGS.sub(" ", text)
    if "pii" in text:
        text = _PII.sub("", text)
    text = _without_access_notes(text)
    return Identifiers(doi, pmid, pmcid, url), text.strip()


def _cut(text: str, match: re.Match[str]) -> str:
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip(" .;,)")
    return f"{before} {after}" if after else before


def _addresses(text: str) -> tuple[str, str, str, str]:
    url = pmid = pmcid = ""
    for match in _URL.finditer(text):
        address = match.group().strip("<>").rstrip(".,;:)]")
        url = url or address
        if found := _PUBMED_URL.search(address):
            pmid = found.group(1).lstrip("0")
        if found := _PMC_URL.search(address):
            pmcid = f"PMC{found.group(1)}"
    return url, pmid, pmcid, _URL.sub(" ", text)


_ONLINE_WORDS = (
    "epub",
    "e-pub",
    "published online",
    "available",
    "retrieved",
    "ccessed",
    "cited",
    "viewed",
    "online",
)


def _without_access_notes(text: str) -> str:
    lower = text.lower()
    if not any(word in lower for word in _ONLINE_WORDS):
        return text
    # Access notes stand behind the work; the first third is left alone, where titles begin.
    for match in _ONLINE.finditer(text, len(text) // 3):
        rest = text[match.end() :].strip(" .;,()[]")
        if len(rest) < 4 or not rest[0].isalpha():
            kept = text[: match.start()].rstrip() + "."
            return f"{kept} {rest}" if rest else kept
    return text
