"""Radial (Galbraith) plot: standardised effects against precision; the slope of the line is the estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from trueeffect.errors import InputError
from trueeffect.plot import scales
from trueeffect.plot.figure import Area, Dot, Figure, Line, Mark
from trueeffect.plot.figures._frame import check_width, framed, plot_room
from trueeffect.plot.words import figures, spoken

if TYPE_CHECKING:
    from trueeffect.synthesis.fits import Fit


def radial(fit: Fit, *, title: str = "", width: float = 620) -> Figure:
    """Return the radial plot of a pooled result (doi:10.1002/sim.4780070807).

    Studies outside the band differ from the pooled effect by more than chance and the between-study variance
    of the model explain.
    """
    from trueeffect.stats.quantiles import normal_quantile

    check_width(width)
    if fit.design is not None:
        raise InputError(
            "A radial plot shows one pooled estimate.", hint="Use plot.bubble() for a regression."
        )
    spread = np.sqrt(fit.effects.v + fit.tau2)
    precision, z = 1 / spread, fit.effects.y / spread
    crit = normal_quantile(fit.level)
    x = scales.linear(0.0, float(precision.max()) * 1.05, title="Precision (1 / SE)", room=plot_room(width))
    top = fit.estimate * x.high
    ends = [-crit, crit, top - crit, top + crit, float(z.min()), float(z.max())]
    y = scales.linear(min(ends), max(ends), title="Effect / SE", room=420)
    band = ((0.0, -crit), (0.0, crit), (x.high, top + crit), (x.high, top - crit))
    marks: list[Mark] = [
        Area(points=band, role="band2"),
        Line(points=((0.0, 0.0), (x.high, 0.0)), role="muted", width=1),
        Line(points=((0.0, 0.0), (x.high, top)), role="accent", width=1.8),
    ]
    inside = np.abs(z - fit.estimate * precision) <= crit
    for i, label in enumerate(fit.effects.labels):
        tip = f"{label}: {figures(float(fit.effects.y[i]))}"
        role = "accent" if inside[i] else "second"
        marks.append(Dot(x=precision[i], y=z[i], size=4.5, role=role, edge="paper", label=tip))
    outside = int((~inside).sum())
    alt = (
        f"Radial plot of {fit.k} studies; the slope is the pooled estimate {spoken(fit.estimate)}. "
        f"{outside} {'study lies' if outside == 1 else 'studies lie'} outside the {100 * fit.level:g}% band."
    )
    notes = [
        (
            f"Slope: the pooled estimate {figures(fit.estimate)}, on the working scale. Outside the band: "
            f"{outside}."
        )
    ]
    data = {"study": list(fit.effects.labels), "precision": precision.tolist(), "z": z.tolist()}
    return framed(
        marks, x, y, title="Radial plot", heading=title, alt=alt, width=width, notes=notes, data=data
    )
