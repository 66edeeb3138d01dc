"""What a style of citation is: a function that finds markers in one article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from trueeffect.check.citations.index import ReferenceIndex
from trueeffect.model.article import Article, CitationKey, CitationStyle, Passage


@dataclass(frozen=True)
class Reading:
    """An article, the passages that may hold citations, and the reference list."""

    article: Article
    plain: str
    passages: tuple[Passage, ...]
    index: ReferenceIndex


@dataclass(frozen=True)
class Marker:
    """A stretch of text that names one work, or a run of numbered works.

    ``candidates`` is given by styles that know the target (links); for the others it is looked up.
    ``sure`` is False for forms that count as citations only when the list has a fitting entry.
    """

    start: int
    end: int
    style: CitationStyle
    keys: tuple[CitationKey, ...]
    candidates: tuple[tuple[str, ...], ...] | None = None
    narrative: bool = False
    sure: bool = True


@dataclass(frozen=True)
class Style:
    """One way of citing: its name, how to find it, and sentences that show it and that look like it.

    Each example is (text, texts of the markers found); each counter-example is a text without a marker.
    Both are read against the list of nine works in the family's test.
    """

    name: CitationStyle
    find: Callable[[Reading], Iterator[Marker]]
    rank: int
    examples: tuple[tuple[str, tuple[str, ...]], ...] = ()
    counter_examples: tuple[str, ...] = field(default=())
