"""A single panel with its title and notes: the frame of every figure but the forest plot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from trueeffect.errors import InputError
from trueeffect.plot.figure import Figure, Line, Mark, Panel, Scale, Text
from trueeffect.plot.words import width as wide
from trueeffect.plot.words import wrap

MARGIN = 14.0
SMALLEST = 280


def check_width(width: float) -> None:
    """Refuse a width that leaves no room."""
    if width < SMALLEST:
        raise InputError(f"width={width:g} leaves no room for the plot.", hint=f"Give {SMALLEST} or more.")


def plot_room(width: float) -> float:
    """Return about how many pixels an axis has in a figure of ``width`` pixels."""
    return width - 90


def framed(
    marks: Sequence[Mark],
    x: Scale,
    y: Scale,
    *,
    title: str,
    heading: str,
    alt: str,
    width: float,
    height: float | None = None,
    notes: Sequence[str] = (),
    data: Mapping[str, Any] | None = None,
    grid: bool = False,
) -> Figure:
    """Return a figure with one panel; ``title`` names it for screen readers when ``heading`` is empty."""
    around: list[Mark] = []
    top = MARGIN
    if heading:
        for words in wrap(heading, width - 2 * MARGIN, 16, bold=True):
            around.append(Text(x=MARGIN, y=top + 10, text=words, size=16, bold=True))
            top += 22
    top += 8
    labels = max(wide(label, 12) for _, label in y.ticks)
    left = 28 + labels + 12
    right = width - MARGIN - 8
    tall = (height or width * 0.68) - (0 if height is None else top + 60)
    panel = Panel(
        left=left,
        top=top,
        width=right - left,
        height=tall,
        x=x,
        y=y,
        marks=tuple(marks),
        axes=("x", "y", "grid") if grid else ("x", "y"),
    )
    bottom = top + tall + (46 if x.title else 26)
    for note in notes:
        for words in wrap(note, width - 2 * MARGIN, 12, lines=4):
            bottom += 16
            around.append(Text(x=MARGIN, y=bottom, text=words, size=12, role="muted"))
    return Figure(
        width=width,
        height=math.ceil(bottom + MARGIN),
        title=heading or title,
        alt=alt,
        panels=(panel,),
        marks=tuple(around),
        data=dict(data or {}),
    )


def rule(x: Scale, y: Scale, *, at_x: float | None = None, at_y: float | None = None, **look: Any) -> Line:
    """Return a line across the whole panel."""
    points = ((at_x, y.low), (at_x, y.high)) if at_x is not None else ((x.low, at_y), (x.high, at_y))
    return Line(points=points, **look)  # type: ignore[arg-type]


def clipped(points: Sequence[tuple[float, float]], x: Scale) -> tuple[tuple[float, float], ...]:
    """Return the part of a line between two points whose x lies on the axis (straight as drawn)."""
    change = math.log if x.kind == "log" else float
    (x0, y0), (x1, y1) = points
    a, b = change(x0), change(x1)
    low, high = sorted((change(x.low), change(x.high)))

    def at(share: float) -> tuple[float, float]:
        value = a + share * (b - a)
        return (math.exp(value) if x.kind == "log" else value), y0 + share * (y1 - y0)

    ends = [0.0, 1.0]
    if b != a:
        ends = sorted(min(1.0, max(0.0, (edge - a) / (b - a))) for edge in (low, high))
    return at(ends[0]), at(ends[1])
