"""A diary over time: ratings before and after, the means, what happened, and the usual course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueeffect.plot import scales
from trueeffect.plot.figure import Area, Dot, Figure, Line, Mark
from trueeffect.plot.figures._frame import check_width, framed, plot_room, rule

if TYPE_CHECKING:
    from trueeffect.model.person import DiaryAnalysis

_TOPS = {"pain": (0.0, 10.0), "vas": (0.0, 100.0), "rmdq": (0.0, 24.0)}


def diary(found: DiaryAnalysis, *, title: str = "", width: float = 720) -> Figure:
    """Return the plot of an analysed diary; the band is where the usual course would lead most people."""
    check_width(width)
    low, high = _TOPS.get(found.outcome, (min(found.values), max(found.values)))
    x = scales.linear(0, max(found.days[-1], 1), title="Day of the diary", room=plot_room(width))
    y = scales.linear(low, high, title=found.outcome.capitalize(), room=300)
    marks: list[Mark] = []
    notes = ["Dots: one a day. Lines: mean before and after. Dashed: the start."]
    if found.course is not None and found.mean_before is not None:
        marks.append(_band(found, x.high, y.low, y.high))
        notes.append("Band: where the usual course would lead about 95 of 100 people in usual care.")
    marks.append(rule(x, y, at_x=float(found.start), role="second", width=1.2, dash="5 4"))
    for day, kind in found.events:
        if x.holds(day):
            marks.append(
                Line(
                    points=((day, y.low), (day, y.low + 0.03 * (y.high - y.low))),
                    role="second" if kind == "session" else "accent",
                    width=2,
                    label=f"day {day}: {kind}",
                )
            )
    if found.events:
        notes.append("Ticks at the foot: sessions, changes of medicine, other events.")
    for day, value in zip(found.days, found.values):
        marks.append(
            Dot(
                x=day,
                y=value,
                size=3,
                role="ink" if day < found.start else "accent",
                label=f"day {day}: {value:g}",
            )
        )
    marks += _means(found, x.high)
    alt = f"{found.n_before} days before and {found.n_after} after the start. {found.sentence}"
    return framed(
        marks,
        x,
        y,
        title="The diary day by day",
        heading=title,
        alt=alt,
        width=width,
        height=380 if width >= 500 else 330,
        notes=notes,
        data={"days": list(found.days), "values": list(found.values), "start": found.start},
    )


def _band(found: DiaryAnalysis, end: float, low: float, high: float) -> Area:
    assert found.course is not None
    assert found.mean_before is not None
    centre = found.mean_before + found.course.change
    reach = 1.96 * (found.course.std_error**2 + found.course.person_sd**2) ** 0.5
    bottom, top = max(low, centre - reach), min(high, centre + reach)
    return Area(points=((found.start, bottom), (end, bottom), (end, top), (found.start, top)))


def _means(found: DiaryAnalysis, end: float) -> list[Mark]:
    if found.mean_before is None or found.mean_after is None:
        return []
    return [
        Line(points=((0, found.mean_before), (found.start, found.mean_before)), role="ink", width=2),
        Line(points=((found.start, found.mean_after), (end, found.mean_after)), role="accent", width=2),
    ]
