"""Where a fact was read, and by whom."""

from __future__ import annotations

from typing import Literal

from trueeffect.model._struct import Value


class Span(Value, frozen=True, kw_only=True, order=True):
    """Half-open range ``[start, end)`` of characters in a plain text.

    Examples
    --------
    >>> Span(start=2, end=5).of("abcdefg")
    'cde'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """Return the same range moved by ``by`` characters."""
        return Span(start=self.start + by, end=self.end + by)


class Locator(Value, frozen=True, kw_only=True):
    """A place inside a source: a part of a record, a page, a table, and the characters there.

    Parameters
    ----------
    part : str
        ``title``, ``abstract``, ``mesh``, ``publication_type``, ``facts``, ``table 2``, ``text``, ...
    span : Span, optional
        Characters of that part.
    section : str
        Heading or role of the section (``RESULTS``), empty when unknown.
    """

    part: str
    span: Span | None = None
    section: str = ""


class Provenance(Value, frozen=True, kw_only=True):
    """Source of one fact; never empty on a fact.

    Parameters
    ----------
    source : str
        Id of the article or record, with its prefix (``pmid:123``, ``article``).
    quote : str
        The words that carry the fact, verbatim.
    how : {"curated", "extracted", "reported", "computed"}
        ``curated``: entered by a person; ``extracted``: read by the program; ``reported``: stated by the
        source as such; ``computed``: worked out from other facts.
    by : str
        Curator id, or component name.
    """

    source: str
    locator: Locator
    quote: str = ""
    how: Literal["curated", "extracted", "reported", "computed"] = "extracted"
    by: str = ""
    date: str | None = None
