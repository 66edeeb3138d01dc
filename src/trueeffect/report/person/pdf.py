"""A leaflet as PDF, by the extra ``report``; the same blocks, laid out for A4."""

from __future__ import annotations

from trueeffect.errors import EngineUnavailable, RenderError
from trueeffect.report.inert import one_line
from trueeffect.report.leaflet import Block, Drawing, Grid, Leaflet, Notice, Points, Words

_HEAD = """#set page(paper: "a4", margin: (x: 20mm, y: 18mm), numbering: "1 / 1")
#set text(size: 10.5pt)
#set par(leading: 0.6em)
#show heading.where(level: 2): set text(size: 13pt)
"""


def as_pdf(leaflet: Leaflet) -> bytes:
    """Return the document as PDF.

    Raises
    ------
    EngineUnavailable
        When the extra ``report`` is not installed.
    """
    try:
        import typst
    except ImportError:
        raise EngineUnavailable(
            "PDF needs the extra 'report', which is not installed.",
            hint="Install it with: pip install 'trueeffect[report]', or print the HTML page.",
        ) from None
    source = _source(leaflet)
    try:
        return bytes(typst.compile(source.encode()))
    except Exception as error:  # the compiler raises plain RuntimeError
        raise RenderError(
            f"The PDF could not be set: {type(error).__name__}.", hint="Use --format html."
        ) from None


def _source(leaflet: Leaflet) -> str:
    lines = [
        _HEAD,
        f"#text(fill: luma(90), {_s(leaflet.kicker)})",
        f"#heading(level: 1, {_s(leaflet.title)})",
    ]
    for part in leaflet.parts:
        if not part.blocks:
            continue
        if part.new_page:
            lines.append("#pagebreak(weak: true)")
        lines.append(f"#heading(level: 2, {_s(part.title)})")
        lines += [_block(block) for block in part.blocks]
    lines += [f"#text(size: 9pt, fill: luma(90), {_s(words)})\n" for words in leaflet.closing]
    return "\n\n".join(lines)


def _s(words: str) -> str:
    """Return words as a string of the typesetting language; nothing in them can become a command."""
    return '"' + one_line(words).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _block(block: Block) -> str:
    if isinstance(block, Words):
        if block.role == "alarm":
            return (
                f'#block(stroke: 1.5pt + red, inset: 9pt, text(weight: "bold", fill: red, {_s(block.text)}))'
            )
        size = {"result": "12pt", "quiet": "9.5pt"}.get(block.role, "10.5pt")
        return f"#text(size: {size}, {_s(block.text)})"
    if isinstance(block, Points):
        mark = "box(width: 8pt, height: 8pt, stroke: 0.7pt)" if block.boxes else "[•]"
        items = ", ".join(f"text({_s(item)})" for item in block.items)
        return f"#list(marker: {mark}, spacing: 0.9em, {items})"
    if isinstance(block, Grid):
        head = ", ".join(f"strong({_s(cell)})" for cell in block.head)
        cells = ", ".join(f"text(size: 9.5pt, {_s(cell)})" for row in block.rows for cell in row)
        return (
            f"#table(columns: ({', '.join(['1fr'] * len(block.head))}), stroke: none, inset: (x: 2pt, y: "
            "3pt), "
            f"table.header({head}), {cells})"
        )
    if isinstance(block, Drawing):
        svg = block.svg.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'#image(bytes("{svg}"), format: "svg", width: 100%, alt: {_s(block.alt)})'
    return _notice(block)


def _notice(block: Notice) -> str:
    inner = [f'text(size: 8.5pt, weight: "bold", {_s(block.level)})', f"strong({_s(block.headline)})"]
    inner += [f"text([*#{_s(name)}:* #{_s(words)}])" for name, words in block.lines]
    if block.source:
        inner.append(f"text(size: 8.5pt, fill: luma(90), {_s('Source: ' + block.source)})")
    return (
        "#block(stroke: (left: 2pt), inset: (left: 8pt), breakable: false, stack(spacing: 0.7em, "
        f"{', '.join(inner)}))"
    )
