"""A figure as data: panels with scales, marks and text; drawing comes later, in ``plot/draw``.

Marks of a panel are in the units of its scales, marks of the figure itself in pixels from the top left.
Colours are named by their role, so that a drawing style is one table.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from trueeffect.errors import InputError

Anchor = Literal["start", "middle", "end"]
Shape = Literal["circle", "square", "diamond"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A polyline; ``label`` is shown when a pointer rests on it."""

    points: tuple[tuple[float, float], ...]
    role: str = "ink"
    width: float = 1.2
    dash: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    role: str = "band"
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """A symbol at a point; ``size`` is half its width in pixels. An empty ``role`` leaves it hollow."""

    x: float
    y: float
    size: float = 4.0
    shape: Shape = "circle"
    role: str = "accent"
    edge: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """Words at a point; ``y`` is the middle of the line."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    size: float = 13.0
    bold: bool = False
    role: str = "ink"
    angle: float = 0.0


Mark = Line | Area | Dot | Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """From data to pixels; ``kind`` log has positive ends. ``ticks`` are pairs of value and label."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()
    kind: Literal["linear", "log"] = "linear"
    title: str = ""

    def share(self, value: float) -> float:
        """Return where ``value`` lies between the ends: 0 to 1."""
        if self.kind == "log":
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def holds(self, value: float) -> bool:
        """Tell whether a value lies between the ends."""
        return min(self.low, self.high) <= value <= max(self.low, self.high)


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """A rectangle in pixels with two scales; ``axes`` says which are drawn: any of ``x``, ``y``, ``grid``."""

    left: float
    top: float
    width: float
    height: float
    x: Scale
    y: Scale
    marks: tuple[Mark, ...] = ()
    axes: tuple[str, ...] = ("x", "y")

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point in data units."""
        return self.left + self.width * self.x.share(x), self.top + self.height * (1 - self.y.share(y))


@dataclass(frozen=True, kw_only=True, eq=False)
class Figure:
    """What to draw, and in words what it shows.

    Parameters
    ----------
    width, height : float
        Pixels.
    title : str
        One line; first part of what a screen reader says.
    alt : str
        The message of the figure in a few sentences, with the estimate.
    data : mapping
        The numbers behind the marks, by name.
    """

    width: float
    height: float
    title: str
    alt: str
    panels: tuple[Panel, ...] = ()
    marks: tuple[Mark, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def to_svg(self) -> str:
        """Return the figure as an SVG file; needs no extra package."""
        from trueeffect.plot.draw.svg import render

        return render(self)

    def save(self, path: str | Path) -> Path:
        """Write the figure; the ending of the name decides: svg, or png and pdf with the extra ``plot``."""
        target = Path(path)
        kind = target.suffix.lower().lstrip(".")
        if kind not in ("svg", "png", "pdf"):
            raise InputError(
                f"A figure cannot be written as {target.suffix or 'a file without ending'!r}.",
                hint="Use a name that ends in .svg, .png or .pdf.",
            )
        try:
            if kind == "svg":
                target.write_text(self.to_svg(), encoding="utf-8")
            else:
                from trueeffect.plot.draw.mpl import save

                save(self, target)
        except OSError as error:
            raise InputError(
                f"{target} cannot be written: {error.strerror}.", hint="Check the folder."
            ) from None
        return target

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def __repr__(self) -> str:
        return f"{self.title}\n{self.alt}"
