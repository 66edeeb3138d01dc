"""How well a record fits a printed reference: named features, one score."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz import fuzz

from trueeffect.check.resolve.query import Query
from trueeffect.library.candidates import Index
from trueeffect.library.journals import journal_printed
from trueeffect.library.names import PARTICLES
from trueeffect.library.pages import page_key, parse_pages, volume_key
from trueeffect.library.words import fold, words
from trueeffect.model.record import Record

WEIGHTS = {"title": 5.0, "author": 2.0, "year": 1.5, "volume": 1.0, "page": 2.0}
"""What full agreement of each feature adds; one that the record does not state counts neither way."""
_SURNAME_PART = re.compile(r"[^\W\d_]+")
NOISY = 0.45
"""Share of title words found, above which a misspelt or broken title is worth a slower comparison."""
_UNSURE_TITLE = 0.97


class Fit(NamedTuple):
    """Features of one record for one reference, each in [0, 1]; None when the record does not state it.

    ``title``: share of the title's words, by weight, that stand in the reference; ``whole``: the title stands
    there as printed; ``author``: the first author stands at the front (1), somewhere (0.6) or not (0);
    ``weight``: how telling the title is; ``journal``: its words stand there (looked at only when the title is
    missing).
    """

    position: int
    title: float
    whole: bool
    author: float | None
    year: float | None
    volume: float | None
    page: float | None
    weight: float
    journal: bool

    @property
    def score(self) -> float:
        """Weighted mean of the stated features, in [0, 1]."""
        total = got = 0.0
        for name, weight in WEIGHTS.items():
            value = getattr(self, name)
            if value is not None:
                total += weight
                got += weight * value
        return got / total

    @property
    def agreeing(self) -> int:
        """Number of features besides the title that agree."""
        return sum((v or 0) >= 0.6 for v in (self.author, self.year, self.volume, self.page))

    @property
    def disagreeing(self) -> int:
        """Number of features besides the title that are stated and do not agree."""
        return sum(v is not None and v < 0.4 for v in (self.author, self.year, self.volume, self.page))

    def features(self) -> dict[str, float]:
        """Return the stated features by name."""
        names = ("title", "author", "year", "volume", "page")
        found = {n: getattr(self, n) for n in names}
        return {n: round(float(v), 4) for n, v in found.items() if v is not None}


def fit(query: Query, index: Index, position: int, numbers: set[int]) -> Fit:
    """Compare the reference with the record at ``position``; ``numbers`` are its words in the index."""
    record = index.records[position]
    title, whole = _title(query, index, position, numbers)
    author, year = _author(query, record), _year(query, record)
    volume, page = _volume(query, record), _page(query, record)
    placed = title < NOISY and author == year == volume == page == 1.0
    return Fit(
        position=position,
        title=title,
        whole=whole,
        author=author,
        year=year,
        volume=volume,
        page=page,
        weight=index.title_weights[position],
        journal=placed and journal_printed(record, query.raw),
    )


def _title(query: Query, index: Index, position: int, numbers: set[int]) -> tuple[float, bool]:
    record = index.records[position]
    if not record.title:
        return 0.0, False
    covered = index.coverage(position, numbers)
    if covered < NOISY:
        return covered, False
    printed = " ".join(words(record.title))
    if f" {printed} " in query.text:
        return 1.0, True
    if covered < _UNSURE_TITLE:
        near = fuzz.partial_ratio(printed, query.text, score_cutoff=80) / 100
        covered = max(covered, near)
    return covered, False


def surname_parts(family: str) -> list[str]:
    """Return the words of a surname that count: folded, particles left out."""
    parts = words(" ".join(_SURNAME_PART.findall(fold(family))))
    return [p for p in parts if p not in PARTICLES] or parts


def _author(query: Query, record: Record) -> float | None:
    if not record.authors:
        if not record.collective:
            return None
        parts = words(record.collective)
        return sum(p in query.token_set for p in parts) / len(parts) if parts else None
    parts = surname_parts(record.authors[0].family)
    if not parts:
        return None
    if all(p in query.front for p in parts):
        return 1.0
    if all(p in query.token_set for p in parts):
        return 0.6
    others = [surname_parts(a.family) for a in record.authors[1:4]]
    return 0.5 if any(o and all(p in query.token_set for p in o) for o in others) else _near(parts[-1], query)


def _near(surname: str, query: Query) -> float:
    """Half a point for a misspelt first author."""
    if len(surname) < 5:
        return 0.0
    return 0.5 if any(fuzz.ratio(surname, t, score_cutoff=80) for t in query.front) else 0.0


def _year(query: Query, record: Record) -> float | None:
    if record.year is None or not query.years:
        return None
    if record.year in query.years:
        return 1.0
    return 0.5 if any(abs(record.year - y) == 1 for y in query.years) else 0.0


def _volume(query: Query, record: Record) -> float | None:
    return float(volume_key(record.volume) in query.number_set) if record.volume else None


def _page(query: Query, record: Record) -> float | None:
    first = page_key(parse_pages(record.pages).first)
    return float(first in query.number_set) if first and first.isdigit() else None
