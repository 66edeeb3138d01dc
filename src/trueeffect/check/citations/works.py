"""Entries of one list that are the same work printed twice."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from trueeffect.check.citations.names import fold
from trueeffect.model.article import Reference
from trueeffect.model.ids import normalise_doi

_ALIKE = 92.0
_MIN_TITLE = 20


def same_work(references: Sequence[Reference]) -> bool:
    """Tell whether all entries are one work: same DOI or PubMed id, or same title and first author.

    Examples
    --------
    >>> from trueeffect.testing import make_reference
    >>> one = make_reference("r1", ("Sato K",), 2005, title="Needling the tail nerve of rats")
    >>> two = make_reference("r2", ("Sato K", "Mori T"), 2005, title="Needling the tail nerve of the rats")
    >>> other = make_reference("r3", ("Sato K",), 2005, title="Heat for the stiff shoulder of mice")
    >>> same_work([one, two]), same_work([one, other])
    (True, False)
    """
    first, *others = references
    return all(_same(first, other) for other in others)


def _same(one: Reference, two: Reference) -> bool:
    a, b = one.fields, two.fields
    if a.doi and b.doi:
        return normalise_doi(a.doi) == normalise_doi(b.doi)
    if a.pmid and b.pmid:
        return a.pmid == b.pmid
    titles = fold(a.title), fold(b.title)
    if min(map(len, titles)) < _MIN_TITLE:
        return fold(one.raw) == fold(two.raw)
    lead = [fold(names[0].family) if names else "" for names in (a.authors, b.authors)]
    return ratio(*titles) >= _ALIKE and ("" in lead or lead[0] == lead[1])
