"""Containers of a page, and what their tags and names say about their content."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trueeffect.text.wordlists import word_set

_WORD = re.compile(r"[a-z]+|[A-Z][a-z]+|[A-Z]+(?![a-z])")
_SIDE = word_set(
    "nav navbar navigation menu menus sidebar sidebars comment comments disqus respond share sharing "
    "social related recommended recommendations newsletter subscribe subscription signup cookie cookies "
    "consent gdpr banner advert adverts advertisement ads ad adsbygoogle sponsored sponsor promo "
    "promotion breadcrumb breadcrumbs pagination pager widget widgets popup modal login masthead teaser "
    "teasers outbrain taboola byline tags tagcloud skip toolbar paywall trending popular shop cart "
    "masthead"
)
_SIDE_ROLES = word_set("navigation banner complementary search dialog alert menu menubar toolbar")
_LISTS = word_set(
    "reference references reflist bibliography citation citations source sources footnote footnotes "
    "endnote endnotes literature refs"
)
_NOTES = word_set("footnote footnotes endnote endnotes fn")
_SHUT = word_set(
    "collapse collapsed collapsible collapsable accordion hidden hide invisible expandable toggle spoiler"
)
_OPEN = word_set("show open expanded in active")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ALWAYS = word_set("html body main article section div")


@dataclass(slots=True)
class Region:
    """An element that says something about the text inside it.

    ``side`` marks what is probably not part of the article; the sums are filled in after the walk.
    """

    parent: int
    name: str
    side: bool = False
    hidden: bool = False
    main: bool = False
    listing: bool = False  # names itself a list of references or notes
    footnote: bool = False
    prose: int = 0
    chars: int = 0
    linked: int = 0
    items: int = 0


def region_of(name: str, found: dict[str, str], parent: int) -> Region | None:
    """Return the region that an element opens, or None when it says nothing."""
    words = _words(f"{found.get('class', '')} {found.get('id', '')}")
    role = found.get("role", "").lower()
    listing = bool(words & _LISTS) or role in ("doc-bibliography", "doc-endnotes", "doc-footnote")
    hidden = _is_hidden(name, found, words)
    side = name in ("nav", "aside", "footer", "form") or role in _SIDE_ROLES or bool(words & _SIDE)
    side = side or (name == "header") or (name == "dialog")
    main = name in ("main", "article") or role in ("main", "article")
    if listing or name in ("html", "body", "main"):
        side = False
    if not (side or hidden or main or listing or name in ("ul", "ol", "dl", "table")):
        return None
    footnote = bool(words & _NOTES) or role in ("doc-endnotes", "doc-footnote")
    return Region(parent, name, side, hidden, main, listing, footnote)


def _words(text: str) -> frozenset[str] | set[str]:
    return {word.lower() for word in _WORD.findall(text[:400])} if text.strip() else frozenset()


def _is_hidden(name: str, found: dict[str, str], words: frozenset[str] | set[str]) -> bool:
    if name == "footer" or "hidden" in found or found.get("aria-hidden") == "true":
        return True
    if name == "dialog" and "open" not in found:
        return True
    if words & _SHUT and not words & _OPEN and name not in ("html", "body"):
        return True
    return bool(_UNSEEN.search(found.get("style", "")))
