"""HTML pages as found on the web: the article, and marked as such everything around it."""

from __future__ import annotations

import re

from trueeffect.model.article import Article
from trueeffect.text.encoding import decode
from trueeffect.text.readers._base import Reader, iso_date
from trueeffect.text.readers._draft import Draft
from trueeffect.text.readers._html_body import classify
from trueeffect.text.readers._html_page import Page
from trueeffect.text.readers._html_walk import Walker
from trueeffect.text.source import digest_of

_SIGNS = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_TAGS = re.compile(rb"</?(?:p|div|h[1-6]|ul|ol|li|article|section|main|table|span|a)[\s>]", re.IGNORECASE)


def _read(data: bytes) -> Article:
    source, encoding = decode(data)
    page = Walker(source).run()
    draft = Draft(source)
    draft.builder = page.builder
    title = _write(draft, page)
    draft.links = page.links
    draft.marks = page.marks
    return draft.finish(
        media_type="text/html",
        encoding=encoding,
        digest=digest_of(data),
        title=title or page.title,
        date=iso_date(page.date),
        language=page.language,
    )


def _write(draft: Draft, page: Page) -> str:
    """Turn the blocks into passages; return the first main heading."""
    plain = page.builder.text()
    title = ""
    for block, boilerplate in zip(page.blocks, classify(page)):
        text = plain[block.start : block.end]
        if boilerplate:
            draft.add("boilerplate", block.start, block.end, hidden=block.hidden)
            continue
        if block.kind == "heading" and block.level == 1 and not title:
            title = text
        kind = block.kind
        if kind == "table" and not block.cells and len(text.split()) >= 20:
            kind = "paragraph"  # a table that only lays out the page
        draft.add(kind, block.start, block.end, level=block.level, hidden=block.hidden, title=text)
    return title


def _sniff(head: bytes) -> float:
    if _SIGNS.search(head):
        return 0.95
    return 0.6 if len(_TAGS.findall(head)) >= 3 else 0.0


reader = Reader(
    name="html",
    suffixes=(".html", ".htm", ".xhtml"),
    media_types=("text/html", "application/xhtml+xml"),
    sniff=_sniff,
    read=_read,
)
