"""The article of the HTML page: text with marks, and the cards beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from trueeffect.report.blocks import Card, Comparison, Fault, Page
from trueeffect.report.marking import Block, Run, Segment
from trueeffect.report.markup import Markup, element, joined, quotation, text
from trueeffect.report.words import VERDICT_NAMES, VERDICT_ORDER, capital

_TOP_HEADING, _DEEPEST_HEADING = 3, 6
_ELEMENTS = {"quote": "blockquote", "table": "div", "caption": "p", "footnote": "p"}
_OUTSIDE = "noreferrer noopener nofollow"


def article_section(page: Page, segments: Sequence[Segment], language: str) -> Markup:
    """Return the article, segment by segment; ``language`` is a language tag or empty."""
    return element("div", *_Writer(page, segments).write(), class_="article", lang=language)


class _Writer:
    """Writes the segments in order, and keeps what depends on the order: heading levels and anchors."""

    def __init__(self, page: Page, segments: Sequence[Segment]) -> None:
        self._cards = {card.number: card for card in page.cards}
        self._segments = segments
        self._headings: list[int] = []
        self._anchored: set[int] = set()

    def write(self) -> list[Markup]:
        return [self._segment(segment) for segment in self._segments]

    def _segment(self, segment: Segment) -> Markup:
        lead = [self._block(block) for block in segment.lead]
        rest = [self._block(block) for block in segment.rest]
        cards = [_card(self._cards[number], number in self._anchored) for number in segment.cards]
        parts = (
            element("div", *lead, class_="lead", dir="auto") if lead else None,
            element("div", *cards, class_="cards", lang="en", dir="ltr") if cards else None,
            element("div", *rest, class_="rest", dir="auto") if rest else None,
        )
        return joined(("\n", element("div", *parts, class_="segment" if rest else "segment alone")))

    def _block(self, block: Block) -> Markup:
        if block.kind == "heading":
            return element(f"h{self._level(block.level)}", *self._runs(block.runs))
        if block.kind == "list":
            return element("ul", *(element("li", *self._runs(item.runs)) for item in block.items))
        name = _ELEMENTS.get(block.kind, "p")
        return element(name, *self._runs(block.runs), class_=block.kind if block.kind in _ELEMENTS else "")

    def _level(self, printed: int) -> int:
        """Give a heading a level below those of the page, without leaving one out."""
        while self._headings and self._headings[-1] >= printed:
            self._headings.pop()
        self._headings.append(printed)
        return min(_DEEPEST_HEADING, _TOP_HEADING + len(self._headings) - 1)

    def _runs(self, runs: Sequence[Run]) -> list[Markup]:
        written: list[Markup] = []
        for numbers, group in groupby(runs, key=lambda run: run.claims):
            same = list(group)
            inner = [_linked(run) for run in same]
            written.append(self._mark(numbers, inner, same) if numbers else joined(inner))
        return written

    def _mark(self, numbers: tuple[int, ...], inner: Sequence[Markup], runs: Sequence[Run]) -> Markup:
        verdict = min((self._cards[number].verdict for number in numbers), key=VERDICT_ORDER.index)
        new = [number for number in numbers if number not in self._anchored]
        self._anchored.update(new)
        closes = [number for run in runs for number in run.closes]
        anchors = [element("span", id=f"text-{number}") for number in new]
        tags = [_tag(self._cards[number]) for number in closes]
        return joined((*anchors, element("mark", *inner, class_=verdict), *tags))


def _linked(run: Run) -> Markup:
    words = element("sup", run.text) if run.raised else text(run.text)
    if not run.href or not run.text.strip():
        return words
    outside = "" if run.href.startswith("#") else _OUTSIDE
    return element("a", words, href=run.href, rel=outside)


def _tag(card: Card) -> Markup:
    """Return the label after a claim: its number and its verdict in words, a link to the card."""
    return joined(
        (
            " ",
            element(
                "a",
                element("span", "claim ", class_="hidden"),
                f"{card.number} {VERDICT_NAMES[card.verdict]}",
                class_=f"tag {card.verdict}",
                href=f"#claim-{card.number}",
            ),
        )
    )


def _card(card: Card, anchored: bool) -> Markup:
    name = f"claim-{card.number}"
    said = joined((element("span", "Claim ", class_="hidden"), f"{card.number}"))
    back = element("span", ", back to the text", class_="hidden")
    number = element("a", said, back, href=f"#text-{card.number}") if anchored else said
    label = element("span", capital(VERDICT_NAMES[card.verdict]), class_=f"label {card.verdict}")
    return element(
        "div",
        element("p", number, " ", label, class_="verdict", id=f"{name}-title"),
        None if anchored else element("p", quotation(card.claim)),
        *(_comparison(each, card) for each in card.comparisons),
        *(element("p", note, class_="aside") for note in card.links),
        class_=f"card {card.verdict}",
        id=name,
        role="group",
        aria_labelledby=f"{name}-title",
    )


def _comparison(each: Comparison, card: Card) -> Markup:
    several = len(card.comparisons) > 1
    return element(
        "div",
        element("p", VERDICT_NAMES[each.verdict], class_=f"label {each.verdict}") if several else None,
        *(element("p", notice, class_="notice") for notice in each.notices),
        *(_fault(fault) for fault in each.faults),
        element("p", each.reason) if each.reason else None,
        _agreements(each),
        *(element("p", told, class_="aside") for told in each.open),
        _study(each),
        class_="comparison",
    )


def _fault(fault: Fault) -> Markup:
    return joined(
        (
            element("p", element("strong", fault.title), class_="kind"),
            element("p", fault.explanation) if fault.explanation else None,
            element(
                "dl",
                element("dt", "says"),
                element("dd", quotation(fault.says) if fault.says else "—"),
                element("dt", "study"),
                element("dd", *_quoted(fault.study, fault.where)),
            ),
        )
    )


def _quoted(quote: str, where: str) -> list[Markup]:
    source = element("span", f"({where})", class_="source")
    return [quotation(quote), text(" "), source] if quote else [source]


def _agreements(each: Comparison) -> Markup | None:
    if not each.agreements:
        return None
    if each.agreed:
        return element("p", each.agreed, class_="aside")
    rows = [
        element(
            "li",
            element("span", f"{agreement.topics}: ", class_="topic"),
            *_quoted(agreement.study, agreement.where),
        )
        for agreement in each.agreements
    ]
    return joined((element("p", "The study has:", class_="kind"), element("ul", *rows, class_="agrees")))


def _study(each: Comparison) -> Markup:
    if not (each.study or each.entry or each.basis):
        return joined(())
    entry = element("a", f"entry {each.entry} of the list", href=f"#reference-{each.entry}")
    return element(
        "p",
        element("strong", each.study) if each.study else None,
        ", " if each.study and each.entry else None,
        entry if each.entry else None,
        element("span", f" {each.line}", class_="line") if each.line else None,
        element("span", f" {each.basis}", class_="line") if each.basis else None,
        class_="study",
    )
