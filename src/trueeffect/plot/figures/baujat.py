"""Baujat plot: which studies make the heterogeneity, and which of them pull the result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from trueeffect.plot import scales
from trueeffect.plot.figure import Dot, Figure, Mark, Text
from trueeffect.plot.figures._frame import check_width, framed, plot_room
from trueeffect.plot.words import figures
from trueeffect.plot.words import width as wide

if TYPE_CHECKING:
    from trueeffect.synthesis.fits import Fit


def baujat(fit: Fit, *, title: str = "", named: int = 5, width: float = 620) -> Figure:
    """Return the Baujat plot of a fit (doi:10.1002/sim.1221), the ``named`` outermost studies with names.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> effects = effect_sizes({"y": [0.1, 0.3, 0.9], "v": [0.01, 0.02, 0.03]}, y="y", v="v")
    >>> baujat(pool(effects)).alt
    'Baujat plot of 3 studies. Most heterogeneity comes from 3, 1, 2.'
    """
    from trueeffect.synthesis.diagnose import diagnose

    check_width(width)
    found = diagnose(fit)
    share, pull, labels = found["q_share"], found["pull"], found["study"]
    x = scales.linear(0.0, float(share.max()) * 1.05, title="Contribution to Q", room=plot_room(width))
    y = scales.linear(0.0, float(np.nanmax(pull)) * 1.08, title="Influence on the estimate", room=420)
    y = replace(y, low=-0.03 * y.high)
    far = np.argsort(-(share / x.high + pull / y.high), kind="stable")[:named]
    marks: list[Mark] = []
    for i, label in enumerate(labels):
        tip = f"{label}: {figures(share[i])} of Q, influence {figures(pull[i])}"
        role = "second" if i in far else "accent"
        marks.append(Dot(x=share[i], y=pull[i], size=5, role=role, edge="paper", label=tip))
    marks += names_beside([(labels[i], float(share[i]), float(pull[i])) for i in far], x, y, width)
    most = ", ".join(labels[i] for i in np.argsort(-share, kind="stable")[:3])
    alt = f"Baujat plot of {fit.k} studies. Most heterogeneity comes from {most}."
    data = {"study": list(labels), "q_share": share.tolist(), "pull": pull.tolist()}
    return framed(marks, x, y, title="Baujat plot", heading=title, alt=alt, width=width, data=data, grid=True)


def names_beside(
    points: list[tuple[str, float, float]], x: scales.Scale, y: scales.Scale, width: float
) -> list[Mark]:
    """Return names next to points, on the side with room; a name that would cover another is left out."""
    room = plot_room(width)
    taken: list[tuple[float, float, float]] = []
    found: list[Mark] = []
    for name, px, py in points:
        size = wide(name, 12)
        left, top = x.share(px) * room, y.share(py) * width * 0.68
        side = 1 if left + size + 12 < room else -1
        begin = left + 8 if side > 0 else left - 8 - size
        if begin < -60 or any(abs(top - t) < 13 and begin < e and b < begin + size for b, e, t in taken):
            continue
        taken.append((begin, begin + size, top))
        gap = (x.high - x.low) * 9 / room
        anchor = "start" if side > 0 else "end"
        found.append(Text(x=px + side * gap, y=py, text=name, anchor=anchor, size=12))  # type: ignore[arg-type]
    return found
