"""A figure with every mark in pixels, axes and grids included: what each drawing starts from."""

from __future__ import annotations

from dataclasses import replace

from trueeffect.plot.draw.style import TICK
from trueeffect.plot.figure import Area, Dot, Figure, Line, Mark, Panel, Text


def flatten(figure: Figure) -> tuple[Mark, ...]:
    """Return all marks of a figure in pixels, back to front."""
    found: list[Mark] = []
    for panel in figure.panels:
        found += _axes(panel)
        found += [_placed(mark, panel) for mark in panel.marks]
    return (*found, *figure.marks)


def _placed(mark: Mark, panel: Panel) -> Mark:
    if isinstance(mark, Line | Area):
        return replace(mark, points=tuple(panel.place(x, y) for x, y in mark.points))
    x, y = panel.place(mark.x, mark.y)
    return replace(mark, x=x, y=y)


def _axes(panel: Panel) -> list[Mark]:
    found: list[Mark] = []
    left, right = panel.left, panel.left + panel.width
    top, bottom = panel.top, panel.top + panel.height
    if "x" in panel.axes:
        for value, label in panel.x.ticks:
            x = left + panel.width * panel.x.share(value)
            if "grid" in panel.axes:
                found.append(Line(points=((x, top), (x, bottom)), role="grid", width=1))
            found.append(Line(points=((x, bottom), (x, bottom + 5)), role="muted", width=1))
            found.append(Text(x=x, y=bottom + 15, text=label, anchor="middle", size=TICK, role="muted"))
        found.append(Line(points=((left, bottom), (right, bottom)), role="muted", width=1))
        if panel.x.title:
            middle = (left + right) / 2
            found.append(Text(x=middle, y=bottom + 35, text=panel.x.title, anchor="middle", role="ink"))
    if "y" in panel.axes:
        for value, label in panel.y.ticks:
            y = top + panel.height * (1 - panel.y.share(value))
            if "grid" in panel.axes:
                found.append(Line(points=((left, y), (right, y)), role="grid", width=1))
            found.append(Line(points=((left - 5, y), (left, y)), role="muted", width=1))
            found.append(Text(x=left - 8, y=y, text=label, anchor="end", size=TICK, role="muted"))
        found.append(Line(points=((left, top), (left, bottom)), role="muted", width=1))
        if panel.y.title:
            middle = (top + bottom) / 2
            title = Text(x=14, y=middle, text=panel.y.title, anchor="middle", role="ink", angle=-90)
            found.append(title)
    return found


def corners(dot: Dot) -> tuple[tuple[float, float], ...]:
    """Return the corners of a square or diamond."""
    x, y, r = dot.x, dot.y, dot.size
    if dot.shape == "square":
        return (x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)
    return (x - r, y), (x, y - r), (x + r, y), (x, y + r)
