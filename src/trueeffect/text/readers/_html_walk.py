"""Walk through the tokens of a page and write its text, block by block."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from trueeffect.model.article import Link, Mark, PassageKind
from trueeffect.model.provenance import Span
from trueeffect.text.readers._base import INVISIBLE, ODD_SPACES
from trueeffect.text.readers._html_page import Block, Page
from trueeffect.text.readers._html_regions import Region, region_of
from trueeffect.text.readers._html_tokens import Token, attributes, tokens
from trueeffect.text.source import SourceBuilder
from trueeffect.text.wordlists import word_set

VOID = word_set("area base br col embed hr img input link meta param source track wbr")
SKIP = word_set("svg canvas audio video object template select button head map")
BLOCKS = word_set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol optgroup "
    "p pre section summary table tbody td tfoot th thead tr ul"
)
_KINDS: dict[str, PassageKind] = {
    **{f"h{n}": "heading" for n in range(1, 7)},
    "li": "list_item",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
    "summary": "heading",
    "tr": "table",
}
_CLOSED_BY = {
    "li": ("li", {"ul", "ol", "menu"}),
    "tr": ("tr", {"table"}),
    "td": ("td th", {"tr", "table"}),
    "th": ("td th", {"tr", "table"}),
    "dt": ("dt dd", {"dl"}),
    "dd": ("dt dd", {"dl"}),
}
_LOOK_BACK = 60
_SPECIAL = re.compile(rf"&#?\w{{1,32}};?|[{INVISIBLE}]+|[{ODD_SPACES}\s]+")
_OWN_NUMBER = re.compile(r"\s*(?:[\[(]?\d{1,3}[\].)]|\^)")
_SUPER = re.compile(r"vertical-align\s*:\s*super|superscript", re.IGNORECASE)
_JSON_DATE = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{4,40})\"")


@dataclass(slots=True)
class _Frame:
    name: str
    kind: PassageKind
    level: int
    region: int
    hidden: bool
    skip: bool
    pre: bool
    boundary: bool
    href: str = ""
    sup: bool = False
    anchor: str = ""
    start: int = -1
    count: int = 0
    shut: bool = False  # a closed <details>


class Walker:
    """Turn a source into a :class:`Page`; no recursion, so depth costs nothing."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.page = Page(SourceBuilder(source))
        self.page.regions.append(Region(-1, "html"))
        root = _Frame("", "paragraph", 0, 0, False, False, False, True)
        self.stack: list[_Frame] = [root]
        self.open_names: dict[str, int] = {}
        self.block: Block | None = None
        self.space: tuple[int, int] | None = None
        self.waiting: list[_Frame] = []  # elements whose text has not begun
        self.bare: list[str] = []  # empty anchors, to be placed before the next text
        self.number = ""
        self.cell = False
        self.targets: set[str] = set()

    def run(self) -> Page:
        """Walk through the whole source."""
        for token in tokens(self.source):
            if token.kind == "text":
                self._text(token.start, token.end)
            elif token.kind == "open":
                self._open(token)
            elif token.kind == "close":
                self._close(token.name)
            else:
                self._raw(token)
        while len(self.stack) > 1:
            self._pop()
        self._break()
        self.page.marks = [m for m in self.page.marks if m.kind != "anchor" or m.name in self.targets]
        return self.page

    # tags ------------------------------------------------------------------------------------------------

    def _open(self, token: Token) -> None:
        name = token.name
        if name in VOID:
            self._void(name, token)
            return
        if name in BLOCKS:
            self._close_implied(name)
            if name in ("td", "th"):
                self.cell = True
            elif name not in ("tbody", "thead", "tfoot"):
                self._break()
        found = attributes(token.inside) if token.inside.strip(" /") else {}
        self._push(name, found)
        if name == "html":
            self.page.language = found.get("lang", "")
        elif name == "time" and not self.page.date:
            self.page.date = found.get("datetime", "")
        if token.inside.endswith("/") and name not in BLOCKS and name != "a":
            self._close(name)

    def _push(self, name: str, found: dict[str, str]) -> None:
        above = self.stack[-1]
        kind = _KINDS.get(name, above.kind if above.kind != "heading" or name not in BLOCKS else "paragraph")
        frame = _Frame(
            name,
            kind,
            int(name[1]) if kind == "heading" and name[1:].isdigit() else above.level,
            above.region,
            above.hidden or (above.shut and name != "summary"),
            above.skip or name in SKIP,
            above.pre or name == "pre",
            name in BLOCKS,
        )
        region = region_of(name, found, above.region)
        if region is not None:
            frame.region = len(self.page.regions)
            self.page.regions.append(region)
            frame.hidden = frame.hidden or region.hidden
            if region.footnote and kind in ("paragraph", "list_item"):
                frame.kind = "footnote"
        frame.shut = name == "details" and "open" not in found
        if name == "ol":
            frame.count = _whole(found.get("start", ""), 1) - 1
        elif name == "li":
            self._number_item(above, found)
        self._watch(frame, found)
        self.stack.append(frame)
        self.open_names[name] = self.open_names.get(name, 0) + 1

    def _watch(self, frame: _Frame, found: dict[str, str]) -> None:
        """Remember elements whose text will become a link or a mark."""
        if frame.name == "a":
            frame.href = found.get("href", "")
            if "#" in frame.href:
                self.targets.add(frame.href.rsplit("#", 1)[1])
        frame.anchor = found.get("id", "") or (found.get("name", "") if frame.name == "a" else "")
        style = f"{found.get('style', '')} {found.get('class', '')}"
        frame.sup = frame.name == "sup" or bool(_SUPER.search(style))
        if frame.href or frame.anchor or frame.sup:
            self.waiting.append(frame)

    def _number_item(self, above: _Frame, found: dict[str, str]) -> None:
        self.number = ""
        for frame in reversed(self.stack[-_LOOK_BACK:]):
            if frame.name in ("ul", "menu"):
                return
            if frame.name == "ol":
                frame.count = _whole(found.get("value", ""), frame.count + 1)
                self.number = f"{frame.count}. "
                return

    def _close_implied(self, name: str) -> None:
        """End the elements that a start tag ends by itself, as browsers do."""
        ends, walls = _CLOSED_BY.get(name, ("p", set()))
        for depth in range(1, min(_LOOK_BACK, len(self.stack))):
            frame = self.stack[-depth]
            if frame.name in ends.split():
                for _ in range(depth):
                    self._pop()
                return
            if frame.name in walls or (not walls and frame.boundary):
                return

    def _close(self, name: str) -> None:
        if not self.open_names.get(name):
            if name in ("p", "br"):
                self._break()
            return
        while True:
            if self._pop() == name:
                return

    def _pop(self) -> str:
        frame = self.stack.pop()
        self.open_names[frame.name] -= 1
        if frame.boundary and frame.name not in ("td", "th", "tbody", "thead", "tfoot"):
            self._break()
        if frame.href or frame.anchor or frame.sup:
            self._settle(frame)
        return frame.name

    def _settle(self, frame: _Frame) -> None:
        end = self.page.builder.length
        if frame.start < 0:
            self.waiting = [other for other in self.waiting if other is not frame]
            if frame.anchor:
                self.bare.append(frame.anchor)
            return
        span = Span(start=frame.start, end=end)
        if frame.href:
            self.page.links.append(Link(span=span, href=frame.href))
            if self.block is not None:
                self.block.linked += end - max(frame.start, self.block.start)
        if frame.sup:
            self.page.marks.append(Mark(kind="superscript", span=span))
        if frame.anchor:
            self.page.marks.append(Mark(kind="anchor", span=span, name=frame.anchor))

    def _void(self, name: str, token: Token) -> None:
        if name == "br":
            self._line_break(token)
        elif name == "hr":
            self._break()
        elif name == "meta":
            self._meta(attributes(token.inside))

    def _line_break(self, token: Token) -> None:
        block = self.block
        if block is None or self.stack[-1].skip:
            return
        if self.page.builder.source[token.end : token.end + 40].lstrip().lower().startswith("<br"):
            self._break()
        else:
            self.space = (token.start, token.end)

    def _meta(self, found: dict[str, str]) -> None:
        name = (found.get("property") or found.get("name") or found.get("itemprop") or "").lower()
        content = found.get("content", "").strip()
        if name in ("og:title", "citation_title") and content:
            self.page.title = content
        elif name in (
            "article:published_time",
            "datepublished",
            "date",
            "dc.date",
            "citation_publication_date",
        ):
            self.page.date = content or self.page.date

    def _raw(self, token: Token) -> None:
        text = self.source[token.start : token.end]
        if token.name == "title" and not self.page.title and not self.open_names.get("svg"):
            self.page.title = " ".join(html.unescape(text).split())
        elif token.name == "script" and "json" in token.inside and not self.page.date:
            match = _JSON_DATE.search(text[:100_000])
            self.page.date = match.group(1) if match else ""

    # text ------------------------------------------------------------------------------------------------

    def _text(self, start: int, end: int) -> None:
        if self.stack[-1].skip:
            return
        source, position = self.source, start
        for match in _SPECIAL.finditer(source, start, end):
            at, until = match.span()
            first = source[at]
            if (
                first == " "
                and until == at + 1
                and at > position
                and self.block is not None
                and self.space is None
            ):
                continue
            self._copy(position, at)
            position = until
            if first == "&":
                self._entity(match.group(), at, until)
            elif first.isspace():
                self._white(at, until)
        self._copy(position, end)

    def _entity(self, text: str, start: int, end: int) -> None:
        plain = html.unescape(text)
        if plain == text:
            self._copy(start, end)
        elif plain.isspace():
            self._white(start, end)
        elif not re.fullmatch(f"[{INVISIBLE}]+", plain):
            self._begin(start)
            self.page.builder.put(plain, start, end)

    def _white(self, start: int, end: int) -> None:
        if self.stack[-1].pre and "\n" in self.source[start:end]:
            if self.block is not None:
                self.space = (start, end)
                self._begin(end, "\n")
        elif self.space is None and self.block is not None:
            self.space = (start, end)

    def _copy(self, start: int, end: int) -> None:
        if end <= start:
            return
        trailing = self.source[end - 1] == " "
        self._begin(start)
        self.page.builder.copy(start, end - trailing)
        if trailing:
            self.space = (end - 1, end)

    def _begin(self, at: int, white: str = "") -> None:
        """Make sure that a block is open, and write the white space that is due before its next text."""
        builder = self.page.builder
        if self.block is None:
            self._start_block(at)
        elif self.cell:
            builder.insert(" | ")
            self.block.cells += 1
        elif self.space is not None:
            start, end = self.space
            if white or self.source[start] == "<":
                builder.put("\n", start, end)
            elif self.source[start:end] == " ":
                builder.copy(start, end)
            else:
                builder.put(" ", start, end)
        self.cell = False
        self.space = None
        if self.waiting or self.bare:
            self._place()

    def _start_block(self, at: int) -> None:
        frame, builder = self.stack[-1], self.page.builder
        if builder.length:
            builder.insert("\n\n")
        if self.number and not _OWN_NUMBER.match(self.source, at):
            builder.insert(self.number)
        self.number = ""
        self.block = Block(frame.kind, builder.length, frame.region, frame.hidden, frame.level)

    def _place(self) -> None:
        here = self.page.builder.length
        for frame in self.waiting:
            frame.start = here
        self.waiting.clear()
        for name in self.bare:
            self.page.marks.append(Mark(kind="anchor", span=Span(start=here, end=here), name=name))
        self.bare.clear()

    def _break(self) -> None:
        self.space = None
        self.cell = False
        block = self.block
        if block is None:
            return
        self.block = None
        block.end = self.page.builder.length
        # an element that goes on after the break (a link around several blocks) counts up to here
        for frame in reversed(self.stack[-_LOOK_BACK:]):
            if frame.href and frame.start >= 0:
                block.linked += block.end - max(frame.start, block.start)
                break
        self.page.blocks.append(block)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.strip().lstrip("-").isdigit() and len(text) < 7 else otherwise
