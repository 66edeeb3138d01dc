"""What a printed reference offers for finding its record: words, numbers, identifiers, fields."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cached_property

from trueeffect.library.words import STOPWORDS, words
from trueeffect.model.article import Reference, ReferenceFields
from trueeffect.model.ids import find_doi, find_pmcid, find_pmid

_ADDRESS = re.compile(
    r"(?:https?://|www\.|\bdoi\b:?\s*(?:https?://\S+?)?|\b(?=10\.\d{4,9}/))\S+|\bPM(?:C?ID)?:?\s*(?:PMC)?\d+",
    re.I,
)
_NUMBER = re.compile(r"^[a-z]{0,4}?0*(\d+)[a-z]?$")
_YEAR = re.compile(r"^(1[89]\d\d|20\d\d)[a-z]?$")
_DATED = re.compile(r"\((1[89]\d\d|20\d\d)[a-z]?\)|\b(1[89]\d\d|20\d\d)(?:\s[A-Z][a-z]{2,8}[\s\d-]*)?;")
_EMPTY = ReferenceFields()
_FRONT = 8
_FEW = 4
_LONGEST = 3000
"""Characters of a reference that are looked at; a longer one is not a reference but a lost paragraph."""


@dataclass(frozen=True)
class Query:
    """A reference made ready for searching.

    Parameters
    ----------
    raw : str
        The printed string.
    fields : ReferenceFields
        What a parser made of it; may be empty or wrong.
    confidence : float
        How far the fields are trusted, in [0, 1].
    """

    raw: str
    fields: ReferenceFields = _EMPTY
    confidence: float = 0.0

    @classmethod
    def of(cls, reference: Reference) -> Query:
        """Make the query of a reference of the list."""
        return cls(raw=reference.raw, fields=reference.fields, confidence=reference.confidence)

    @cached_property
    def doi(self) -> str:
        """DOI as printed, normalised; empty when there is none."""
        return self.fields.doi.lower() or find_doi(self.raw) or ""

    @cached_property
    def pmid(self) -> str:
        """PubMed id, when it is marked as one."""
        return self.fields.pmid or find_pmid(self.raw) or ""

    @cached_property
    def pmcid(self) -> str:
        """PubMed Central id."""
        return self.fields.pmcid or find_pmcid(self.raw) or ""

    @cached_property
    def tokens(self) -> list[str]:
        """Folded words of the printed string in order, addresses and identifiers left out."""
        return words(_ADDRESS.sub(" ", self.raw[:_LONGEST]))

    def without(self, *parts: str) -> str:
        """Return the printed string without addresses, identifiers and these parsed parts of it."""
        text = self.raw[:_LONGEST]
        for part in parts:
            text = text.replace(part, " ") if part else text
        return _ADDRESS.sub(" ", text)

    @cached_property
    def token_set(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.tokens)

    @property
    def bare(self) -> bool:
        """Whether there is hardly more than an identifier or a link: nothing to compare with a record."""
        names = bool(self.fields.authors or self.fields.title)
        return not names and sum(t.isalpha() and t not in STOPWORDS for t in self.tokens) <= _FEW

    @cached_property
    def front(self) -> frozenset[str]:
        """The words at the beginning, where the first author stands."""
        return frozenset(self.tokens[:_FRONT])

    @cached_property
    def text(self) -> str:
        """The words with one space between, and at both ends."""
        return f" {' '.join(self.tokens)} "

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers in order, without letters and leading zeros: years, volume, issue, pages."""
        found = (_NUMBER.match(t) for t in self.tokens)
        return [m.group(1) for m in found if m]

    @cached_property
    def number_set(self) -> frozenset[str]:
        """The different numbers."""
        return frozenset(self.numbers)

    @cached_property
    def years(self) -> frozenset[int]:
        """Every number that can be a year; the parsed year alone when the parser is sure of it."""
        found = {int(m.group(1)) for m in map(_YEAR.match, self.tokens) if m}
        return frozenset(found | ({self.fields.year} if self.fields.year else set()))

    @cached_property
    def year(self) -> int | None:
        """The year that the reference is dated with: parsed, or in brackets, or before the volume."""
        if self.fields.year:
            return self.fields.year
        dated = _DATED.search(self.raw[:_LONGEST])
        return int(dated.group(1) or dated.group(2)) if dated else None

    @property
    def volume(self) -> str:
        """The parsed volume; empty when there is none."""
        return self.fields.volume

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """Pairs of numbers that may be volume and first page: neighbours, or with an issue between."""
        n = self.numbers[-12:]
        return [*itertools.pairwise(n), *zip(n, n[2:], strict=False), *zip(n, n[3:], strict=False)]
