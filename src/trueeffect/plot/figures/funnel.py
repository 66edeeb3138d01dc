"""Funnel plot: effects against their standard errors, with contours of significance and filled studies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trueeffect.errors import InputError
from trueeffect.plot import scales
from trueeffect.plot.figure import Area, Dot, Figure, Line, Mark, Scale
from trueeffect.plot.figures._frame import check_width, clipped, framed, plot_room, rule
from trueeffect.plot.measure_axis import Axis, axis_of
from trueeffect.plot.words import figures, spoken

if TYPE_CHECKING:
    from trueeffect.synthesis.bias.trim_fill import TrimFill
    from trueeffect.synthesis.fits import Fit

LEVELS = ((0.01, "band2"), (0.05, "band"), (0.10, "paper"))
"""Two-sided p-values of the contours, outermost first, and what lies inside each."""


def funnel(
    fit: Fit | TrimFill,
    *,
    title: str = "",
    contours: bool = True,
    transform: str = "auto",
    width: float = 620,
) -> Figure:
    """Return the funnel plot of a pooled result, or of trim and fill (filled studies are hollow).

    Contours show where a study is significant against no effect: asymmetry that fills the white middle is not
    explained by selection on significance (doi:10.1016/j.jclinepi.2007.11.010).

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> effects = effect_sizes({"y": [0.1, 0.3, 0.5], "v": [0.01, 0.02, 0.03]}, y="y", v="v")
    >>> len(funnel(pool(effects)).data["estimate"])
    3
    """
    check_width(width)
    original, filled = _both(fit)
    if original.design is not None:
        raise InputError(
            "A funnel plot shows one pooled estimate.", hint="Use plot.bubble() for a regression."
        )
    axis = _straight(axis_of(original.effects, transform), original, transform)
    effects, k = filled.effects, original.k
    errors = [math.sqrt(v) for v in effects.v]
    y = scales.linear(0.0, max(errors) * 1.04, title="Standard error", room=500)
    y = Scale(low=y.high, high=0.0, ticks=y.ticks, title=y.title)
    x = _x_scale(filled, axis, y.low, plot_room(width))
    marks = _contours(axis, x, y) if contours and axis.null is not None else []
    marks += _cone(filled, axis, x, y)
    for i, (value, error) in enumerate(zip(effects.y, errors)):
        label = f"{effects.labels[i]}: {figures(axis.change(value))}, SE {figures(error, 3)}"
        role, edge = ("accent", "paper") if i < k else ("paper", "second")
        marks.append(Dot(x=axis.change(value), y=error, size=4.5, role=role, edge=edge, label=label))
    notes = _notes(contours and axis.null is not None, filled.k - k, original.level)
    shown = axis.change(filled.estimate)
    alt = f"Funnel plot of {k} studies around the pooled {axis.noun} {spoken(shown)}."
    if filled.k > k:
        before = spoken(axis.change(original.estimate))
        alt += f" Trim and fill added {filled.k - k} studies; before that the estimate was {before}."
    data = {
        "study": list(effects.labels),
        "estimate": [axis.change(value) for value in effects.y],
        "std_error": errors,
        "filled": [i >= k for i in range(filled.k)],
    }
    return framed(
        marks, x, y, title="Funnel plot", heading=title, alt=alt, width=width, notes=notes, data=data
    )


def _both(fit: Fit | TrimFill) -> tuple[Fit, Fit]:
    from trueeffect.synthesis.fits import Fit

    return (fit, fit) if isinstance(fit, Fit) else (fit.original, fit.fit)


def _straight(axis: Axis, fit: Fit, transform: str) -> Axis:
    """Keep the working scale where the cone would not be straight on the shown one."""
    if axis.log or transform != "auto" or axis.change is float:
        return axis
    return axis_of(fit.effects, "none")


def _x_scale(fit: Fit, axis: Axis, error: float, room: float) -> Scale:
    from trueeffect.stats.quantiles import normal_quantile

    half = normal_quantile(fit.level) * error
    ends = [fit.estimate - half, fit.estimate + half, *(float(value) for value in fit.effects.y)]
    if axis.null is not None:
        ends.append(0.0)
    return axis.scale(axis.change(min(ends)), axis.change(max(ends)), room)


def _contours(axis: Axis, x: Scale, y: Scale) -> list[Mark]:
    from trueeffect.stats.quantiles import normal_quantile

    whole = ((x.low, y.low), (x.low, y.high), (x.high, y.high), (x.high, y.low))
    found: list[Mark] = [Area(points=whole, role="band3")]
    for p, role in LEVELS:
        z = normal_quantile(1 - p)
        left = clipped(((axis.change(0.0), 0.0), (axis.change(-z * y.low), y.low)), x)
        right = clipped(((axis.change(0.0), 0.0), (axis.change(z * y.low), y.low)), x)
        lower = ((left[1][0], y.low), (right[1][0], y.low))
        found.append(Area(points=(left[0], left[1], *lower, right[1]), role=role))
    found.append(rule(x, y, at_x=axis.change(0.0), role="muted", width=1))
    return found


def _cone(fit: Fit, axis: Axis, x: Scale, y: Scale) -> list[Mark]:
    from trueeffect.stats.quantiles import normal_quantile

    half = normal_quantile(fit.level) * y.low
    peak = (axis.change(fit.estimate), 0.0)
    found: list[Mark] = [Line(points=(peak, (peak[0], y.low)), role="accent", width=1.4)]
    for side in (-1, 1):
        foot = (axis.change(fit.estimate + side * half), y.low)
        found.append(Line(points=clipped((peak, foot), x), role="accent", width=1.2, dash="5 4"))
    return found


def _notes(contours: bool, filled: int, level: float) -> list[str]:
    notes = [
        (
            f"Dashed: where {100 * level:g}% of studies would lie around the pooled estimate without "
            f"heterogeneity."
        )
    ]
    if contours:
        notes.append("Shading: p > 0.10 white, then 0.10 to 0.05, 0.05 to 0.01, below 0.01 (darkest).")
    if filled:
        notes.append(f"Hollow: {filled} studies filled in.")
    return notes
