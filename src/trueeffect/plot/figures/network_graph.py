"""Network graph: treatments on a circle, lines where studies compare two of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trueeffect.plot.figure import Dot, Figure, Line, Mark, Scale, Text
from trueeffect.plot.figures._bare import bare
from trueeffect.plot.figures._frame import check_width

if TYPE_CHECKING:
    from trueeffect.synthesis.network.fit import NetworkFit


def network_graph(fit: NetworkFit, *, title: str = "", width: float = 620) -> Figure:
    """Return the graph of a network; width of lines and size of dots grow with the number of studies."""
    check_width(width)
    names, t = fit.treatments, len(fit.treatments)
    pairs: dict[tuple[int, int], int] = {}
    studies = [0] * t
    for block in fit.data.blocks:
        for arms in block.arms.tolist():
            for i, a in enumerate(arms):
                studies[a] += 1
                for b in arms[i + 1 :]:
                    pairs[a, b] = pairs.get((a, b), 0) + 1
    place = [(math.sin(2 * math.pi * i / t), math.cos(2 * math.pi * i / t)) for i in range(t)]
    most, largest = max(pairs.values()), max(studies)
    marks: list[Mark] = []
    for (a, b), count in sorted(pairs.items()):
        words = f"{names[a]} : {names[b]}, {count} {'study' if count == 1 else 'studies'}"
        thick = 1.0 + 5.0 * (count - 1) / max(most - 1, 1)
        marks.append(Line(points=(place[a], place[b]), role="muted", width=thick, label=words))
    for i, (x, y) in enumerate(place):
        size = 4 + 7 * math.sqrt(studies[i] / largest)
        marks.append(
            Dot(x=x, y=y, size=size, role="accent", edge="paper", label=f"{names[i]}, {studies[i]} studies")
        )
        anchor = "middle" if abs(x) < 0.15 else "start" if x > 0 else "end"
        marks.append(Text(x=1.12 * x, y=1.12 * y, text=names[i], anchor=anchor, size=12))  # type: ignore[arg-type]
    commonest = ", ".join(names[i] for i in max(pairs, key=lambda pair: pairs[pair]))
    alt = (
        f"Network of {t} treatments in {fit.n_studies} studies; {len(pairs)} of {t * (t - 1) // 2} pairs are "
        f"compared directly. Most often: {commonest}."
    )
    data = {
        "treatment": list(names),
        "studies": studies,
        "pairs": [[names[a], names[b], count] for (a, b), count in sorted(pairs.items())],
    }
    across, up, height = Scale(low=-1.9, high=1.9), Scale(low=-1.3, high=1.3), 0.68 * width
    return bare(
        marks,
        across,
        up,
        title="Network graph",
        heading=title,
        alt=alt,
        width=width,
        height=height,
        data=data,
    )
