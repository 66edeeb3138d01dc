"""What the walk through a page leaves behind."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from trueeffect.model.article import Link, Mark, PassageKind
from trueeffect.text.readers._html_regions import Region
from trueeffect.text.source import SourceBuilder

_LINKS_OF_A_BLOCK = 40


@dataclass(slots=True)
class Block:
    """A run of text between two block boundaries."""

    kind: PassageKind
    start: int
    region: int
    hidden: bool
    level: int = 0
    end: int = 0
    linked: int = 0
    cells: int = 0


@dataclass(slots=True)
class Page:
    """What the walk found."""

    builder: SourceBuilder
    blocks: list[Block] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    title: str = ""
    date: str = ""
    language: str = ""

    def links_from(self, position: int) -> Iterator[Link]:
        """Yield the links that end after ``position``, in order of their ends."""
        first = bisect_right(self.links, position, key=lambda link: link.span.end)
        return iter(self.links[first : first + _LINKS_OF_A_BLOCK])
