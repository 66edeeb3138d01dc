"""One line on a study, and its address: what a reader needs to weigh it."""

from __future__ import annotations

import re
from urllib.parse import quote

from trueeffect.model.fact import Assertion, StudyFacts
from trueeffect.model.record import Record
from trueeffect.report.inert import one_line, web_link
from trueeffect.report.words import NOTICES, SPECIES, capital, listed, plain_term
from trueeffect.vocab.tables import TABLES
from trueeffect.vocab.terms import ancestors, label

_PUBLICATION_DESIGNS = {
    "meta-analysis": "meta_analysis",
    "systematic review": "systematic_review",
    "randomized controlled trial": "rct",
    "case reports": "case_report",
    "observational study": "cohort",
    "review": "review",
}
_MESH_SPECIES = {
    "humans": "human",
    "rats": "rat",
    "mice": "mouse",
    "rabbits": "rabbit",
    "dogs": "dog",
    "animals": "animal",
}
_UNTOLD = {"", "none", "unclear", "baseline"}
_HEART = frozenset({"facts", "title", "mesh", "OBJECTIVE", "METHODS"})
"""Where a study tells what it is; results and background name other studies and groups too."""
_MOST_GROUPS = 3


def short_name(record: Record) -> str:
    """Return the name of a study as a reader would cite it.

    Examples
    --------
    >>> short_name(Record(id="lib:1", title="A trial", year=2011))
    'A trial (2011)'
    """
    families = [one_line(author.family) for author in record.authors]
    if not families:
        who = one_line(record.collective) or one_line(record.title) or record.id
    elif len(families) > 2 or not record.authors_complete:
        who = f"{families[0]} et al."
    else:
        who = " and ".join(families)
    return f"{who} ({record.year})" if record.year else who


def full_name(record: Record) -> str:
    """Return title and journal of a study in one line."""
    title = one_line(record.title).rstrip(".")
    venue = one_line(record.journal or record.journal_abbreviation)
    return ". ".join(part for part in (title, venue) if part)


def study_address(record: Record) -> str:
    """Return a web address for a study, or an empty string."""
    if re.fullmatch(r"10\.\d{4,9}/\S+", record.doi):
        return web_link("https://doi.org/" + quote(record.doi, safe="/:;()._-"))
    if record.pmid.isdigit():
        return f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"
    return web_link(record.url)


def notices(record: Record) -> tuple[str, ...]:
    """Return a sentence for each retraction, correction or concern on a record."""
    lines = []
    for notice in record.notices:
        detail = ", ".join(one_line(part) for part in (notice.date, notice.reason) if part)
        lines.append(f"{NOTICES[notice.kind]}{f' ({detail})' if detail else ''}.")
    return tuple(lines)


def study_line(record: Record, facts: StudyFacts | None) -> str:
    """Return design, species, size and groups of a study, as far as they are known.

    Facts come first; publication types and subject headings of the record fill in when there are none.
    """
    found = facts.assertions if facts else ()
    parts = [
        _status(found),
        _design(record, found),
        _species(record, found),
        _size(found),
        _groups(found),
    ]
    line = " · ".join(one_line(part) for part in parts if part)
    return capital(line)


def _terms(found: tuple[Assertion, ...], facet: str, *parts: str) -> list[str]:
    """Return the terms of a facet, without repeats and without terms that a narrower one makes plain."""
    told = (fact for fact in found if fact.facet == facet and not fact.negated)
    terms = [fact.term for fact in told if not parts or fact.part in parts or fact.section in parts]
    terms = [term for term in dict.fromkeys(terms) if term not in _UNTOLD]
    if facet not in TABLES:
        return terms
    return [term for term in terms if not any(term in ancestors(facet, other) for other in terms)]


def _status(found: tuple[Assertion, ...]) -> str:
    return "protocol, no results yet" if "protocol" in _terms(found, "status") else ""


def _design(record: Record, found: tuple[Assertion, ...]) -> str:
    kinds = {kind.lower() for kind in record.publication_types}
    terms = _terms(found, "design", "title", "facts", "publication_type") or _terms(found, "design")
    terms = terms or [term for name, term in _PUBLICATION_DESIGNS.items() if name in kinds]
    if not terms:
        return ""
    chosen = next((term for term in terms if term != "pilot"), "pilot")
    return label("design", chosen) + (" (pilot)" if "pilot" in terms and chosen != "pilot" else "")


def _species(record: Record, found: tuple[Assertion, ...]) -> str:
    headings = {heading.lower() for heading in record.mesh}
    terms = _terms(found, "species", *_HEART) or _terms(found, "species")
    terms = terms or [term for name, term in _MESH_SPECIES.items() if name in headings][:1]
    specific = [term for term in terms if term != "animal"] or terms
    return listed([SPECIES.get(term, label("species", term)) for term in specific])


def _size(found: tuple[Assertion, ...]) -> str:
    """Return the size of a study where one figure is given for it; several are never added up."""
    sizes = [(fact, fact.quantity) for fact in found if fact.facet == "sample_size" and fact.quantity]
    for role in ("total", "randomised", "analysed", ""):
        fitting = [
            quantity
            for fact, quantity in sizes
            if fact.role == role and quantity.value % 1 == 0 and (role or {fact.section, fact.part} & _HEART)
        ]
        if len({quantity.value for quantity in fitting}) == 1:
            noun, value = fitting[0].of, int(fitting[0].value)
            noun = noun if noun.replace(" ", "").isalpha() else "participants"
            return f"{value:,} {noun}" if value != 1 else f"1 {noun.removesuffix('s')}"
    return ""


def _groups(found: tuple[Assertion, ...]) -> str:
    if "uncontrolled" in _terms(found, "control"):
        return "no comparison group"
    arms = [
        f"{plain_term(fact.arm)} {int(fact.quantity.value):,}"
        for fact in found
        if fact.facet == "sample_size" and fact.role == "arm" and fact.arm and fact.quantity is not None
    ]
    if len(set(arms)) > 1:
        return ", ".join(dict.fromkeys(arms))
    treatments = _terms(found, "intervention", "title", "facts") or _terms(found, "intervention", "METHODS")
    others = _terms(found, "comparator", *_HEART)
    others = [term for term in others if term != "control_group"] or others
    compared = listed([label("comparator", term) for term in others[:_MOST_GROUPS]])
    if len(treatments) == 1 and compared:
        return f"{label('intervention', treatments[0])} against {compared}"
    return f"compared with {compared}" if compared else ""


def read_from(basis: tuple[str, ...]) -> str:
    """Say in one sentence what a claim was compared with.

    Examples
    --------
    >>> read_from(("abstract",)), read_from(("curated", "abstract"))
    ('Compared with the abstract only.', 'Compared with stored facts and the abstract.')
    """
    names = {
        "curated": "stored facts",
        "abstract": "the abstract",
        "title": "the title",
        "mesh": "the subject headings",
    }
    parts = [names[name] for name in names if name in basis]
    parts += [plain_term(name) for name in basis if name not in names]
    if not parts:
        return ""
    if basis == ("title",):
        return "Compared with the title only; no abstract was at hand."
    return f"Compared with {listed(parts)}{' only' if len(parts) == 1 else ''}."
