"""League heat map: every treatment (row) against every other (column), with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from trueeffect.errors import InputError
from trueeffect.plot.figure import Area, Figure, Mark, Scale, Text
from trueeffect.plot.figures._bare import bare
from trueeffect.plot.figures._frame import check_width
from trueeffect.plot.words import figures

if TYPE_CHECKING:
    from trueeffect.synthesis.network.fit import NetworkFit

LARGEST = 15


def league(fit: NetworkFit, *, title: str = "", width: float = 760) -> Figure:
    """Return the league table as a heat map; ratios as ratios; shaded cells leave out no difference."""
    from trueeffect.stats.quantiles import normal_quantile

    check_width(width)
    names, t = fit.treatments, len(fit.treatments)
    if t > LARGEST:
        raise InputError(
            f"A league table of {t} treatments cannot be read as a picture.",
            hint="Use fit.league() for the table.",
        )
    ratio = fit.data.measure in ("OR", "RR", "IRR", "HR")
    change = np.exp if ratio else np.asarray
    crit = normal_quantile(fit.level)
    marks: list[Mark] = []
    clear = 0
    for i in range(t):
        for j in range(t):
            x, y = j + 0.5, t - i - 0.5
            if i == j:
                marks.append(Text(x=x, y=y, text=names[i][:14], anchor="middle", size=11, bold=True))
                continue
            est, se = fit.solution.differences[i, j], fit.solution.std_errors[i, j]
            low, mid, high = (float(change(v)) for v in (est - crit * se, est, est + crit * se))
            words = f"{names[i]} against {names[j]}: {figures(mid)} ({figures(low)} to {figures(high)})"
            if abs(est) > crit * se:
                clear += i < j
                corners = ((j, t - i - 1), (j + 1, t - i - 1), (j + 1, t - i), (j, t - i))
                marks.append(Area(points=corners, role="band" if est < 0 else "band2", label=words))
            marks.append(Text(x=x, y=y + 0.14, text=figures(mid), anchor="middle", size=11))
            marks.append(
                Text(
                    x=x,
                    y=y - 0.16,
                    text=f"{figures(low)}, {figures(high)}",
                    anchor="middle",
                    size=9,
                    role="muted",
                )
            )
    alt = (
        f"League table of {t} treatments ({fit.data.measure}, row against column). In {clear} of "
        f"{t * (t - 1) // 2} pairs the {100 * fit.level:g}% interval leaves out no difference."
    )
    side = Scale(low=0, high=t)
    percent = f"{100 * fit.level:g}%"
    notes = [
        f"Row against column: {fit.data.measure} with {percent} interval. Shaded: no difference is outside."
    ]
    columns = fit.league_columns()
    data = {
        name: list(columns[name]) for name in ("treatment", "comparator", "estimate", "conf_low", "conf_high")
    }
    return bare(
        marks,
        side,
        side,
        title="League table",
        heading=title,
        alt=alt,
        width=width,
        height=46.0 * t,
        notes=notes,
        data=data,
    )
