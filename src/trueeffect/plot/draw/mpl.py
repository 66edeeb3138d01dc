"""PNG and PDF by matplotlib (extra ``plot``): the same pixels as the SVG."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trueeffect.errors import EngineUnavailable
from trueeffect.plot.draw.pixels import corners, flatten
from trueeffect.plot.draw.style import colour
from trueeffect.plot.figure import Area, Dot, Figure, Line, Mark, Text

DPI = 96
FACES = ("Helvetica Neue", "Helvetica", "Arial", "Liberation Sans")
ALIGN = {"start": "left", "middle": "center", "end": "right"}


def draw(figure: Figure) -> Any:
    """Return a matplotlib figure.

    Raises
    ------
    EngineUnavailable
        When matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure as Canvas
    except ImportError:
        raise EngineUnavailable(
            "PNG and PDF need matplotlib, which is not installed.",
            hint="Install trueeffect[plot], or save as .svg.",
        ) from None
    canvas = Canvas(figsize=(figure.width / DPI, figure.height / DPI), dpi=DPI, facecolor=colour("paper"))
    axes = canvas.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, figure.width)
    axes.set_ylim(figure.height, 0)
    axes.axis("off")
    face = _face()
    for order, mark in enumerate(flatten(figure)):
        _add(axes, mark, order, face)
    return canvas


def _add(axes: Any, mark: Mark, order: int, face: str) -> None:
    points = 72 / DPI
    if isinstance(mark, Line):
        x, y = zip(*mark.points)
        style = (0, tuple(float(part) for part in mark.dash.split())) if mark.dash else "-"
        axes.plot(
            x,
            y,
            color=colour(mark.role),
            linewidth=mark.width * points,
            linestyle=style,
            zorder=order,
            solid_capstyle="butt",
        )
    elif isinstance(mark, Area):
        axes.fill(*zip(*mark.points), facecolor=colour(mark.role), edgecolor="none", zorder=order)
    elif isinstance(mark, Text):
        axes.text(
            mark.x,
            mark.y,
            mark.text.replace("$", r"\$"),
            ha=ALIGN[mark.anchor],
            va="center",
            fontsize=mark.size * points,
            fontweight="bold" if mark.bold else "normal",
            color=colour(mark.role),
            rotation=-mark.angle,
            zorder=order,
            family=face,
        )
    else:
        _add_dot(axes, mark, order)


def _face() -> str:
    """Return the first of the faces of the SVG that is installed."""
    from matplotlib.font_manager import fontManager

    known = set(fontManager.get_font_names())
    return next((face for face in FACES if face in known), "sans-serif")


def _add_dot(axes: Any, mark: Dot, order: int) -> None:
    from matplotlib.patches import Circle, Patch, Polygon

    face = colour(mark.role) if mark.role else "none"
    edge = colour(mark.edge) if mark.edge else "none"
    patch: Patch
    if mark.shape == "circle":
        patch = Circle((mark.x, mark.y), mark.size, facecolor=face, edgecolor=edge, zorder=order, lw=0.75)
    else:
        patch = Polygon(corners(mark), closed=True, facecolor=face, edgecolor=edge, zorder=order, lw=0.75)
    axes.add_patch(patch)


def save(figure: Figure, path: Path, *, dpi: int = 200) -> None:
    """Write the figure as PNG or PDF, without a date, so that the same figure gives the same file."""
    kind = path.suffix.lower().lstrip(".")
    metadata: dict[str, Any] = {"Software": None} if kind == "png" else {"CreationDate": None}
    metadata["Title"] = figure.title
    draw(figure).savefig(path, dpi=dpi, format=kind, metadata=metadata)
