"""SVG, written by hand: small, the same bytes each time, readable by screen readers."""

from __future__ import annotations

from html import escape

from trueeffect.plot.draw.pixels import corners, flatten
from trueeffect.plot.draw.style import FONT, colour
from trueeffect.plot.figure import Area, Dot, Figure, Line, Mark, Text


def render(figure: Figure) -> str:
    """Return the figure as SVG text, with title and description for screen readers.

    Examples
    --------
    >>> print(render(Figure(width=10, height=10, title="Empty", alt="Nothing."))[:60])
    <svg xmlns="http://www.w3.org/2000/svg" width="10" height="1
    """
    w, h = _n(figure.width), _n(figure.height)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" '
        f'aria-labelledby="title desc" style="max-width:100%;height:auto" font-family="{escape(FONT)}">',
        f'<title id="title">{escape(_clean(figure.title))}</title>',
        f'<desc id="desc">{escape(_clean(figure.alt))}</desc>',
        f'<rect width="{w}" height="{h}" fill="{colour("paper")}"/>',
        *(_element(mark) for mark in flatten(figure)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _n(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _clean(text: str) -> str:
    """Leave out control characters, which XML does not allow."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def _element(mark: Mark) -> str:
    if isinstance(mark, Text):
        return _text(mark)
    tip = f"<title>{escape(_clean(mark.label))}</title>" if mark.label else ""
    name, attributes = _shape(mark)
    return f"<{name} {attributes}>{tip}</{name}>" if tip else f"<{name} {attributes}/>"


def _shape(mark: Line | Area | Dot) -> tuple[str, str]:
    if isinstance(mark, Line):
        dash = f' stroke-dasharray="{mark.dash}"' if mark.dash else ""
        stroke = f'stroke="{colour(mark.role)}" stroke-width="{_n(mark.width)}"{dash}'
        return "polyline", f'points="{_points(mark.points)}" fill="none" {stroke}'
    if isinstance(mark, Area):
        return "polygon", f'points="{_points(mark.points)}" fill="{colour(mark.role)}"'
    fill = colour(mark.role) if mark.role else "none"
    edge = f' stroke="{colour(mark.edge)}"' if mark.edge else ""
    if mark.shape == "circle":
        return "circle", f'cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.size)}" fill="{fill}"{edge}'
    return "polygon", f'points="{_points(corners(mark))}" fill="{fill}"{edge}'


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _text(mark: Text) -> str:
    x, y = _n(mark.x), _n(mark.y)
    turn = f' transform="rotate({_n(mark.angle)} {x} {y})"' if mark.angle else ""
    bold = ' font-weight="600"' if mark.bold else ""
    anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
    look = f'font-size="{_n(mark.size)}" fill="{colour(mark.role)}"'
    return f'<text x="{x}" y="{y}" dy="0.35em"{anchor} {look}{bold}{turn}>{escape(_clean(mark.text))}</text>'
