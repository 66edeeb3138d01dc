"""The reference list, arranged so that a citation finds its entries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from trueeffect.check.citations.names import acronym, fold, variants
from trueeffect.model.article import CitationKey, Reference

_YEAR = re.compile(r"(?<![\d/.-])((?:18|19|20)\d\d)([a-z]?)(?![\d/])")
_LEAD = re.compile(r"^[\W\d_]*((?:[a-z'’]{1,4}\s+){0,3}[^\W\d_][\w'’‐-]+)")
_NEAR_NAME = 86.0
"""Ratio above which two surnames of five letters or more are one with a slip of spelling."""


@dataclass(frozen=True)
class Entry:
    """What a citation can see of one reference."""

    id: str
    first: str
    first_variants: frozenset[str]
    others: tuple[str, ...]
    n_authors: int
    open_ended: bool
    year: int | None
    suffix: str
    raw_years: frozenset[int]
    raw: str

    def has_year(self, year: int) -> bool:
        """Tell whether the entry is of that year, by its field or, without a field, by its string."""
        return year == self.year if self.year else year in self.raw_years


def _entry(ref: Reference) -> Entry:
    fields = ref.fields
    families = [name.family for name in fields.authors]
    lead = families[0] if families else fields.collective
    if not lead:
        found = _LEAD.match(ref.raw)
        lead = found.group(1) if found else ""
    other_names = set(variants(lead))
    if fields.collective or not families:
        name = fields.collective or ref.raw[:60]
        other_names |= {
            acronym(name.split(".")[0]),
            fold(name),
            fold(name.partition("(")[2].partition(")")[0]),
        }
    years = _YEAR.findall(ref.raw)
    suffix = fields.year_suffix or next((s for y, s in years if s and int(y) == (fields.year or int(y))), "")
    return Entry(
        id=ref.id,
        first=fold(lead),
        first_variants=frozenset(other_names - {""}),
        others=tuple(fold(name) for name in families[1:]),
        n_authors=len(families),
        open_ended=fields.et_al or not families,
        year=fields.year,
        suffix=suffix,
        raw_years=frozenset(int(y) for y, _ in years),
        raw=fold(ref.raw),
    )


class ReferenceIndex:
    """Entries by surname, by printed label and by position."""

    def __init__(self, references: tuple[Reference, ...]) -> None:
        self.references = references
        self.entries = tuple(_entry(ref) for ref in references)
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for name in {entry.first, *entry.first_variants}:
                self._by_name[name].append(entry)
        self.numbers = _numbers(references)
        self.numbered = any(ref.label.strip("[]().").isdigit() for ref in references)
        self.labels: dict[str, list[str]] = defaultdict(list)
        for ref in references:
            if ref.label:
                self.labels[ref.label.strip("[]().^ ").casefold()].append(ref.id)

    def knows(self, name: str) -> bool:
        """Tell whether some entry is by first author ``name``."""
        return fold(name) in self._by_name

    def named(self, name: str) -> tuple[Entry, ...]:
        """Return the entries whose first author is ``name``: exact forms before partial ones."""
        folded = fold(name)
        exact = [entry for entry in self._by_name.get(folded, ()) if entry.first == folded]
        if exact:
            return tuple(exact)
        found = {e.id: e for form in (folded, *variants(name)) for e in self._by_name.get(form, ())}
        return tuple(found.values())

    def resolve(self, key: CitationKey) -> tuple[str, ...]:
        """Return the ids of every entry that ``key`` may mean; several ids are an ambiguity."""
        if key.number:
            return self.numbers.get(key.number, ())
        return tuple(entry.id for entry in self.exact(key) or self.near(key))

    def exact(self, key: CitationKey) -> tuple[Entry, ...]:
        """Return the entries of the first author and year that ``key`` names."""
        if not key.authors:
            return ()
        pool = list(self.named(key.authors[0])) or _collective(self.entries, key)
        if key.year is not None:
            pool = [entry for entry in pool if entry.has_year(key.year)]
        pool = _only(pool, lambda e: e.first == fold(key.authors[0]))
        if key.year_suffix:
            pool = _suffixed(pool, key.year_suffix)
        if len(key.authors) > 1:
            pool = _only(pool, lambda e: all(_has(e, name) for name in key.authors[1:]))
        return tuple(_only(pool, lambda e: _count_fits(e, key)))

    def near(self, key: CitationKey) -> tuple[Entry, ...]:
        """Return entries that differ from ``key`` by a slip: spelling of the name, or the year."""
        if not key.authors or key.year is None:
            return ()
        name = fold(key.authors[0])
        spelled = [e for e in self.entries if e.has_year(key.year) and _similar(e, name)]
        if spelled:
            return tuple(_only(spelled, lambda e: all(_has(e, other) for other in key.authors[1:])))
        others = [e for e in self.entries if e.has_year(key.year) and name in e.others]
        if len(others) == 1 and len(name) > 3 and all(_has(others[0], a) for a in key.authors[1:]):
            return tuple(others)
        return self._other_year(key)

    def _other_year(self, key: CitationKey) -> tuple[Entry, ...]:
        pool = [e for e in self.named(key.authors[0]) if e.year or e.raw_years]
        pool = [e for e in pool if all(_has(e, name) for name in key.authors[1:])]
        pool = [e for e in pool if _count_fits(e, key)]
        if not pool or key.year is None:
            return ()
        gaps = {e.id: min(abs(key.year - y) for y in ({e.year} if e.year else e.raw_years)) for e in pool}
        least = min(gaps.values())
        return tuple(e for e in pool if gaps[e.id] == least) if least <= 1 else tuple(pool)


def _suffixed(pool: list[Entry], suffix: str) -> list[Entry]:
    """Return the entry of that letter; where the list prints no letters, the entry at that place."""
    if any(entry.suffix for entry in pool):
        return _only(pool, lambda entry: entry.suffix == suffix)
    place = ord(suffix) - ord("a")
    return [pool[place]] if len(pool) > 1 and place < len(pool) else pool


def _numbers(references: tuple[Reference, ...]) -> dict[str, tuple[str, ...]]:
    labelled: dict[str, list[str]] = defaultdict(list)
    for ref in references:
        label = ref.label.strip("[]().^ ")
        if label.isdigit():
            labelled[label].append(ref.id)
    if labelled:
        return {label: tuple(ids) for label, ids in labelled.items()}
    return {str(place): (ref.id,) for place, ref in enumerate(references, start=1)}


def _only(pool: list[Entry], keep: Callable[[Entry], bool]) -> list[Entry]:
    """Return the entries that pass, or all of them when none does."""
    return [entry for entry in pool if keep(entry)] or pool


def _has(entry: Entry, name: str) -> bool:
    folded = fold(name)
    if folded == entry.first or folded in entry.others:
        return True
    return folded in entry.raw if entry.open_ended or not entry.n_authors else _near_any(folded, entry.others)


def _near_any(name: str, others: tuple[str, ...]) -> bool:
    return any(name in other or ratio(name, other) >= _NEAR_NAME for other in others)


def _count_fits(entry: Entry, key: CitationKey) -> bool:
    """Tell whether the number of authors is what the form of the citation implies."""
    if entry.n_authors == 0:
        return True
    if key.et_al:
        return entry.open_ended or entry.n_authors > max(2, len(key.authors))
    if len(key.authors) == 1:
        return entry.n_authors == 1 and not entry.open_ended
    return entry.n_authors == len(key.authors)


def _similar(entry: Entry, name: str) -> bool:
    return len(name) > 4 and len(entry.first) > 4 and ratio(name, entry.first) >= _NEAR_NAME


def _collective(entries: tuple[Entry, ...], key: CitationKey) -> list[Entry]:
    name = fold(" ".join(key.authors))
    if len(name) < 6:
        return []
    return [e for e in entries if e.raw.startswith(name) or (e.n_authors == 0 and name in e.raw)]
