"""Forest plot: every study with its interval, subgroups, the pooled estimate, the prediction interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from trueeffect.errors import InputError
from trueeffect.plot.figure import Area, Dot, Figure, Line, Mark, Panel, Scale, Text
from trueeffect.plot.figures._forest_rows import SIGNS, Row, build_rows
from trueeffect.plot.measure_axis import Axis, axis_of
from trueeffect.plot.words import figures, p_text, spoken, width, wrap

if TYPE_CHECKING:
    from trueeffect.synthesis.fits import Fit

PHONE = 520
"""Below this width, a row has its words above its interval."""
MARGIN, GAP, LINE = 16.0, 18.0, 16.0
MANY = 60
"""Number of rows from which they stand closer."""


def forest(
    fit: Fit,
    *,
    title: str = "",
    subgroup: str | None = None,
    sort: str | None = None,
    prediction: bool = True,
    risk_of_bias: Sequence[str] = (),
    favours: tuple[str, str] | None = None,
    transform: str = "auto",
    width: float = 760,
) -> Figure:
    """Return the forest plot of a pooled result.

    Parameters
    ----------
    fit : Fit
        A model without moderators.
    title : str
        Heading; none when empty.
    subgroup : str, optional
        Column of subgroups, each with its own pooled estimate.
    sort : {"estimate", "weight", "label"}, optional
        Order of the studies; that of the table when absent.
    prediction : bool
        Whether to show the prediction interval.
    risk_of_bias : sequence of str
        Columns with judgements (low, some concerns, high, ...), one dot each.
    favours : pair of str, optional
        Words for the left and the right of no effect.
    transform : {"auto", "none", "exp", "tanh", "logit_inv"}
        Scale of the axis; ratios and correlations are shown as such by default.
    width : float
        Pixels, 280 or more; below 520 the words of a row stand above its interval, for telephones.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> effects = effect_sizes({"y": [0.1, 0.3, 0.5], "v": [0.01, 0.02, 0.03]}, y="y", v="v")
    >>> forest(pool(effects)).data["label"][-2:]
    ['Random effects (3 studies)', 'Prediction interval']
    """
    if width < 280:
        raise InputError(f"width={width:g} leaves no room for the plot.", hint="Give 280 or more.")
    axis = axis_of(fit.effects, transform)
    rows = build_rows(
        fit, axis, subgroup=subgroup, sort=sort, prediction=prediction, risk_of_bias=risk_of_bias
    )
    layout = _Layout(fit, axis, rows, tuple(risk_of_bias), width, title, favours)
    return layout.figure()


@dataclass(frozen=True, eq=False)
class _Layout:
    """Places the rows; everything in pixels but what lies in the panel."""

    fit: Fit
    axis: Axis
    rows: tuple[Row, ...]
    domains: tuple[str, ...]
    width: float
    title: str
    favours: tuple[str, str] | None

    @cached_property
    def heaviest(self) -> float:
        return max(row.weight for row in self.rows if row.kind == "study")

    @cached_property
    def grouped(self) -> bool:
        return any(row.kind == "group" for row in self.rows)

    @property
    def phone(self) -> bool:
        return self.width < PHONE

    @property
    def size(self) -> float:
        return 11.5 if len(self.rows) > MANY else 13.0

    @property
    def line(self) -> float:
        return 14.0 if len(self.rows) > MANY else LINE

    @cached_property
    def columns(self) -> tuple[float, float, float, float]:
        """Return the left edges of plot, words, weights and dots, and so where each ends."""
        text = max(width(row.text, self.size, bold=True) for row in self.rows) + GAP
        heading = width(self.heading, self.size, bold=True) + GAP
        weight = 0.0 if self.phone else width("Weight", self.size, bold=True) + GAP
        dots = len(self.domains) * 20.0 + (GAP if self.domains else 0)
        right = self.width - MARGIN
        start = right - dots - weight - max(text, heading)
        longest = max(
            width(row.label, self.size, bold=row.kind != "study") for row in self.rows if row.kind != "note"
        )
        room = max(120.0, start - MARGIN - 210)
        return MARGIN + min(longest + 10, room), start, right - dots - weight, right - dots

    @property
    def heading(self) -> str:
        return f"Effect ({100 * self.fit.level:g}% CI)"

    def limits(self) -> Scale:
        shown = [row for row in self.rows if not math.isnan(row.low)]
        change = math.log if self.axis.log else float
        points = [change(row.estimate) for row in shown if not math.isnan(row.estimate)]
        summary = [
            change(bound)
            for row in shown
            if row.kind in ("total", "prediction", "subtotal")
            for bound in (row.low, row.high)
        ]
        points += summary + ([change(self.axis.null)] if self.axis.null is not None else [])
        widths = sorted(change(row.high) - change(row.low) for row in shown)
        reach = 1.25 * widths[len(widths) // 2]
        low = max(min(change(row.low) for row in shown), min(points) - reach)
        high = min(max(change(row.high) for row in shown), max(points) + reach)
        low, high = min(low, *points), max(high, *points)
        if not high > low:
            low, high = low - 0.5, high + 0.5
        ends = (math.exp(low), math.exp(high)) if self.axis.log else (low, high)
        return self.axis.scale(*ends, room=self.plot[1] - self.plot[0])

    @cached_property
    def plot(self) -> tuple[float, float]:
        """Return the left and right edge of the panel."""
        if self.phone:
            return MARGIN + 4, self.width - MARGIN - 4
        left, right, _, _ = self.columns
        return left + 8, right - GAP

    def figure(self) -> Figure:
        """Return the figure."""
        marks: list[Mark] = []
        top = MARGIN
        if self.title:
            for words in wrap(self.title, self.width - 2 * MARGIN, 16, bold=True):
                marks.append(Text(x=MARGIN, y=top + 10, text=words, size=16, bold=True))
                top += 22
            top += 8
        top = self._header(marks, top)
        inside: list[Mark] = []
        scale = self.limits()
        start = top
        places: list[tuple[Row, float]] = []
        for row in self.rows:
            top, middle = self._words(marks, row, top)
            places.append((row, middle))
        height = top - start + 4
        panel_y = Scale(low=start + height, high=start)
        for row, middle in places:
            inside += self._bar(row, middle, scale)
        left, right = self.plot
        panel = Panel(
            left=left,
            top=start,
            width=right - left,
            height=height,
            x=scale,
            y=panel_y,
            marks=(*self._rules(scale, places, start + height), *inside),
            axes=("x",),
        )
        bottom = self._footer(marks, start + height + 35, left, right, scale)
        return Figure(
            width=self.width,
            height=math.ceil(bottom + MARGIN),
            title=self.title or "Forest plot",
            alt=self.alt(),
            panels=(panel,),
            marks=tuple(marks),
            data=self.data(),
        )

    def _header(self, marks: list[Mark], top: float) -> float:
        y = top + 8
        right = self.width - MARGIN
        marks.append(Text(x=MARGIN, y=y, text="Study", bold=True, size=self.size))
        if self.phone:
            marks.append(Text(x=right, y=y, text=self.heading, anchor="end", bold=True, size=self.size))
        else:
            _, _, weight, dots = self.columns
            ends = ((weight, self.heading), (dots, "Weight"))
            for x, words in ends:
                marks.append(Text(x=x, y=y, text=words, anchor="end", bold=True, size=self.size))
            for j in range(len(self.domains)):
                x = right - 20 * (len(self.domains) - j) + 10
                marks.append(Text(x=x, y=y, text=chr(65 + j), anchor="middle", bold=True, size=12))
        marks.append(Line(points=((MARGIN, y + 14), (right, y + 14)), role="muted", width=1))
        return y + 20

    def _words(self, marks: list[Mark], row: Row, top: float) -> tuple[float, float]:
        """Add the words of a row; return where the next starts and where its interval goes."""
        bold = row.kind in ("group", "subtotal", "total")
        indent = 12.0 if row.kind == "study" and self.grouped else 0.0
        if row.kind in ("total", "group"):
            top += 6
        if row.kind == "total":
            marks.append(
                Line(points=((MARGIN, top - 3), (self.width - MARGIN, top - 3)), role="rule", width=1)
            )
        right = self.width - MARGIN
        text_end = right if self.phone else self.columns[2]
        room = self._label_room(row) - indent
        lines = wrap(row.label, room, self.size, bold=bold)
        height = len(lines) * self.line + (6 if len(self.rows) <= MANY else 3)
        for n, words in enumerate(lines):
            y = top + self.line * (n + 0.5) + 3
            role = "muted" if row.kind in ("note", "prediction") else "ink"
            size = self.size - 1 if row.kind == "note" else self.size
            marks.append(Text(x=MARGIN + indent, y=y, text=words, size=size, bold=bold, role=role))
        middle = top + 3 + (self.line / 2 if self.phone else len(lines) * self.line / 2)
        if row.text:
            role = "muted" if row.kind == "prediction" else "ink"
            marks.append(
                Text(x=text_end, y=middle, text=row.text, anchor="end", size=self.size, bold=bold, role=role)
            )
        if not self.phone:
            self._right(marks, row, middle)
            return top + height, middle
        if row.kind in ("group", "note"):
            return top + height, middle
        if row.judgements:
            self._dots(marks, row, MARGIN + 8, top + height + 6)
            height += 18
        return top + height + 18, top + height + 6

    def _label_room(self, row: Row) -> float:
        if row.kind == "note" and self.phone:
            return self.width - 2 * MARGIN
        if not self.phone:
            return self.columns[0] - MARGIN
        needed = width(row.text, self.size, bold=True) + 12 if row.text else 0
        return self.width - 2 * MARGIN - needed

    def _right(self, marks: list[Mark], row: Row, middle: float) -> None:
        if not math.isnan(row.weight) and row.kind != "prediction":
            words = f"{100 * row.weight:.1f}%"
            bold = row.kind != "study"
            marks.append(
                Text(x=self.columns[3], y=middle, text=words, anchor="end", size=self.size, bold=bold)
            )
        self._dots(marks, row, self.width - MARGIN - 20 * len(self.domains) + 10, middle)

    def _dots(self, marks: list[Mark], row: Row, x: float, y: float) -> None:
        for j, role in enumerate(row.judgements):
            marks.append(Dot(x=x + 20 * j, y=y, size=7, role=role, label=self.domains[j]))
            sign = SIGNS[role]
            marks.append(
                Text(x=x + 20 * j, y=y, text=sign, anchor="middle", size=11, bold=True, role="paper")
            )

    def _rules(self, scale: Scale, places: list[tuple[Row, float]], bottom: float) -> list[Mark]:
        """Return the lines of no effect and of the pooled effect; on a telephone, only beside intervals."""
        total = next(row for row in self.rows if row.kind == "total")
        lines = [(total.estimate, "accent", "2 3")]
        if self.axis.null is not None and scale.holds(self.axis.null):
            lines.insert(0, (self.axis.null, "muted", ""))
        spans = [(places[0][1] - 12, bottom)]
        if self.phone:
            spans = [(y - 9, y + 9) for row, y in places if row.text] + [(bottom - 8, bottom)]
        return [
            Line(points=((x, top), (x, end)), role=role, width=1, dash=dash)
            for x, role, dash in lines
            for top, end in spans
        ]

    def _bar(self, row: Row, y: float, scale: Scale) -> list[Mark]:
        if math.isnan(row.low):
            return []
        low, high = max(row.low, scale.low), min(row.high, scale.high)
        tip = f"{row.label}: {row.text}"
        if row.kind == "prediction":
            return [
                Line(points=((low, y), (high, y)), role="second", width=4, label=tip),
                *self._arrows(row, y, scale, "second"),
            ]
        if row.kind in ("total", "subtotal"):
            half = 7.0
            points = ((low, y), (row.estimate, y - half), (high, y), (row.estimate, y + half))
            return [Area(points=points, role="accent", label=tip)]
        size = 2.2 + 4.0 * math.sqrt(row.weight / self.heaviest) * (0.75 if len(self.rows) > MANY else 1)
        dots = [Dot(x=row.estimate, y=y, size=size, shape="square", role="ink", label=tip)]
        bars: list[Mark] = [Line(points=((low, y), (high, y)), role="ink", width=1.3, label=tip)]
        return [*bars, *self._arrows(row, y, scale, "ink"), *(dots if scale.holds(row.estimate) else ())]

    def _arrows(self, row: Row, y: float, scale: Scale, role: str) -> list[Mark]:
        """Mark bounds that lie beyond the axis."""
        found: list[Mark] = []
        room = self.plot[1] - self.plot[0]
        for bound, end, side in ((row.low, scale.low, 1), (row.high, scale.high, -1)):
            if not scale.holds(bound):
                back = _along(scale, scale.share(end) + side * 7 / room)
                found.append(Area(points=((end, y), (back, y - 4), (back, y + 4)), role=role))
        return found

    def _footer(self, marks: list[Mark], y: float, left: float, right: float, scale: Scale) -> float:
        if self.favours is not None and self.axis.null is not None and scale.holds(self.axis.null):
            y += 20
            x = left + (right - left) * scale.share(self.axis.null)
            if self.phone:
                room = (right - left) / 2 - 6
                ends = ((left, "start"), (right, "end"))
            else:
                room = 400.0
                ends = ((x - 8, "end"), (x + 8, "start"))
            for (place, anchor), words, arrow in zip(ends, self.favours, ("← {}", "{} →")):
                shown = wrap(arrow.format(words), room, 12, lines=1)[0]
                marks.append(Text(x=place, y=y, text=shown, anchor=anchor, size=12, role="muted"))  # type: ignore[arg-type]
        y += 24
        for words in wrap(self.spread(), self.width - 2 * MARGIN, 12):
            marks.append(Text(x=MARGIN, y=y, text=words, size=12, role="muted"))
            y += 16
        if self.domains:
            listed = "; ".join(f"{chr(65 + j)} {name}" for j, name in enumerate(self.domains))
            legend = f"Risk of bias: {listed}. + low, ? some concerns, − high"
            for words in wrap(legend, self.width - 2 * MARGIN, 12):
                marks.append(Text(x=MARGIN, y=y, text=words, size=12, role="muted"))
                y += 16
        return y - 8

    def spread(self) -> str:
        """Return the line on heterogeneity."""
        fit = self.fit
        q = f"Q = {figures(fit.q)}, df = {fit.df_q:g}, {p_text(fit.p_q)}"
        if fit.k < 2:
            return "One study: nothing to compare"
        tau = f"τ² = {figures(fit.tau2, 3)}, " if fit.spec["model"] == "random" else ""
        return f"Heterogeneity: {tau}I² = {100 * fit.i2:.0f}%, {q}"

    def alt(self) -> str:
        """Return what the plot shows, in words."""
        total = next(row for row in self.rows if row.kind == "total")
        studies = [row for row in self.rows if row.kind == "study"]
        parts = [
            f"Forest plot of {len(studies)} {'study' if len(studies) == 1 else 'studies'}.",
            f"Pooled {self.axis.noun} {spoken(total.estimate)}, {100 * self.fit.level:g}% confidence "
            f"interval {spoken(total.low)} to {spoken(total.high)}.",
        ]
        parts += [
            f"Prediction interval {spoken(row.low)} to {spoken(row.high)}."
            for row in self.rows
            if row.kind == "prediction"
        ]
        ends = sorted(row.estimate for row in studies)
        parts.append(f"Study estimates range from {spoken(ends[0])} to {spoken(ends[-1])}.")
        parts.append(f"I squared {100 * self.fit.i2:.0f}%.")
        return " ".join(parts)

    def data(self) -> dict[str, list[object]]:
        """Return the rows as columns."""
        names = ("kind", "label", "estimate", "low", "high", "weight", "text")
        return {name: [getattr(row, name) for row in self.rows] for name in names}


def _along(scale: Scale, share: float) -> float:
    if scale.kind == "log":
        return scale.low * (scale.high / scale.low) ** share
    return scale.low + share * (scale.high - scale.low)
