"""Find the few records that a reference may mean, out of tens of thousands.

An inverted index over the words of titles, with tables for identifiers, for the place in a journal
(volume and first page) and for first author with year. It proposes; ``check.resolve`` decides.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence

from trueeffect.library.names import surname_key
from trueeffect.library.pages import page_key, parse_pages, volume_key
from trueeffect.library.words import STOPWORDS, words
from trueeffect.model.record import Record

_ENOUGH = 800
"""Postings that are looked at, rarest words first, before commoner words are left out."""
_COMMON_KEY = 50
"""A place or author-year shared by more records than this tells nothing."""


class Index:
    """Search index over ``records``; a record is known by its position.

    Parameters
    ----------
    records : sequence of Record

    Notes
    -----
    A word weighs ``log(N / n) + 1/2`` (N records, n of them with the word in the title).
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self.vocabulary: dict[str, int] = {}
        self.postings: list[array[int]] = []
        self.title_words = array("l")
        self.title_starts = array("l", [0])
        self.by_id: dict[str, list[int]] = {}
        self.by_place: dict[tuple[str, str], list[int]] = {}
        self.by_author_year: dict[tuple[str, int], list[int]] = {}
        for position, record in enumerate(records):
            self._add_title(position, record)
            self._add_keys(position, record)
        total = len(records)
        self.sizes = [len(p) for p in self.postings]
        self.weights = [math.log(total / len(p)) + 0.5 for p in self.postings]
        self.title_weights = array(
            "d", (sum(self.weights[w] for w in self.title_of(i)) for i in range(total))
        )

    def _add_title(self, position: int, record: Record) -> None:
        for word in dict.fromkeys(words(record.title)):
            if word in STOPWORDS:
                continue
            number = self.vocabulary.setdefault(word, len(self.postings))
            if number == len(self.postings):
                self.postings.append(array("l"))
            self.postings[number].append(position)
            self.title_words.append(number)
        self.title_starts.append(len(self.title_words))

    def _add_keys(self, position: int, record: Record) -> None:
        for key in (record.doi, f"pmid:{record.pmid}" if record.pmid else "", record.pmcid):
            if key:
                self.by_id.setdefault(key, []).append(position)
        first = page_key(parse_pages(record.pages).first)
        if record.volume and first:
            self.by_place.setdefault((volume_key(record.volume), first), []).append(position)
        if record.authors and record.year:
            signature = (surname_key(record.authors[0].family), record.year)
            self.by_author_year.setdefault(signature, []).append(position)

    def title_of(self, position: int) -> array[int]:
        """Return the numbers of the words in a record's title, each once."""
        return self.title_words[self.title_starts[position] : self.title_starts[position + 1]]

    def numbers(self, tokens: Iterable[str]) -> set[int]:
        """Return the numbers of those ``tokens`` that stand in any title."""
        known = self.vocabulary
        return {known[t] for t in tokens if t in known}

    def coverage(self, position: int, numbers: set[int]) -> float:
        """Return the share of the title's weight that ``numbers`` hold, in [0, 1]; 0 for an empty title."""
        total = self.title_weights[position]
        if not total:
            return 0.0
        weights = self.weights
        return sum([weights[w] for w in self.title_of(position) if w in numbers]) / total

    def by_title(self, numbers: set[int], limit: int = 6, enough: int = _ENOUGH) -> list[int]:
        """Return the positions of the titles that share the most weight with ``numbers``, best first."""
        postings, weights = self.postings, self.weights
        found: dict[int, float] = {}
        looked = 0
        for number in sorted(numbers, key=self.sizes.__getitem__):
            places = postings[number]
            looked += self.sizes[number]
            if found and looked > enough:
                break
            weight = weights[number]
            for position in places:
                found[position] = found.get(position, 0.0) + weight
        if len(found) <= limit:
            return sorted(found, key=lambda p: -found[p])
        coverage = self.coverage
        floor = max(found.values()) * 0.5
        ranked = sorted((p for p, w in found.items() if w >= floor), key=lambda p: -found[p])[: 4 * limit]
        return sorted(ranked, key=lambda p: -coverage(p, numbers) * found[p])[:limit]

    def at_place(self, volume: str, page: str) -> list[int]:
        """Return the records that begin on this page of this volume of any journal."""
        return self.at_places([(volume_key(volume), page_key(page))])

    def at_places(self, places: Iterable[tuple[str, str]]) -> list[int]:
        """Return the records at any of these pairs of volume and page, both as bare numbers."""
        known = self.by_place
        found = [known[place] for place in places if place in known]
        return list(dict.fromkeys(p for group in found if len(group) <= _COMMON_KEY for p in group))

    def of_author(self, family: str, year: int) -> list[int]:
        """Return the records with this first author and year."""
        found = self.by_author_year.get((surname_key(family), year), [])
        return found if len(found) <= _COMMON_KEY else []
