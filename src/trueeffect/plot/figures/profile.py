"""Profile plot: how well each between-study variance fits, with the interval that follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from trueeffect.errors import InputError
from trueeffect.plot import scales
from trueeffect.plot.figure import Dot, Figure, Line, Mark
from trueeffect.plot.figures._frame import check_width, framed, plot_room, rule
from trueeffect.plot.words import figures, spoken

if TYPE_CHECKING:
    from trueeffect.synthesis.fits import Fit


def profile(fit: Fit, grid: Sequence[float] | None = None, *, title: str = "", width: float = 620) -> Figure:
    """Return the log-likelihood over the between-study variance; the dashed line cuts out its interval.

    ``grid``: values of tau2; from 0 to beyond the estimate when absent.
    """
    from trueeffect.stats.quantiles import normal_quantile
    from trueeffect.synthesis.diagnose import profile as at_each

    check_width(width)
    if grid is None:
        reach = 4 * fit.tau2 + 2 * float(np.median(fit.effects.v)) * (fit.tau2 == 0)
        grid = np.linspace(0.0, reach, 81).tolist()
    if len(grid) < 3:
        raise InputError(f"A grid of {len(grid)} values makes no curve.", hint="Give three or more.")
    found = at_each(fit, list(grid))
    tau2, value = found["tau2"], found["log_likelihood"]
    best = float(at_each(fit, [fit.tau2])["log_likelihood"][0])
    cut = best - normal_quantile(fit.level) ** 2 / 2
    x = scales.linear(
        float(tau2.min()), float(tau2.max()), title="Between-study variance τ²", room=plot_room(width)
    )
    low = max(float(value.min()), best - 4 * (best - cut))
    y = scales.linear(min(low, cut), best + 0.1 * (best - cut), title="Log-likelihood", room=420)
    points = [(float(t), float(v)) for t, v in zip(tau2, value) if y.holds(float(v))]
    marks: list[Mark] = [
        rule(x, y, at_y=cut, role="second", width=1, dash="5 4"),
        Line(points=tuple(points), role="accent", width=1.8),
    ]
    if x.holds(fit.tau2) and y.holds(best):
        marks.append(Dot(x=fit.tau2, y=best, size=4.5, role="second", edge="paper"))
    method = fit.spec["method"]
    alt = f"Profile of the log-likelihood over tau squared, estimate {spoken(fit.tau2, 4)} by {method}."
    notes = [
        f"Dot: the estimate {figures(fit.tau2, 4)} ({method}). Dashed: values of τ² above it make up the "
        f"{100 * fit.level:g}% profile-likelihood interval."
    ]
    data = {"tau2": tau2.tolist(), "log_likelihood": value.tolist()}
    return framed(
        marks,
        x,
        y,
        title="Profile of the log-likelihood",
        heading=title,
        alt=alt,
        width=width,
        notes=notes,
        data=data,
    )
