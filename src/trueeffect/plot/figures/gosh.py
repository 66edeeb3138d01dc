"""GOSH plot: estimate and heterogeneity of subsets of the studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from trueeffect.errors import UnknownOption
from trueeffect.plot import scales
from trueeffect.plot.figure import Dot, Figure, Mark
from trueeffect.plot.figures._frame import check_width, framed, plot_room, rule
from trueeffect.plot.measure_axis import axis_of
from trueeffect.plot.words import spoken

if TYPE_CHECKING:
    from trueeffect.synthesis.fits import Fit
    from trueeffect.synthesis.results import Results

MOST = 3000
"""Dots drawn at most; beyond, every n-th subset is shown and the note says so."""


def gosh(
    fit: Fit,
    subsets: Results | None = None,
    *,
    study: str | None = None,
    title: str = "",
    transform: str = "auto",
    width: float = 620,
) -> Figure:
    """Return the GOSH plot (doi:10.1002/jrsm.1053).

    Parameters
    ----------
    subsets : Results, optional
        From :func:`trueeffect.gosh`; computed with its defaults when absent.
    study : str, optional
        Subsets with this study are shown in another colour.
    """
    from trueeffect.synthesis.diagnose import gosh as fit_subsets

    check_width(width)
    found = fit_subsets(fit) if subsets is None else subsets
    axis = axis_of(fit.effects, transform)
    shown = [axis.change(float(v)) for v in found["estimate"]]
    i2 = [float(v) for v in found["i2"]]
    step = -(-len(shown) // MOST)
    with_study = _with(fit, found, study)
    x = axis.scale(min(shown), max(shown), plot_room(width))
    y = scales.linear(0.0, 1.0, title="I²", room=420)
    marks: list[Mark] = [
        Dot(x=shown[i], y=i2[i], size=1.8, role="second" if with_study[i] else "accent")
        for i in range(0, len(shown), step)
    ]
    marks.append(rule(x, y, at_x=axis.change(fit.estimate), role="ink", width=1, dash="5 4"))
    notes = [f"{len(shown)} subsets of {fit.k} studies. Dashed: the estimate from all of them."]
    if step > 1:
        notes.append(f"Every {step}th subset is drawn.")
    if study is not None:
        notes.append(f"Orange: subsets with {study}.")
    ends = sorted(shown)
    alt = (
        f"GOSH plot of {len(shown)} subsets of {fit.k} studies: estimates from {spoken(ends[0])} to "
        f"{spoken(ends[-1])}; all studies give {spoken(axis.change(fit.estimate))}."
    )
    data = {"estimate": shown, "i2": i2, "with_study": with_study}
    return framed(marks, x, y, title="GOSH plot", heading=title, alt=alt, width=width, notes=notes, data=data)


def _with(fit: Fit, found: Results, study: str | None) -> list[bool]:
    if study is None:
        return [False] * len(found["estimate"])
    if study not in fit.effects.labels:
        raise UnknownOption.of("study", study, fit.effects.labels)
    taken = np.asarray(found["taken"])
    return [bool(value) for value in taken[fit.effects.labels.index(study)]]
