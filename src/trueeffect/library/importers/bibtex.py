"""BibTeX and BibLaTeX. Entries with the same key are all kept; TeX accents become letters.

The file is read as a whole: macros may be defined anywhere.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, year_of
from trueeffect.library.importers._text import decode, head_text
from trueeffect.model.record import Record, Rejection

_TYPES = {
    "article": "article", "book": "book", "incollection": "chapter", "inbook": "chapter",
    "inproceedings": "conference",
    "conference": "conference", "techreport": "report", "report": "report", "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis", "online": "web", "electronic": "web", "www": "web",
}  # fmt: skip
_ENTRY = re.compile(r"^\s*@\s*([A-Za-z]+)\s*[{(]", re.MULTILINE)
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_ACCENT = re.compile(
    r"""\\([`'^~"=.])\s*\{?\s*(\\?[ij]|[A-Za-z])\s*\}?|\\([uvHckrdb])(?:\s*\{\s*(\\?[ij]|[A-Za-z])\s*\}|\s+(\\?[ij]|[A-Za-z]))"""
)
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textregistered": "®", "texttrademark": "™", "textdegree": "°", "textmu": "µ", "alpha": "α",
    "beta": "β", "gamma": "γ",
    "delta": "δ", "mu": "μ", "kappa": "κ", "omega": "ω", "times": "×", "pm": "±", "leq": "≤", "geq": "≥",
}  # fmt: skip
_LETTER = re.compile(
    r"\\(" + "|".join(sorted(_LETTERS, key=len, reverse=True)) + r")(?![A-Za-z])(?:\{\}|\s)?"
)
_STYLE = re.compile(r"\\(?:emph|text[a-z]{2}|mathrm|mathit|mathbf|url|href|ensuremath|enquote)\s*(?=\{)")


def _sniff(head: bytes) -> float:
    text = head_text(head)
    found = _ENTRY.search(text)
    return 0.9 if found and re.search(r"@\s*[A-Za-z]+\s*[{(]\s*[^=]*?[,=]", text) else 0.0


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for line, key, kind, fields in _blocks(decode(stream.read()).replace("\r\n", "\n").replace("\r", "\n")):
        if fields is None:
            yield Rejection(
                source=source, line=line, reason=f"The entry cannot be read: {key}", text=kind[:80]
            )
        else:
            yield _record(fields, key, kind, source, line)


def _blocks(text: str) -> Iterator[tuple[int, str, str, Mapping[str, str] | None]]:
    """Yield ``(line, key, type, fields)``; for an entry that failed ``(line, reason, text, None)``."""
    import bibtexparser
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

    log = logging.getLogger("bibtexparser")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        library = bibtexparser.parse_string(text)
    finally:
        log.setLevel(level)
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        kept: Any = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        kept = getattr(kept, "ignore_error_block", None) or kept
        if isinstance(kept, Entry):
            yield line, kept.key, kept.entry_type, {f.key.lower(): str(f.value) for f in kept.fields}
        elif isinstance(kept, ParsingFailedBlock):
            reason = str(getattr(kept.error, "abort_reason", "") or kept.error).strip().rstrip(".")
            yield line, f"{reason}.", (kept.raw or "").strip(), None


def _record(fields: Mapping[str, str], key: str, kind: str, source: str, line: int) -> Record | Rejection:
    value = {name: plain(text) for name, text in fields.items()}
    return build(
        source=source,
        line=line,
        title=_title(value),
        authors=_authors(fields.get("author", "")),
        year=year_of(value.get("year"), value.get("date")),
        journal=value.get("journal") or value.get("journaltitle") or value.get("booktitle"),
        journal_abbreviation=value.get("shortjournal"),
        volume=value.get("volume"),
        issue=value.get("number") or value.get("issue"),
        pages=value.get("pages", "").replace("–", "-") or value.get("eid"),
        doi=value.get("doi"),
        pmid=value.get("pmid") or (value.get("eprint") if value.get("eprinttype") == "pubmed" else ""),
        pmcid=value.get("pmcid") or value.get("pmc"),
        url=value.get("url"),
        language=value.get("language") or value.get("langid"),
        type=_TYPES.get(kind.lower(), "article"),
        abstract=value.get("abstract"),
        keys=[key],
    )


def _authors(text: str) -> list[str]:
    """Split at "and"; a name in braces of its own is an organisation and keeps its words together."""
    return [plain(a) for a in re.split(r"\s+and\s+", text.replace("\n", " "))]


def _title(value: Mapping[str, str]) -> str:
    title, subtitle = value.get("title", ""), value.get("subtitle", "")
    return f"{title}: {subtitle}" if title and subtitle else title


def plain(text: str) -> str:
    r"""Return TeX text as plain text: accents as letters, braces and style commands gone.

    Examples
    --------
    >>> plain(r"{M}{\"u}ller \& S{\o}n: \emph{E. coli} {\'\i} \v{c}")
    'Müller & Søn: E. coli í č'
    """
    if "\\" in text or "$" in text:
        text = _ACCENT.sub(_accented, text)
        text = _STYLE.sub("", text)
        text = _LETTER.sub(lambda m: _LETTERS[m.group(1)], text)
        text = re.sub(r"\\([&%$#_{}])", r"\1", text)
        text = re.sub(r"(?<!\\)\$", "", text) if text.count("$") > 1 else text
        text = re.sub(r"\\[A-Za-z]+\s*|\\[,;:! ]", " ", text)
    return text.replace("{", "").replace("}", "").replace("~", " ").replace("--", "–").strip()


def _accented(match: re.Match[str]) -> str:
    accent, letter = match.group(1) or match.group(3), match.group(2) or match.group(4) or match.group(5)
    return unicodedata.normalize("NFC", letter.lstrip("\\") + _ACCENTS[accent])


importer = Importer(name="BibTeX", suffixes=(".bib", ".bibtex"), sniff=_sniff, read=_read)
