"""From one printed reference to its fields."""

from __future__ import annotations

import re

from trueeffect.check.references.normalisers.authors import Authors, take_authors
from trueeffect.check.references.normalisers.identifiers import Identifiers, take_identifiers
from trueeffect.check.references.normalisers.locator import Locator, any_year, take_locator, year_at
from trueeffect.check.references.normalisers.venue import Venue, split_venue
from trueeffect.model.article import PersonName, ReferenceFields

_LABEL = re.compile(
    r"\s*(?:\[\^?\w{1,12}\]:?|\(\d{1,3}\)|\d{1,3}[.)](?=\s)|[\u00b9\u00b2\u00b3\u2070-\u2079]+|[•*-](?=\s))\s*"
)
_SPACES = re.compile(r"\s+")
_BROKEN_NAME = re.compile(r"(?<=[a-z])[-‐] (?=[A-Z][a-z]+ [A-Z]{1,3}\b)")
_LONGEST = 3000
_ONLY_NAME = re.compile(r"([^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?),? et al\.?")
_BOOK = re.compile(
    r"\b(?:Press|Publish\w*|Publications?|Wiley|Springer|Elsevier|Routledge|Sage|Academic|Books?|Verlag|Erlbaum|"
    r"Churchill Livingstone|Mosby|Saunders|Lippincott|Editors?|[Ee]ds?\.|\d+(?:st|nd|rd|th) ed)\b"
)
_REPORT = re.compile(
    r"\b(?:[Rr]eport|[Gg]uidelines?|[Tt]hesis|[Dd]issertation|[Ww]orking [Pp]aper|[Ss]tatistics|WHO)\b"
)


def parse_reference(raw: str) -> tuple[ReferenceFields, float]:
    """Return the fields of one reference string, and how sure their cut is.

    Any style is read: Vancouver, AMA, APA, Harvard, Nature, PubMed's packed form, and bare identifiers. A
    part that is not there stays empty.

    Parameters
    ----------
    raw : str
        One entry of a reference list, with or without its number.

    Returns
    -------
    fields : ReferenceFields
    confidence : float
        In [0, 1]; above 0.8 for a complete journal reference, below 0.4 for a fragment.

    Examples
    --------
    >>> fields, confidence = parse_reference(
    ...     "1. Doe J, Roe AB. (2005). Needles for backs. Acupunct Med, Dec;23(4):166-70."
    ... )
    >>> fields.authors[1].family, fields.year, fields.journal, fields.volume, fields.last_page
    ('Roe', 2005, 'Acupunct Med', '23', '170')
    """
    text = _SPACES.sub(" ", raw[:_LONGEST].replace("\u00ad", "")).strip()
    text = _BROKEN_NAME.sub("-", text)
    ids, text = take_identifiers(text)
    label = _LABEL.match(text)
    if label and label.end() < len(text):
        text = text[label.end() :]
    authors = take_authors(text)
    lead = year_at(text, authors.end, named=bool(authors.people))
    begin = lead.end if lead else authors.end
    locator = take_locator(text, begin)
    year, stop = _year(text, begin, lead, locator)
    venue = split_venue(text[begin:stop], located=bool(locator and (locator.volume or locator.first)))
    return _fields(text, ids, authors, year, locator, venue)


def _year(text: str, begin: int, lead: Locator | None, locator: Locator | None) -> tuple[Locator | None, int]:
    """Return the part that holds the year, and where title and journal end."""
    stop = locator.start if locator else len(text)
    if lead and lead.year:
        if locator and locator.year and locator.year != lead.year and locator.place > locator.start:
            return lead, locator.place  # the year belongs to the journal: J Appl Physiol (1985)
        return lead, stop
    if locator and locator.year:
        return locator, stop
    other = any_year(text, begin)
    if other and (locator is None or other.end <= locator.start) and other.start > begin:
        tail = text[other.end : stop].strip(" .,;:()")
        if len(tail) < 12:
            stop = min(stop, other.start)
    return other, stop


def _fields(
    text: str, ids: Identifiers, authors: Authors, year: Locator | None, locator: Locator | None, venue: Venue
) -> tuple[ReferenceFields, float]:
    place = locator or Locator(0, 0)
    only_name = None if authors.people else _ONLY_NAME.fullmatch(venue.title)
    people, title = authors.people, venue.title
    if only_name:  # a short entry without a title: Kelm et al. Pain 2005;4:11
        people, title = (PersonName(family=only_name.group(1)),), ""
    first, last = place.first, _full_last(place.first, place.last)
    fields = ReferenceFields(
        authors=people,
        collective=authors.collective,
        et_al=authors.et_al or bool(only_name),
        year=year.year if year else None,
        year_suffix=year.suffix if year else "",
        title=title,
        journal=venue.journal,
        volume=place.volume,
        issue=place.issue,
        first_page=first,
        last_page=last,
        doi=ids.doi,
        pmid=ids.pmid,
        pmcid=ids.pmcid,
        url=ids.url,
        type=_type(text, place, venue, ids),
    )
    return fields, _confidence(fields, venue)


def _full_last(first: str, last: str) -> str:
    """Write out a shortened last page: 166-70 is 166-170."""
    if last.isdigit() and len(last) < len(first):
        return first[: len(first) - len(last)] + last
    return last


def _type(text: str, place: Locator, venue: Venue, ids: Identifiers) -> str:
    if venue.container:
        return "chapter"
    if venue.journal and (place.volume or place.first):
        return "journal"
    if _BOOK.search(text):
        return "book"
    if _REPORT.search(text):
        return "report"
    if ids.url and not ids.doi and not ids.pmid:
        return "web"
    return "journal" if venue.journal and (ids.doi or ids.pmid) else ""


def _confidence(fields: ReferenceFields, venue: Venue) -> float:
    if fields.doi or fields.pmid:
        floor = 0.5
    else:
        floor = 0.0
    parts = (
        0.25 * bool(fields.authors or fields.collective)
        + 0.2 * bool(fields.year)
        + 0.25 * (len(fields.title.split()) > 2)
        + 0.15 * bool(fields.journal)
        + 0.1 * bool(fields.volume or fields.first_page)
        + 0.05 * (venue.margin > 1.0)
    )
    return round(max(floor, parts), 3)
