"""Decide which record a reference means: one, several that cannot be told apart, or none in this library."""

from __future__ import annotations

from trueeffect.check.resolve.query import Query
from trueeffect.check.resolve.score import NOISY, Fit, fit
from trueeffect.library.candidates import Index
from trueeffect.library.store import Library
from trueeffect.model.record import Candidate, Match

MATCHED = 0.75
"""Score from which a record is taken for the work, when its title or its place agrees."""
_TITLE = 0.8
_SOME_TITLE = 0.3
_SOME_AUTHOR = 0.6
_HALF = 0.5
_TELLING = 30.0
"""Weight of a title (about six words) that is hardly ever shared by two works of one author."""
_MARGIN = 0.03
_CLEAR = 0.9
_KEPT = 3
_WIDER = 2000
"""Postings that are looked at when nothing has been found among the rarest words."""


def decide(query: Query, library: Library, reference_id: str = "") -> Match:
    """Match one reference with the library; the reason says why in a plain sentence."""
    fits = rank(query, library.index)
    good = [f for f in fits if acceptable(f)]
    if not good and (named := _named(query, library.index, fits)):
        return _match(
            reference_id, library, [named], "matched", "The identifier is that of this record.", named
        )
    if not good:
        return _match(
            reference_id, library, fits, "unmatched", "No record of this library fits the reference."
        )
    best = good[0]
    rivals = [f for f in good[1:] if f.score > best.score - _MARGIN]
    if rivals and not _identified(query, library, best, rivals):
        count = len(rivals) + 1
        return _match(
            reference_id,
            library,
            good,
            "ambiguous",
            f"{count} records fit equally well and cannot be told apart.",
        )
    return _match(reference_id, library, good, "matched", explain(best), best)


def rank(query: Query, index: Index) -> list[Fit]:
    """Return the fits of all candidate records, best first."""
    numbers = index.numbers(query.token_set)
    placed = index.at_places(query.places)
    fits = [fit(query, index, p, numbers) for p in placed if index.coverage(p, numbers) >= _CLEAR]
    if any(perfect(f) for f in fits):
        return sorted(fits, key=lambda f: (-f.score, f.position))
    seen = {f.position for f in fits}
    fits += [fit(query, index, p, numbers) for p in _likely(query, index, numbers) if p not in seen]
    if max((f.score for f in fits), default=0.0) < _CLEAR:
        seen = {f.position for f in fits}
        others = _possible(query, index, numbers, placed)
        fits += [fit(query, index, p, numbers) for p in others if p not in seen]
    return sorted(fits, key=lambda f: (-f.score, f.position))


def perfect(found: Fit) -> bool:
    """Tell whether everything agrees: then only a record at the same place could fit as well."""
    return found.whole and found.weight >= _TELLING and found.agreeing == 4 and found.score == 1.0


def _likely(query: Query, index: Index, numbers: set[int]) -> list[int]:
    """Records with the printed identifier, or with about half of their title in the reference."""
    identified = _by_identifier(query, index)
    titled = index.by_title(numbers)
    return identified + [p for p in titled if p not in identified and index.coverage(p, numbers) >= NOISY]


def _possible(query: Query, index: Index, numbers: set[int], placed: list[int]) -> list[int]:
    """Records at the printed place, or of the author and year or of commoner words with some of the title."""
    signed = (p for family in query.front for year in query.years for p in index.of_author(family, year))
    others = dict.fromkeys((*signed, *index.by_title(numbers, enough=_WIDER)))
    return [*placed, *(p for p in others if p not in placed and index.coverage(p, numbers) >= _SOME_TITLE)]


def _by_identifier(query: Query, index: Index) -> list[int]:
    keys = (query.doi, f"pmid:{query.pmid}" if query.pmid else "", query.pmcid)
    return list(dict.fromkeys(p for k in keys if k for p in index.by_id.get(k, ())))


def _named(query: Query, index: Index, fits: list[Fit]) -> Fit | None:
    """Return the record that the printed identifier names, when the text says nothing against it."""
    owners = set(_by_identifier(query, index))
    found = [f for f in fits if f.position in owners]
    if len(found) != 1:
        return None
    best = found[0]
    agrees = best.title >= _HALF or ((best.author or 0) >= _SOME_AUTHOR and (best.year or 0) >= _HALF)
    return best if query.bare or agrees else None


def acceptable(found: Fit) -> bool:
    """Tell whether a fit is good enough to be the work."""
    if found.title >= _TITLE:
        if found.whole and found.weight >= _TELLING and _backed(found):
            return True
        return found.score >= MATCHED and (found.agreeing >= 2 or (found.whole and found.disagreeing == 0))
    return found.agreeing == 4 and (found.title >= _SOME_TITLE or found.journal)


def _backed(found: Fit) -> bool:
    """Tell whether a telling title, printed whole, is backed by the author or by the place in the journal."""
    if found.author == 1.0:
        return (found.year or 0) >= _HALF or found.disagreeing <= 1
    return found.volume == found.page == 1.0


def _identified(query: Query, library: Library, best: Fit, rivals: list[Fit]) -> bool:
    """Tell whether the printed identifier settles which of the rivals is meant."""
    record = library.index.records[best.position]
    return bool(
        (query.doi and query.doi == record.doi) or (query.pmid and query.pmid == record.pmid)
    ) and not any(query.doi and query.doi == library.index.records[r.position].doi for r in rivals)


def explain(found: Fit) -> str:
    """Return a plain sentence on what agrees and what does not."""
    stated = {n: getattr(found, n) for n in ("title", "author", "year", "volume", "page")}
    agree = [_WORDS[n] for n, v in stated.items() if v is not None and v >= 0.8]
    differ = [_WORDS[n] for n, v in stated.items() if v is not None and v < 0.8]
    sentence = f"The {_listed(agree)} agree{'s' if len(agree) == 1 else ''}" if agree else "Little agrees"
    return f"{sentence}; the {_listed(differ)} not fully." if differ else f"{sentence}."


_WORDS = {
    "title": "title",
    "author": "first author",
    "year": "year",
    "volume": "volume",
    "page": "first page",
}


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _match(
    reference_id: str, library: Library, fits: list[Fit], decision: str, reason: str, best: Fit | None = None
) -> Match:
    records = library.index.records
    candidates = tuple(
        Candidate(record_id=records[f.position].id, score=round(f.score, 4), features=f.features())
        for f in fits[:_KEPT]
    )
    return Match(
        reference_id=reference_id,
        decision=decision,  # type: ignore[arg-type]
        record_id=records[best.position].id if best else "",
        score=candidates[0].score if candidates else 0.0,
        candidates=candidates,
        reason=reason,
    )
