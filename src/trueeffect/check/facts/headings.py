"""Facts from what librarians added to a record: publication types, MeSH headings, notices."""

from __future__ import annotations

import re

from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span
from trueeffect.model.record import Record
from trueeffect.vocab.terms import find_terms

_TYPES = {
    "randomized controlled trial": "rct",
    "case reports": "case_report",
    "meta-analysis": "meta_analysis",
    "systematic review": "systematic_review",
    "review": "review",
    "clinical trial protocol": "protocol",
    "observational study": "cohort",
    "practice guideline": "guideline",
    "pilot projects": "pilot",
    "cross-over studies": "crossover_rct",
    "cohort studies": "cohort",
    "case-control studies": "case_control",
    "cross-sectional studies": "cross_sectional",
}
_AGES = {
    "infant": "infants",
    "infant, newborn": "infants",
    "child": "children",
    "child, preschool": "children",
    "adolescent": "adolescents",
    "adult": "adults",
    "young adult": "young_adults",
    "middle aged": "adults",
    "aged": "older_adults",
    "aged, 80 and over": "older_adults",
    "female": "women",
    "male": "men",
    "pregnancy": "pregnant_women",
}
_SPECIES = {"humans": "human", "rats": "rat", "mice": "mouse", "animals": "animal", "rabbits": "rabbit",
            "dogs": "dog", "cats": "cat", "swine": "pig", "horses": "horse", "sheep": "sheep",
            "rats, sprague-dawley": "rat", "rats, wistar": "rat"}  # fmt: skip


def heading_facts(record: Record) -> tuple[Assertion, ...]:
    """Return the facts that publication types and MeSH headings state.

    Examples
    --------
    >>> record = Record(id="x", mesh=("Humans", "Low Back Pain/therapy"), publication_types=("Case Reports",))
    >>> [(f.facet, f.term) for f in heading_facts(record)]
    [('design', 'case_report'), ('species', 'human'), ('condition', 'low_back_pain')]
    """
    facts = [
        _fact("design", _TYPES[kind.lower()], kind, "publication_type")
        for kind in record.publication_types
        if kind.lower() in _TYPES
    ]
    for heading in record.mesh:
        facts += _mesh(heading)
    return tuple(facts)


def _mesh(heading: str) -> list[Assertion]:
    name = re.split(r"[/*]", heading.strip("* "))[0].strip()
    low = name.lower()
    for facet, table in (("species", _SPECIES), ("population", _AGES), ("design", _TYPES)):
        if low in table:
            return [_fact(facet, table[low], name, "mesh")]
    swapped = " ".join(reversed(name.split(", "))) if ", " in name else name
    hits = find_terms(swapped, ("condition", "intervention"))
    return [_fact(h.facet, h.term, name, "mesh") for h in hits]


def _fact(facet: str, term: str, quote: str, part: str) -> Assertion:
    return Assertion(
        facet=facet,  # type: ignore[arg-type]
        term=term,
        quote=quote,
        part=part,
        span=Span(start=0, end=len(quote)),
        by="headings",
    )
