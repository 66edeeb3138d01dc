"""What is read from an article: its text, references, citations and claims."""

from __future__ import annotations

from typing import Literal

from trueeffect.model._struct import Value
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span


class Segment(Value, frozen=True, kw_only=True):
    """A run of the plain text that was copied from the source unchanged.

    ``plain[start : start + length] == source[source_start : source_start + length]`` for a run with
    ``exact``; a run that is not exact (an entity, a ligature) maps as a whole.
    """

    start: int
    source_start: int
    length: int
    source_length: int
    exact: bool = True


class SourceText(Value, frozen=True, kw_only=True):
    """A plain text and the way back to the source it was read from.

    Parameters
    ----------
    plain : str
        The text that every span of the article indexes.
    source : str
        The decoded source, mark-up included; empty for binary formats (PDF, DOCX), where the plain text
        is its own source.
    segments : tuple of Segment
        Ordered by ``start``; empty means that plain and source are the same text.
    media_type : str
        ``text/plain``, ``text/markdown``, ``text/html``, ``application/pdf``, or the DOCX type.
    encoding : str
        Encoding that was used to decode; empty for binary formats.
    digest : str
        SHA-256 of the original bytes, hexadecimal.
    """

    plain: str
    source: str = ""
    segments: tuple[Segment, ...] = ()
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    digest: str = ""


PassageKind = Literal[
    "heading", "paragraph", "list_item", "table", "quote", "caption", "reference", "footnote", "boilerplate"
]


class Passage(Value, frozen=True, kw_only=True):
    """A block of the article: a heading, a paragraph, a list item, a footnote, ...

    Passages are ordered and do not overlap. ``hidden`` marks text that the page does not show at first
    (collapsed, footer), where reference lists hide. ``boilerplate`` is navigation, adverts and comments:
    kept, because references may hide there too, but never read for claims.
    """

    id: str
    kind: PassageKind
    span: Span
    level: int = 0
    section: str = ""
    hidden: bool = False


class Link(Value, frozen=True, kw_only=True):
    """A hyperlink on ``span``; ``href`` as written, with ``#anchor`` links kept."""

    span: Span
    href: str


class Mark(Value, frozen=True, kw_only=True):
    """Typography that carries meaning: superscript text, or an anchor that links point to."""

    kind: Literal["superscript", "anchor", "footnote_marker"]
    span: Span
    name: str = ""


class Article(Value, frozen=True, kw_only=True):
    """An article as the rest of the program sees it."""

    title: str
    text: SourceText
    passages: tuple[Passage, ...]
    links: tuple[Link, ...] = ()
    marks: tuple[Mark, ...] = ()
    address: str = ""
    date: str = ""
    language: str = ""
    notes: tuple[str, ...] = ()
    """What could not be read, in plain sentences."""


class PersonName(Value, frozen=True, kw_only=True):
    """An author as printed: family name, initials without dots, given name when printed."""

    family: str
    initials: str = ""
    given: str = ""


class ReferenceFields(Value, frozen=True, kw_only=True):
    """The parts of a reference string; an empty part was not found, which is no error."""

    authors: tuple[PersonName, ...] = ()
    collective: str = ""
    et_al: bool = False
    year: int | None = None
    year_suffix: str = ""
    title: str = ""
    journal: str = ""
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    type: str = ""
    """``journal``, ``book``, ``chapter``, ``report``, ``web``; ``link`` for a work that the text
    only links to and no list names; empty when not clear."""


class Reference(Value, frozen=True, kw_only=True):
    """One entry of the article's reference list; ``raw`` is always kept.

    ``label`` is the printed number or key (``3``, ``Smith2009``), empty when there is none.
    ``confidence`` in [0, 1] says how well the fields could be told apart.
    """

    id: str
    raw: str
    span: Span
    label: str = ""
    fields: ReferenceFields = ReferenceFields()
    confidence: float = 1.0


CitationStyle = Literal["author_year", "numeric", "superscript", "footnote", "link", "named"]


class CitationKey(Value, frozen=True, kw_only=True):
    """One work named by a citation: surnames with year, a number, or a link target."""

    authors: tuple[str, ...] = ()
    et_al: bool = False
    year: int | None = None
    year_suffix: str = ""
    number: str = ""
    href: str = ""


class Citation(Value, frozen=True, kw_only=True):
    """A marker in the text; zero, one or several candidate references are all legal.

    ``candidates`` holds one tuple of reference ids per key. More than one id in a tuple means that the
    marker is ambiguous; an empty tuple means that the list has no such entry.
    """

    id: str
    span: Span
    text: str
    style: CitationStyle
    keys: tuple[CitationKey, ...]
    candidates: tuple[tuple[str, ...], ...] = ()
    narrative: bool = False


LinkHow = Literal["explicit", "carried", "late", "narrative", "inferred", "none"]


class ClaimLink(Value, frozen=True, kw_only=True):
    """Why a claim is compared with a reference.

    ``explicit``: the citation stands in the sentence; ``carried``: inherited from the sentence or
    paragraph before; ``late``: the citation stands one sentence later; ``narrative``: the authors are
    named in the text; ``inferred``: no citation, but the content fits exactly one reference.
    """

    reference_ids: tuple[str, ...]
    how: LinkHow
    citation_id: str = ""
    ambiguous: bool = False
    reason: str = ""


class Claim(Value, frozen=True, kw_only=True):
    """A sentence that states something, with the citations that cover it and its typed facts.

    ``subject`` is the kind of statement: ``study`` (what one study did or found), ``field`` (what the
    evidence as a whole shows), ``background`` (not about a study: not compared).
    """

    id: str
    span: Span
    text: str
    links: tuple[ClaimLink, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    subject: Literal["study", "field", "background"] = "study"
    passage_id: str = ""
