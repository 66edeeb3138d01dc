"""The tables of controlled terms, read from ``data/vocab``.

One file per facet; a row is a term: id, label, synonyms (parted by ``|``), parent id, source, and for
outcomes which way is better (``lower``, ``higher`` or empty when it depends).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

TABLES: dict[str, str] = {
    "condition": "conditions",
    "intervention": "interventions",
    "comparator": "comparators",
    "outcome": "outcomes",
    "design": "designs",
    "species": "species",
    "population": "populations",
    "harm": "harms",
}
"""Facet and the file that holds its terms."""


class Term(NamedTuple):
    """A controlled term; ``parent`` is the id of the wider term, or empty."""

    id: str
    facet: str
    label: str
    synonyms: tuple[str, ...]
    parent: str
    source: str
    better: str = ""


@cache
def load_terms(facet: str) -> dict[str, Term]:
    """Return the terms of a facet by id, in the order of the table.

    Examples
    --------
    >>> load_terms("condition")["sciatica"].parent
    'back_pain'

    Raises
    ------
    KeyError
        When the facet has no table.
    """
    path = files("trueeffect.data") / "vocab" / f"{TABLES[facet]}.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines if line.strip())
    return {row[0]: _term(facet, row) for row in rows}


def _term(facet: str, row: list[str]) -> Term:
    term_id, label, synonyms, parent, source, better = row
    return Term(term_id, facet, label, tuple(s for s in synonyms.split("|") if s), parent, source, better)
