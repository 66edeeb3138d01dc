"""The parts of an article that a report shows: no menus, no adverts, no reference list."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from trueeffect.model.article import Article, Passage, Reference
from trueeffect.model.provenance import Span

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_UNSEEN = frozenset({"boilerplate", "reference"})
_SHARE_OF_REFERENCE = 0.5


def readable_passages(article: Article, references: Sequence[Reference]) -> list[Passage]:
    """Return the passages that are read as the article: no menus, no reference list, no empty sections."""
    passages = list(article.passages) or _paragraphs(article.text.plain)
    starts = sorted(reference.span for reference in references)
    kept: list[Passage] = []
    for passage in sorted(passages, key=lambda passage: passage.span):
        if passage.kind in _UNSEEN or _is_reference(passage, starts):
            _drop_heading(kept)
            continue
        kept.append(passage)
    if kept and kept[0].kind == "heading" and kept[0].span.of(article.text.plain).strip() == article.title:
        del kept[0]
    return kept


def _paragraphs(text: str) -> list[Passage]:
    passages, at = [], 0
    for border in [*_BLANK_LINE.finditer(text), None]:
        end = border.start() if border else len(text)
        if text[at:end].strip():
            passages.append(Passage(id=f"p{at}", kind="paragraph", span=Span(start=at, end=end)))
        at = border.end() if border else end
    return passages


def _is_reference(passage: Passage, references: list[Span]) -> bool:
    length = max(1, passage.span.end - passage.span.start)
    first = max(0, bisect_right(references, passage.span) - 1)
    covered = 0
    for span in references[first:]:
        if span.start >= passage.span.end:
            break
        covered += max(0, min(span.end, passage.span.end) - max(span.start, passage.span.start))
    return covered > _SHARE_OF_REFERENCE * length


def _drop_heading(kept: list[Passage]) -> None:
    if kept and kept[-1].kind == "heading":
        del kept[-1]
