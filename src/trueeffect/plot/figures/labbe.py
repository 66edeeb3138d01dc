"""L'Abbé plot: risk in the treated group against risk in the control group."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from trueeffect.errors import InputError
from trueeffect.plot import scales
from trueeffect.plot.figure import Dot, Figure, Line, Mark
from trueeffect.plot.figures._frame import check_width, framed, plot_room
from trueeffect.plot.measure_axis import axis_of
from trueeffect.plot.words import figures, spoken

if TYPE_CHECKING:
    from trueeffect.synthesis.fits import Fit

RISK: dict[str, Callable[[float, float], float]] = {
    "RR": lambda control, effect: control * math.exp(effect),
    "OR": lambda control, effect: _from_odds(control, effect),
    "PETO": lambda control, effect: _from_odds(control, effect),
    "RD": lambda control, effect: control + effect,
    "AS": lambda control, effect: (
        math.sin(min(max(math.asin(math.sqrt(control)) + effect, 0), math.pi / 2)) ** 2
    ),
}
"""Risk with treatment that an effect makes of a risk without it."""


def _from_odds(control: float, effect: float) -> float:
    if control >= 1:
        return 1.0
    odds = control / (1 - control) * math.exp(effect)
    return odds / (1 + odds)


def labbe(fit: Fit, *, title: str = "", width: float = 560) -> Figure:
    """Return the L'Abbé plot of 2x2 tables, with the line of equal risks and the curve of the pooled effect.

    For RR, OR, PETO, RD and AS (doi:10.7326/0003-4819-107-2-224). The size of a circle follows its weight.
    """
    check_width(width)
    if fit.effects.measure not in RISK or fit.design is not None:
        raise InputError(
            f"An L'Abbé plot needs 2x2 tables; the effects are {fit.effects.measure}.",
            hint=f"Pool one of {', '.join(RISK)} from counts, without moderators.",
        )
    treated, control = _risks(fit)
    top = min(1.0, max(float(treated.max()), float(control.max())) * 1.06)
    x = scales.linear(0.0, top, title="Risk in group 2 (control)", room=plot_room(width))
    y = scales.linear(0.0, top, title="Risk in group 1 (treated)", room=plot_room(width))
    change = RISK[fit.effects.measure]
    grid = np.linspace(0.0, x.high, 101)
    curve = [(float(p), change(float(p), fit.estimate)) for p in grid]
    marks: list[Mark] = [
        Line(points=((0.0, 0.0), (x.high, x.high)), role="muted", width=1),
        Line(points=tuple(point for point in curve if 0 <= point[1] <= y.high), role="accent", dash="5 4"),
    ]
    largest = float(fit.weights.max())
    for i in np.argsort(-fit.weights):
        tip = f"{fit.effects.labels[i]}: {100 * treated[i]:.3g}% against {100 * control[i]:.3g}%"
        size = 3 + 9 * math.sqrt(float(fit.weights[i]) / largest)
        marks.append(Dot(x=control[i], y=treated[i], size=size, role="band3", edge="accent", label=tip))
    lower = int((treated < control).sum())
    axis = axis_of(fit.effects)
    shown = axis.change(fit.estimate)
    alt = (
        f"L'Abbé plot of {fit.k} studies. Risk is lower in group 1 in {lower} of them. "
        f"Pooled {axis.noun} {spoken(shown)}."
    )
    notes = [f"Solid: equal risks. Dashed: the pooled {axis.noun} {figures(shown)}."]
    data = {"study": list(fit.effects.labels), "treated": treated.tolist(), "control": control.tolist()}
    return framed(
        marks,
        x,
        y,
        title="L'Abbé plot",
        heading=title,
        alt=alt,
        width=width,
        height=width + 40,
        notes=notes,
        data=data,
    )


def _risks(fit: Fit) -> tuple[np.ndarray, np.ndarray]:
    from trueeffect.synthesis.frames import Columns
    from trueeffect.synthesis.inputs import read_inputs

    effects = fit.effects
    columns = effects.spec.get("columns", {})
    if "y" in columns or not effects.columns:
        raise InputError(
            "These effects were given ready-made, without counts.", hint="Make them from counts."
        )
    roles = ("events1", "nonevents1", "events2", "nonevents2")
    x, _ = read_inputs(Columns(effects.columns, effects.backend, effects.k), roles, columns, None, "counts")
    with np.errstate(all="ignore"):
        treated = x["events1"] / (x["events1"] + x["nonevents1"])
        return treated, x["events2"] / (x["events2"] + x["nonevents2"])
