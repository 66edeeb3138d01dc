"""The lists of the HTML page: references, what could not be done, and how to read it all."""

from __future__ import annotations

from trueeffect.report.blocks import CitationFault, Difference, Entry, Page
from trueeffect.report.markup import Markup, element, joined, quotation
from trueeffect.report.words import (
    HOW_TO_READ,
    NOT_IN_LIBRARY,
    VERDICT_MEANINGS,
    VERDICT_NAMES,
    VERDICT_ORDER,
    sentence,
)

_OUTSIDE = "noreferrer noopener"


def references_section(page: Page) -> Markup:
    """Return the reference list with what each entry was matched with and how it differs."""
    if not page.entries and not page.citations:
        return element("p", page.summary.references)
    return joined(
        (
            element("p", page.summary.references),
            element("ol", *map(_entry, page.entries), class_="entries") if page.entries else None,
            element("h3", "Citations in the text") if page.citations else None,
            element("ul", *map(_citation, page.citations), class_="entries") if page.citations else None,
            element("p", NOT_IN_LIBRARY, class_="aside")
            if any(entry.decision == "unmatched" for entry in page.entries)
            else None,
        )
    )


def _entry(entry: Entry) -> Markup:
    return element(
        "li",
        element("p", entry.raw, class_="raw", dir="auto"),
        element(
            "p",
            element("span", entry.status, class_=f"status {entry.decision}"),
            element("span", ". ", entry.record) if entry.record else None,
            element("span", " ", element("a", entry.address, href=entry.address, rel=_OUTSIDE))
            if entry.address
            else None,
            element("span", f" {entry.line}", class_="line") if entry.line else None,
            class_="matched",
        ),
        *(element("p", notice, class_="notice") for notice in entry.notices),
        element("ul", *map(_difference, entry.differences), class_="differences")
        if entry.differences
        else None,
        id=f"reference-{entry.number}",
    )


def _difference(difference: Difference) -> Markup:
    return element("li", element("strong", sentence(difference.name)), *_sides(difference))


def _sides(difference: Difference) -> list[str]:
    parts: list[str] = []
    if difference.explanation:
        parts += [" ", difference.explanation]
    if difference.claimed:
        parts += [" The list has ", quotation(difference.claimed), "" if difference.found else "."]
    if difference.found:
        start = "; the record has " if difference.claimed else " The record has "
        parts += [start, quotation(difference.found), "."]
    return parts


def _citation(fault: CitationFault) -> Markup:
    links: list[str] = []
    opening = " See entry " if len(fault.entries) == 1 else " See entries "
    for number in fault.entries:
        links += [", " if links else opening, element("a", str(number), href=f"#reference-{number}")]
    return element(
        "li",
        quotation(fault.text),
        ": ",
        element("strong", sentence(fault.difference.name)),
        *_sides(fault.difference),
        *([*links, "."] if links else []),
    )


def notes_section(page: Page) -> Markup:
    """Return the list of what could not be done; empty when there is nothing to say."""
    return element("ul", *(element("li", note) for note in page.notes)) if page.notes else joined(())


def about_section(page: Page) -> Markup:
    """Return the meaning of the verdicts and the libraries that were searched."""
    meanings: list[str] = []
    for verdict in VERDICT_ORDER:
        meanings.append(element("dt", element("span", VERDICT_NAMES[verdict], class_=f"label {verdict}")))
        meanings.append(element("dd", VERDICT_MEANINGS[verdict]))
    return joined(
        (
            element("dl", *meanings, class_="meanings"),
            element("p", HOW_TO_READ),
            element("p", "Libraries searched:") if page.libraries else None,
            element("ul", *(element("li", name) for name in page.libraries)) if page.libraries else None,
        )
    )
