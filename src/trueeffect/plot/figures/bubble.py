"""Bubble plot: effects against a moderator, with the regression line and its band."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from trueeffect.errors import InputError, UnknownOption
from trueeffect.plot import scales
from trueeffect.plot.figure import Area, Dot, Figure, Line, Mark
from trueeffect.plot.figures._frame import check_width, framed, plot_room, rule
from trueeffect.plot.measure_axis import axis_of
from trueeffect.plot.words import figures, p_text, spoken

if TYPE_CHECKING:
    from trueeffect.synthesis.fits import Fit


def bubble(
    fit: Fit, moderator: str | None = None, *, title: str = "", transform: str = "auto", width: float = 620
) -> Figure:
    """Return the bubble plot of a meta-regression.

    Parameters
    ----------
    moderator : str, optional
        Term to put on the axis; the first when absent. The others are held at their means.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import regress
    >>> table = {"y": [0.1, 0.3, 0.5, 0.6], "v": [0.01, 0.02, 0.03, 0.02], "dose": [1, 2, 3, 4]}
    >>> bubble(regress(effect_sizes(table, y="y", v="v"), ["dose"])).data["x"]
    [1.0, 2.0, 3.0, 4.0]
    """
    from trueeffect.synthesis.predict import predict

    check_width(width)
    if fit.design is None or len(fit.terms) <= fit.design.intercept:
        raise InputError("A bubble plot needs a moderator.", hint="Use regress(); for pool(), plot.forest().")
    terms = fit.terms[int(fit.design.intercept) :]
    name = terms[0] if moderator is None else moderator
    if name not in terms:
        raise UnknownOption.of("moderator", name, terms)
    j = fit.terms.index(name)
    values = fit.design.matrix[:, j]
    axis = axis_of(fit.effects, transform)
    x = scales.linear(float(values.min()), float(values.max()), title=name, room=plot_room(width))
    grid = np.linspace(x.low, x.high, 61)
    rows = np.tile(fit.design.matrix.mean(axis=0), (len(grid), 1))
    rows[:, j] = grid
    line = predict(fit, rows=rows)
    middle, low, high = (
        [axis.change(float(v)) for v in column] for column in (line.estimate, line.conf_low, line.conf_high)
    )
    shown = [axis.change(float(v)) for v in fit.effects.y]
    y = axis.scale(min(*shown, *low), max(*shown, *high), 420)
    band = [*zip(grid.tolist(), high), *reversed(list(zip(grid.tolist(), low)))]
    marks: list[Mark] = [Area(points=tuple(band), role="band2")]
    if axis.null is not None and y.holds(axis.null):
        marks.append(rule(x, y, at_y=axis.null, role="muted", width=1))
    marks.append(Line(points=tuple(zip(grid.tolist(), middle)), role="accent", width=1.8))
    largest = float(fit.weights.max())
    for i in np.argsort(-fit.weights):
        tip = f"{fit.effects.labels[i]}: {figures(shown[i])} at {values[i]:g}"
        size = 2.5 + 8 * math.sqrt(float(fit.weights[i]) / largest)
        marks.append(Dot(x=float(values[i]), y=shown[i], size=size, role="band3", edge="ink", label=tip))
    slope, p = float(fit.solution.coef[j]), float(fit.solution.p_value[j])
    alt = (
        f"Bubble plot of {fit.k} effects against {name}. Slope {spoken(slope, 3)} per unit on the "
        f"working scale, "
        f"{p_text(p)}."
    )
    notes = [
        (
            f"Slope {figures(slope, 3)} per unit ({p_text(p)}), on the working scale; band: "
            f"{100 * fit.level:g}% CI."
        )
    ]
    if len(terms) > 1:
        notes.append("Other moderators are held at their means.")
    data = {"study": list(fit.effects.labels), "x": values.tolist(), "estimate": shown}
    data["weight"] = fit.weights.tolist()
    return framed(
        marks, x, y, title=f"Bubble plot: {name}", heading=title, alt=alt, width=width, notes=notes, data=data
    )
