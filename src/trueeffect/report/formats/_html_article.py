"""The article of the HTML page: text with marks, and the cards beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from trueeffect.report.blocks import Card, Comparison, Fault, Page
from trueeffect.report.marking import Block, Run, Segment
from trueeffect.report.markup import Markup, element, joined, text
from trueeffect.report.words import VERDICT_NAMES, VERDICT_ORDER, capital

_TOP_HEADING, _DEEPEST_HEADING = 3, 6
_ELEMENTS = {"quote": "blockquote", "table": "div", "caption": "p", "footnote": "p"}
_OUTSIDE = "noreferrer noopener nofollow"


def article_section(page: Page, segments: Sequence[Segment], language: str) -> Markup:
    """Return the article, segment by segment; ``language`` is a language tag or empty."""
    cards = {card.number: card for card in page.cards}
    headings = _Headings()
    body = [_segment(segment, cards, headings) for segment in segments]
    return element("div", *body, class_="article", lang=language)


class _Headings:
    """Give the headings of an article levels without a gap, below the headings of the page."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def level(self, printed: int) -> int:
        while self._open and self._open[-1] >= printed:
            self._open.pop()
        self._open.append(printed)
        return min(_DEEPEST_HEADING, _TOP_HEADING + len(self._open) - 1)


def _segment(segment: Segment, cards: Mapping[int, Card], headings: _Headings) -> Markup:
    lead = element(
        "div", *(_block(block, cards, headings) for block in segment.lead), class_="lead", dir="auto"
    )
    rest = element(
        "div", *(_block(block, cards, headings) for block in segment.rest), class_="rest", dir="auto"
    )
    notes = element(
        "div", *(_card(cards[number]) for number in segment.cards), class_="cards", lang="en", dir="ltr"
    )
    return joined(
        (
            "\n",
            element(
                "div",
                lead if segment.lead else None,
                notes if segment.cards else None,
                rest if segment.rest else None,
                class_="segment" if segment.rest else "segment alone",
            ),
        )
    )


def _block(block: Block, cards: Mapping[int, Card], headings: _Headings) -> Markup:
    if block.kind == "heading":
        return element(f"h{headings.level(block.level)}", *_runs(block.runs, cards))
    if block.kind == "list":
        return element("ul", *(element("li", *_runs(item.runs, cards)) for item in block.items))
    name = _ELEMENTS.get(block.kind, "p")
    return element(name, *_runs(block.runs, cards), class_=block.kind if block.kind in _ELEMENTS else "")


def _runs(runs: Sequence[Run], cards: Mapping[int, Card]) -> list[Markup]:
    written: list[Markup] = []
    for numbers, group in groupby(runs, key=lambda run: run.claims):
        same = list(group)
        inner = [_linked(run) for run in same]
        written.append(_mark(numbers, inner, same, cards) if numbers else joined(inner))
    return written


def _linked(run: Run) -> Markup:
    if not run.href or not run.text.strip():
        return text(run.text)
    outside = "" if run.href.startswith("#") else _OUTSIDE
    return element("a", run.text, href=run.href, rel=outside)


def _mark(
    numbers: tuple[int, ...], inner: Sequence[Markup], runs: Sequence[Run], cards: Mapping[int, Card]
) -> Markup:
    verdict = min((cards[number].verdict for number in numbers), key=VERDICT_ORDER.index)
    opens = [number for run in runs for number in run.opens]
    closes = [number for run in runs for number in run.closes]
    return joined(
        (
            *(element("span", id=f"text-{number}") for number in opens),
            element("mark", *inner, class_=verdict),
            *(_tag(cards[number]) for number in closes),
        )
    )


def _tag(card: Card) -> Markup:
    """Return the label after a claim: its number and its verdict in words, a link to the card."""
    return joined(
        (
            "\u2060 ",
            element(
                "a",
                element("span", "claim ", class_="hidden"),
                f"{card.number} {VERDICT_NAMES[card.verdict]}",
                class_=f"tag {card.verdict}",
                href=f"#claim-{card.number}",
            ),
        )
    )


def _card(card: Card) -> Markup:
    name = f"claim-{card.number}"
    return element(
        "div",
        element(
            "p",
            element(
                "a",
                f"{card.number}",
                element("span", " — back to the claim", class_="hidden"),
                href=f"#text-{card.number}",
            ),
            " ",
            element("span", capital(VERDICT_NAMES[card.verdict]), class_=f"label {card.verdict}"),
            class_="verdict",
            id=f"{name}-title",
        ),
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
                element("dd", element("q", fault.says) if fault.says else "—"),
                element("dt", "study"),
                element("dd", *_quoted(fault.study, fault.where)),
            ),
        )
    )


def _quoted(quote: str, where: str) -> list[Markup]:
    source = element("span", where, class_="source")
    return [element("q", quote), text(" "), source] if quote else [source]


def _agreements(each: Comparison) -> Markup | None:
    if not each.agreements:
        return None
    rows = [
        element(
            "li",
            element("span", f"{agreement.topics}: ", class_="topic"),
            *_quoted(agreement.study, agreement.where),
        )
        for agreement in each.agreements
    ]
    opening = "What agrees:" if each.faults else "The study has:"
    return joined((element("p", opening, class_="kind"), element("ul", *rows, class_="agrees")))


def _study(each: Comparison) -> Markup:
    if not (each.study or each.entry or each.basis):
        return joined(())
    entry = element("a", f"entry {each.entry} of the list", href=f"#reference-{each.entry}")
    return element(
        "p",
        element("strong", each.study) if each.study else None,
        ", " if each.study and each.entry else None,
        entry if each.entry else None,
        element("span", each.line, class_="line") if each.line else None,
        element("span", each.basis, class_="line") if each.basis else None,
        class_="study",
    )
