"""The article as blocks of text, with its claims marked in place.

Claims are ranges of characters; they may overlap, hold a link, or run over several paragraphs. Each block
is cut at every border, so that a run of text belongs to a fixed set of claims and to one link at most.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise

import msgspec

from trueeffect.model._struct import Value
from trueeffect.model.article import Article, Citation, Passage
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import CheckReport
from trueeffect.report.blocks import Card
from trueeffect.report.inert import web_link
from trueeffect.report.passages import readable_passages

_BULLET = re.compile(r"\s*[-*+•‣·▪]\s+")


class Run(Value, frozen=True, kw_only=True):
    """Text inside the same claims (by card number) and the same link.

    ``closes`` names the claims that end with this run; ``raised`` figures are printed above the line.
    """

    text: str
    claims: tuple[int, ...] = ()
    href: str = ""
    raised: bool = False
    closes: tuple[int, ...] = ()


class Block(Value, frozen=True, kw_only=True):
    """A heading, a paragraph, a list, ...; a list holds its items."""

    kind: str
    level: int = 0
    runs: tuple[Run, ...] = ()
    items: tuple[Block, ...] = ()

    @property
    def closes(self) -> tuple[int, ...]:
        """Numbers of the claims that end in this block."""
        return tuple(dict.fromkeys(number for run in self.all_runs for number in run.closes))

    @property
    def all_runs(self) -> tuple[Run, ...]:
        """The runs of the block and of its items."""
        return self.runs + tuple(run for item in self.items for run in item.runs)


class Segment(Value, frozen=True, kw_only=True):
    """A block with claims (and the headings right above it), their cards, and the blocks that follow."""

    lead: tuple[Block, ...] = ()
    cards: tuple[int, ...] = ()
    rest: tuple[Block, ...] = ()


class _Border(Value, frozen=True, kw_only=True):
    """A range of the article that a run must respect: a claim, a link or raised figures."""

    span: Span
    claim: int = 0
    href: str = ""
    raised: bool = False


def mark_article(report: CheckReport, cards: Sequence[Card]) -> tuple[Segment, ...]:
    """Return the article in segments; claims that lie in no block come last, with their cards only."""
    spans = {claim.id: claim.span for claim in report.claims}
    borders = [_Border(span=spans[card.claim_id], claim=card.number) for card in cards]
    borders += _links(report)
    borders += [
        _Border(span=mark.span, raised=True) for mark in report.article.marks if mark.kind == "superscript"
    ]
    borders.sort(key=lambda border: border.span)
    passages = readable_passages(report.article, report.references)
    blocks = _grouped(_blocks(report.article, passages, borders))
    segments = _segments(blocks)
    shown = {number for segment in segments for number in segment.cards}
    left = tuple(card.number for card in cards if card.number not in shown)
    return (*segments, Segment(cards=left)) if left else segments


def _links(report: CheckReport) -> list[_Border]:
    numbers = {reference.id: at for at, reference in enumerate(report.references, 1)}
    links = [
        _Border(span=citation.span, href=f"#reference-{numbers[entry]}")
        for citation in report.citations
        if (entry := _only_candidate(citation)) in numbers
    ]
    cited = [citation.span for citation in report.citations]
    for link in report.article.links:
        address = web_link(link.href)
        if address and not any(link.span.overlaps(span) for span in cited):
            links.append(_Border(span=link.span, href=address))
    return links


def _only_candidate(citation: Citation) -> str:
    names = {name for group in citation.candidates for name in group}
    return names.pop() if len(names) == 1 else ""


def _blocks(article: Article, passages: list[Passage], borders: list[_Border]) -> list[Block]:
    reach = _reach(borders)
    starts = [border.span.start for border in borders]
    blocks = []
    for passage in passages:
        first = bisect_right(reach, passage.span.start)
        last = bisect_left(starts, passage.span.end)
        inside = [border for border in borders[first:last] if border.span.overlaps(passage.span)]
        runs = cut(article.text.plain, passage.span, inside)
        if any(run.text.strip() for run in runs):
            blocks.append(Block(kind=passage.kind, level=passage.level, runs=runs))
    return blocks


def _reach(borders: list[_Border]) -> list[int]:
    """Return how far any border up to each position reaches: grows, so that it can be bisected."""
    reach, farthest = [], 0
    for border in borders:
        farthest = max(farthest, border.span.end)
        reach.append(farthest)
    return reach


def cut(text: str, block: Span, borders: Sequence[_Border]) -> tuple[Run, ...]:
    """Cut the text of a block at every border of a claim or link.

    Examples
    --------
    >>> claim = _Border(span=Span(start=2, end=6), claim=1)
    >>> [(run.text, run.claims) for run in cut("abcdefgh", Span(start=0, end=8), [claim])]
    [('ab', ()), ('cdef', (1,)), ('gh', ())]
    """
    points = {block.start, block.end}
    for border in borders:
        points |= {max(block.start, border.span.start), min(block.end, border.span.end)}
    waiting = sorted(borders, key=lambda border: border.span.start, reverse=True)
    edges = sorted(points)
    over: list[_Border] = []
    runs = []
    for start, end in pairwise(edges):
        over = [border for border in over if border.span.end > start]
        while waiting and waiting[-1].span.start <= start:
            over.append(waiting.pop())
        runs.append(_run(text[start:end], end, over))
    return tuple(runs)


def _run(text: str, end: int, over: Sequence[_Border]) -> Run:
    claims = sorted((border for border in over if border.claim), key=lambda border: border.claim)
    return Run(
        text=text,
        claims=tuple(border.claim for border in claims),
        href=next((border.href for border in over if border.href), ""),
        raised=any(border.raised for border in over),
        closes=tuple(border.claim for border in claims if border.span.end == end),
    )


def _grouped(blocks: list[Block]) -> list[Block]:
    """Put list items that follow each other into one list, without the printed bullets."""
    grouped: list[Block] = []
    for listed, run in groupby(blocks, key=lambda block: block.kind == "list_item"):
        together = list(run)
        grouped += [Block(kind="list", items=tuple(map(_without_bullet, together)))] if listed else together
    return grouped


def _without_bullet(item: Block) -> Block:
    first = item.runs[0]
    bare = _BULLET.sub("", first.text, count=1) if _BULLET.match(first.text) else first.text
    if bare == first.text:
        return item
    return Block(
        kind=item.kind, level=item.level, runs=(msgspec.structs.replace(first, text=bare), *item.runs[1:])
    )


def _segments(blocks: list[Block]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    lead: list[Block] = []
    cards: tuple[int, ...] = ()
    rest: list[Block] = []
    for block in blocks:
        closes = block.closes
        if not closes:
            rest.append(block)
            continue
        headings = _trailing_headings(rest)
        if lead or rest:
            segments.append(Segment(lead=tuple(lead), cards=cards, rest=tuple(rest)))
        lead, cards, rest = [*headings, block], closes, []
    if lead or rest:
        segments.append(Segment(lead=tuple(lead), cards=cards, rest=tuple(rest)))
    return tuple(segments)


def _trailing_headings(rest: list[Block]) -> list[Block]:
    """Take the headings from the end of ``rest``: they belong to what follows."""
    at = len(rest)
    while at and rest[at - 1].kind == "heading":
        at -= 1
    headings = rest[at:]
    del rest[at:]
    return headings
