"""A library: records of works, found by id, key, DOI or PMID. It never changes once made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from trueeffect.library.merge import merge
from trueeffect.model._struct import Value
from trueeffect.model.ids import normalise_doi
from trueeffect.model.record import Notice, Record, Rejection

if TYPE_CHECKING:
    from trueeffect.library.candidates import Index


class Source(Value, frozen=True, kw_only=True):
    """One file that a library was made from: its name, format, number of records, and SHA-256."""

    name: str
    format: str
    records: int
    rejected: int = 0
    digest: str = ""

    def __str__(self) -> str:
        count = f"{self.records} record{'' if self.records == 1 else 's'}"
        entries = "entry" if self.rejected == 1 else "entries"
        dropped = f", {self.rejected} {entries} not usable" if self.rejected else ""
        return f"{self.name} ({self.format}, {count}{dropped})"


class Library:
    """Bibliographic records with each work once.

    Parameters
    ----------
    records : iterable of Record
        In order of trust: the first record of a work wins where two disagree.
    sources : sequence of Source
        The files they came from.
    rejections : sequence of Rejection
        What could not be used.
    """

    def __init__(
        self,
        records: Iterable[Record],
        *,
        sources: Sequence[Source] = (),
        rejections: Sequence[Rejection] = (),
    ) -> None:
        self._records = {r.id: r for r in merge(records)}
        self.sources = tuple(sources)
        self.rejections = tuple(rejections)

    @property
    def records(self) -> Mapping[str, Record]:
        """Every record by its id, in order."""
        return MappingProxyType(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __repr__(self) -> str:
        return f"<Library of {len(self)} works from {len(self.sources)} files>"

    def get(self, name: str) -> Record | None:
        """Return the record with this id, or with this key or former id; None when there is none."""
        return self._records.get(name) or self._records.get(self._names.get(name, ""))

    def by_doi(self, doi: str) -> Record | None:
        """Return the record with this DOI in any spelling, or None."""
        return self._records.get(self._dois.get(normalise_doi(doi), ""))

    def by_pmid(self, pmid: str) -> Record | None:
        """Return the record with this PubMed id, or None."""
        return self._records.get(self._pmids.get(pmid.strip().lstrip("0"), ""))

    @property
    def notices(self) -> Mapping[str, tuple[Notice, ...]]:
        """Retractions, corrections and expressions of concern, by record id."""
        return {i: r.notices for i, r in self._records.items() if r.notices}

    def describe(self) -> tuple[str, ...]:
        """Return one plain line for each file that the library was made from."""
        return tuple(map(str, self.sources))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the ids and titles of all records: two equal libraries have the same digest."""
        total = hashlib.sha256()
        for record in self._records.values():
            total.update(f"{record.id}\t{record.title}\n".encode())
        return total.hexdigest()

    @cached_property
    def index(self) -> Index:
        """The search index over the records, built when first used."""
        from trueeffect.library.candidates import Index

        return Index(tuple(self._records.values()))

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for record in self._records.values():
            for name in (*record.keys, *record.merged):
                names.setdefault(name, record.id)
        return names

    @cached_property
    def _dois(self) -> dict[str, str]:
        return _first((r.doi, r.id) for r in self._records.values())

    @cached_property
    def _pmids(self) -> dict[str, str]:
        return _first((r.pmid, r.id) for r in self._records.values())


def _first(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, name in pairs:
        if key:
            found.setdefault(key, name)
    return found
