"""Cumulative ranks: how likely each treatment is among the best one, two, three."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from trueeffect.plot.figure import Figure, Line, Mark, Scale, Text
from trueeffect.plot.figures._frame import check_width, framed

if TYPE_CHECKING:
    from trueeffect.synthesis.results import Results

SHOWN = 8
"""Treatments whose lines are named; more cannot be told apart."""


def rankogram(ranks: Results, *, title: str = "", width: float = 620) -> Figure:
    """Return cumulative rank curves of a network, from :func:`trueeffect.network_ranks`."""
    check_width(width)
    names, table = list(ranks["treatment"]), np.cumsum(ranks["rankogram"], axis=1)
    t = len(names)
    order = sorted(range(t), key=lambda i: -float(ranks["sucra"][i]))
    marks: list[Mark] = []
    for place, i in enumerate(order):
        points = tuple((float(r + 1), float(table[i, r])) for r in range(t))
        role = "accent" if place == 0 else "second" if place == 1 else "muted"
        label = f"{names[i]}: SUCRA {100 * float(ranks['sucra'][i]):.0f}%"
        marks.append(Line(points=points, role=role, width=2.0 if place < 2 else 1.0, label=label))
        if place < SHOWN:
            at = min(range(t), key=lambda r: abs(table[i, r] - (0.85 - 0.09 * place)))
            marks.append(Text(x=at + 1.06, y=float(table[i, at]), text=names[i], size=11, role=role))
    x = Scale(
        low=1, high=t + 0.5, ticks=tuple((r + 1.0, str(r + 1)) for r in range(t)), title="Rank, or better"
    )
    y = Scale(low=0, high=1, ticks=tuple((s / 4, f"{25 * s}%") for s in range(5)), title="Probability")
    best = names[order[0]]
    alt = (
        f"Cumulative ranks of {t} treatments. {best} has the highest mean rank (SUCRA "
        f"{100 * float(ranks['sucra'][order[0]]):.0f}%, first with probability "
        f"{100 * float(table[order[0], 0]):.0f}%)."
    )
    notes = ["A rank says nothing about how large or how certain a difference is."]
    data = {"treatment": names, "cumulative": table.tolist(), "sucra": np.asarray(ranks["sucra"]).tolist()}
    return framed(
        marks, x, y, title="Cumulative ranks", heading=title, alt=alt, width=width, notes=notes, data=data
    )
