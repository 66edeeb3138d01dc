"""A small printable document: blocks in reading order, written as text or as one page of its own."""

from __future__ import annotations

import base64
import hashlib
import textwrap
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from trueeffect.report.inert import one_line
from trueeffect.report.markup import Markup, element, joined, trusted


@dataclass(frozen=True, kw_only=True)
class Words:
    """A paragraph; ``role`` is ``plain``, ``result``, ``alarm`` or ``quiet``."""

    text: str
    role: str = "plain"


@dataclass(frozen=True, kw_only=True)
class Points:
    """A list; ``boxes`` puts an empty box to tick before each point."""

    items: tuple[str, ...]
    boxes: bool = False
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table with a header row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One alert: a level in words, a headline, lines of (name, words), and where it was read."""

    level: str
    headline: str
    lines: tuple[tuple[str, str], ...] = ()
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """An SVG figure made by this package, with its words."""

    svg: str
    alt: str
    narrow: str = ""


Block = Words | Points | Grid | Notice | Drawing


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section; a ``folded`` one is closed on a screen and open in print."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    folded: bool = False
    new_page: bool = False


@dataclass(frozen=True, kw_only=True)
class Leaflet:
    """The document."""

    kicker: str
    title: str
    parts: tuple[Part, ...]
    closing: tuple[str, ...] = field(default_factory=tuple)
    version: str = ""


def as_text(leaflet: Leaflet, width: int = 88) -> str:
    """Return the document for a terminal."""
    lines = [leaflet.kicker, leaflet.title, "=" * min(width, len(leaflet.title)), ""]
    for part in leaflet.parts:
        if not part.blocks:
            continue
        lines += [part.title, "-" * min(width, len(part.title))]
        for block in part.blocks:
            lines += [*_text(block, width), ""]
    lines += [line for words in leaflet.closing for line in _wrapped(words, width)]
    return "\n".join(lines).rstrip() + "\n"


def _wrapped(words: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        one_line(words), width, initial_indent=first, subsequent_indent=rest, break_long_words=False
    ) or [first]


def _text(block: Block, width: int) -> list[str]:
    if isinstance(block, Words):
        mark = "!! " if block.role == "alarm" else ""
        return _wrapped(block.text, width, mark, mark)
    if isinstance(block, Points):
        mark = "[ ] " if block.boxes else "- "
        return [line for item in block.items for line in _wrapped(item, width, mark, " " * len(mark))]
    if isinstance(block, Drawing):
        return _wrapped(f"[figure] {block.alt}", width)
    if isinstance(block, Grid):
        return _text_grid(block, width)
    lines = _wrapped(f"{block.level.upper()}: {block.headline}", width)
    for name, words in block.lines:
        lines += _wrapped(f"{name}: {words}", width, "  ", "    ")
    return lines + (_wrapped(f"Source: {block.source}", width, "  ", "    ") if block.source else [])


def _text_grid(block: Grid, width: int) -> list[str]:
    rows = [block.head, *block.rows]
    wide = [min(44, max(len(one_line(row[i])) for row in rows)) for i in range(len(block.head))]
    lines = []
    for row in rows:
        cells = [textwrap.wrap(one_line(cell), wide[i]) or [""] for i, cell in enumerate(row)]
        for at in range(max(map(len, cells))):
            pieces = [(cell[at] if at < len(cell) else "").ljust(wide[i]) for i, cell in enumerate(cells)]
            lines.append("  ".join(pieces).rstrip())
    return lines


def as_html(leaflet: Leaflet) -> str:
    """Return one page: no script, nothing from outside."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element(
            "meta",
            http_equiv="Content-Security-Policy",
            content=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        ),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", leaflet.title),
        element("style", trusted(style)),
    )
    parts = [part for part in leaflet.parts if part.blocks]
    body = element(
        "body",
        element(
            "header",
            element("p", leaflet.kicker, class_="kicker"),
            element("h1", leaflet.title),
            element(
                "nav",
                element(
                    "ul", *(element("li", element("a", part.title, href=f"#{part.id}")) for part in parts)
                ),
                aria_label="On this page",
            ),
        ),
        "\n",
        element("main", *map(_part, parts)),
        "\n",
        element("footer", *(element("p", words) for words in (*leaflet.closing, _made(leaflet)))),
        class_="leaflet",
    )
    return "<!doctype html>\n" + element("html", head, "\n", body, lang="en") + "\n"


def _made(leaflet: Leaflet) -> str:
    return f"Made on this machine with trueeffect {leaflet.version}".strip() + "; nothing was sent anywhere."


@cache
def _style() -> str:
    folder = resources.files("trueeffect.data").joinpath("report")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "leaflet.css"))


def _part(part: Part) -> Markup:
    blocks = joined(_html(block) for block in part.blocks)
    heading = element("h2", part.title, id=f"{part.id}-title")
    if part.folded:
        inner = element("details", element("summary", heading), blocks)
    else:
        inner = joined((heading, blocks))
    look = "part new-page" if part.new_page else "part"
    return joined(
        ("\n", element("section", inner, id=part.id, aria_labelledby=f"{part.id}-title", class_=look))
    )


def _html(block: Block) -> Markup:
    if isinstance(block, Words):
        attributes = {"role": "alert"} if block.role == "alarm" else {}
        return element("p", block.text, class_="" if block.role == "plain" else block.role, **attributes)
    if isinstance(block, Points):
        look = " ".join(filter(None, ("boxes" if block.boxes else "", "quiet" if block.quiet else "")))
        return element("ul", *(element("li", item) for item in block.items), class_=look)
    if isinstance(block, Drawing):
        return joined(
            (
                element("figure", _drawn(block.svg, "w"), class_="wide" if block.narrow else ""),
                element("figure", _drawn(block.narrow, "n"), class_="narrow") if block.narrow else None,
            )
        )
    if isinstance(block, Grid):
        return _html_grid(block)
    level = block.level.split()[0].lower().strip(":")
    pairs = [piece for name, words in block.lines for piece in (element("dt", name), element("dd", words))]
    return element(
        "article",
        element("p", element("span", block.level, class_="level"), " ", block.headline, class_="headline"),
        element("dl", *pairs) if pairs else None,
        element("p", f"Source: {block.source}", class_="source") if block.source else None,
        class_=f"notice-card {level}",
    )


def _drawn(svg: str, mark: str) -> Markup:
    """Return a figure of this package for a page: no style attribute, and names of its own."""
    svg = svg.replace(' style="max-width:100%;height:auto"', "")
    for name in ("title", "desc"):
        svg = svg.replace(f'id="{name}"', f'id="{mark}-{name}"')
    return trusted(svg.replace('aria-labelledby="title desc"', f'aria-labelledby="{mark}-title {mark}-desc"'))


def _html_grid(block: Grid) -> Markup:
    head = element("tr", *(element("th", cell, scope="col") for cell in block.head))
    rows = [
        element("tr", *(element("td", cell, data_label=name) for name, cell in zip(block.head, row)))
        for row in block.rows
    ]
    return element("table", element("thead", head), element("tbody", *rows))
