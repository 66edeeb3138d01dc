"""One self-contained page: the article with its claims marked, and the studies' own words beside them.

No script, no outside resource. The page is read in the order in which it is written: each note follows
its paragraph, and stands beside it where the screen is wide.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources

from trueeffect.model.verdict import CheckReport, Verdict
from trueeffect.report.blocks import Card, Page
from trueeffect.report.formats._base import Format, Layout
from trueeffect.report.formats._html_article import article_section
from trueeffect.report.formats._html_lists import about_section, notes_section, references_section
from trueeffect.report.marking import mark_article
from trueeffect.report.markup import Markup, element, joined, trusted
from trueeffect.report.page import build_page
from trueeffect.report.words import ADVICE, FAULTS, LIMITS, VERDICT_MEANINGS, VERDICT_NAMES, sentence

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_BAR_WIDTH, _BAR_HEIGHT, _BAR_GAP = 600, 10, 3


def _render(report: CheckReport, _layout: Layout) -> str:
    page = build_page(report)
    language = report.article.language
    sections = [
        ("summary", "In short", _summary(page)),
        (
            "article",
            "The article, with its claims marked",
            article_section(
                page, mark_article(report, page.cards), language if _LANGUAGE.fullmatch(language) else ""
            ),
        ),
        ("references", "Reference list", references_section(page)),
        ("not-done", "What could not be done", notes_section(page)),
        ("about", "How to read this page", about_section(page)),
    ]
    present = [(name, title, body) for name, title, body in sections if body]
    return "<!doctype html>\n" + element("html", _head(page), "\n", _body(page, present), lang="en") + "\n"


def _head(page: Page) -> Markup:
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="generator", content=f"trueeffect {page.version}".strip()),
        element("title", f"Check: {page.title}"),
        element("style", trusted(style)),
    )


@cache
def _style() -> str:
    return resources.files("trueeffect.data").joinpath("report", "page.css").read_text(encoding="utf-8")


def _body(page: Page, sections: list[tuple[str, str, Markup]]) -> Markup:
    return element(
        "body",
        element("a", "Skip to the summary", class_="skip", href="#summary"),
        "\n",
        element(
            "header",
            element("p", "Check of an article", class_="kicker"),
            element("h1", page.title, dir="auto"),
            element("p", element("a", page.address, href=page.address, rel="noreferrer noopener nofollow"))
            if page.address
            else None,
            element(
                "nav",
                element(
                    "ul",
                    *(element("li", element("a", title, href=f"#{name}")) for name, title, _ in sections),
                ),
                aria_label="On this page",
            ),
        ),
        "\n",
        element("main", *(_section(*section) for section in sections)),
        "\n",
        element(
            "footer", element("p", ADVICE), element("p", f"Made with trueeffect {page.version}".strip() + ".")
        ),
    )


def _section(name: str, title: str, body: Markup) -> Markup:
    heading = element("h2", title, id=f"{name}-title")
    return joined(("\n", element("section", heading, "\n", body, id=name, aria_labelledby=f"{name}-title")))


def _summary(page: Page) -> Markup:
    summary = page.summary
    figures = element(
        "div",
        element("p", summary.claims, class_="result"),
        _bar(summary.counts),
        element("ul", *(_count(page, *each) for each in summary.counts), class_="counts")
        if summary.counts
        else None,
        element("p", summary.references, " ", element("a", "See the list", href="#references"))
        if page.entries or page.citations
        else None,
    )
    return joined(
        (
            element("div", figures, _faulty(page.with_verdict(*FAULTS)), class_="overview"),
            element("p", f"{LIMITS} {ADVICE}", class_="limits"),
        )
    )


def _bar(counts: tuple[tuple[Verdict, int], ...]) -> Markup | None:
    """Draw the shares of the verdicts; the list below it says the same in words."""
    total = sum(number for _, number in counts)
    if not total:
        return None
    room = _BAR_WIDTH - _BAR_GAP * (len(counts) - 1)
    at, boxes = 0.0, []
    for verdict, number in counts:
        width = room * number / total
        boxes.append(
            element(
                "rect", class_=verdict, x=f"{at:.1f}", y="0", width=f"{width:.1f}", height=str(_BAR_HEIGHT)
            )
        )
        at += width + _BAR_GAP
    return element(
        "svg",
        *boxes,
        class_="bar",
        viewBox=f"0 0 {_BAR_WIDTH} {_BAR_HEIGHT}",
        preserveAspectRatio="none",
        aria_hidden="true",
        focusable="false",
    )


def _count(page: Page, verdict: Verdict, number: int) -> Markup:
    cards = page.with_verdict(verdict)
    links: list[str] = []
    for card in cards:
        links += [", " if links else "", element("a", str(card.number), href=f"#claim-{card.number}")]
    return element(
        "li",
        element("span", f"{number} {VERDICT_NAMES[verdict]}", class_=f"label {verdict}"),
        " ",
        element("span", "claim " if number == 1 else "claims ", *links, class_="where"),
        " ",
        element("span", VERDICT_MEANINGS[verdict], class_="meaning"),
    )


def _faulty(cards: tuple[Card, ...]) -> Markup | None:
    if not cards:
        return None
    return element(
        "div",
        element("h3", "What differs from the studies"),
        element("ul", *map(_faulty_line, cards), class_="faulty"),
    )


def _faulty_line(card: Card) -> Markup:
    faults = [fault for each in card.comparisons for fault in each.faults]
    told = faults[0].explanation or faults[0].title if faults else card.comparisons[0].reason
    return element(
        "li",
        element(
            "a", element("span", "Claim ", class_="hidden"), str(card.number), href=f"#claim-{card.number}"
        ),
        " ",
        element("span", sentence(VERDICT_NAMES[card.verdict]), class_=f"label {card.verdict}"),
        " ",
        told or card.claim,
    )


format = Format(name="html", suffix=".html", media_type="text/html", render=_render)
