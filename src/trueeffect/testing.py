"""Small builders for tests and examples: articles, references and records without a reader.

>>> article = make_article("Needles helped (Sato, 2001).\\n\\nThey may not help you.")
>>> [passage.kind for passage in article.passages]
['paragraph', 'paragraph']
"""

from __future__ import annotations

import re

from trueeffect.model.article import (
    Article,
    Link,
    Mark,
    Passage,
    PassageKind,
    PersonName,
    Reference,
    ReferenceFields,
    SourceText,
)
from trueeffect.model.provenance import Span

__all__ = ["make_article", "make_name", "make_reference"]

_BLOCK = re.compile(r"\S(?:.*?\S)??(?=\s*\Z|[ \t]*\n\s*\n)", re.S)


def make_article(
    text: str, *, links: tuple[Link, ...] = (), marks: tuple[Mark, ...] = (), title: str = ""
) -> Article:
    """Return an article whose passages are the blocks of ``text`` between blank lines.

    A block that starts with ``#`` is a heading, one that starts with ``>`` a reference entry; everything
    else is a paragraph.
    """
    passages = tuple(
        Passage(id=f"p{number}", kind=_kind(found.group()), span=Span(start=found.start(), end=found.end()))
        for number, found in enumerate(_BLOCK.finditer(text), start=1)
    )
    return Article(title=title, text=SourceText(plain=text), passages=passages, links=links, marks=marks)


def _kind(block: str) -> PassageKind:
    if block.startswith("#"):
        return "heading"
    return "reference" if block.startswith(">") else "paragraph"


def make_name(text: str) -> PersonName:
    """Return the person named ``"Inoue M"``: family name first, initials last."""
    family, _, initials = text.rpartition(" ")
    return PersonName(family=family or text, initials=initials if family else "")


def make_reference(
    id: str,
    authors: tuple[str, ...] = (),
    year: int | None = None,
    *,
    title: str = "",
    label: str = "",
    et_al: bool = False,
    raw: str = "",
    start: int = 1_000_000,
    collective: str = "",
    year_suffix: str = "",
    doi: str = "",
    pmid: str = "",
    url: str = "",
) -> Reference:
    """Return a reference entry; ``raw`` is put together from the parts when it is not given.

    ``start`` lies behind any text unless it is given: the entry then stands outside the article.

    >>> make_reference("r1", ("Inoue M", "Hojo T"), 2005, title="Lumbar needling").raw
    'Inoue M, Hojo T. (2005). Lumbar needling.'
    """
    names = ", ".join(authors) or collective
    made = f"{names}{', et al' if et_al else ''}. ({year}{year_suffix}). {title}."
    fields = ReferenceFields(
        authors=tuple(make_name(name) for name in authors),
        collective=collective,
        et_al=et_al,
        year=year,
        year_suffix=year_suffix,
        title=title,
        doi=doi,
        pmid=pmid,
        url=url,
    )
    raw = raw or made
    span = Span(start=start, end=start + len(raw))
    return Reference(id=id, raw=raw, span=span, label=label, fields=fields)
