"""A single panel without axes, with its title and notes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from trueeffect.plot.figure import Figure, Mark, Panel, Scale, Text
from trueeffect.plot.figures._frame import MARGIN
from trueeffect.plot.words import wrap


def bare(
    marks: Sequence[Mark],
    x: Scale,
    y: Scale,
    *,
    title: str,
    heading: str,
    alt: str,
    width: float,
    height: float,
    notes: Sequence[str] = (),
    data: Mapping[str, Any] | None = None,
) -> Figure:
    """Return a figure whose one panel of ``height`` has no axes."""
    around: list[Mark] = []
    top = MARGIN
    if heading:
        for words in wrap(heading, width - 2 * MARGIN, 16, bold=True):
            around.append(Text(x=MARGIN, y=top + 10, text=words, size=16, bold=True))
            top += 22
    panel = Panel(
        left=MARGIN, top=top, width=width - 2 * MARGIN, height=height, x=x, y=y, marks=tuple(marks), axes=()
    )
    bottom = top + height
    for note in notes:
        for words in wrap(note, width - 2 * MARGIN, 12, lines=4):
            bottom += 16
            around.append(Text(x=MARGIN, y=bottom, text=words, size=12, role="muted"))
    return Figure(
        width=width,
        height=math.ceil(bottom + MARGIN),
        title=heading or title,
        alt=alt,
        panels=(panel,),
        marks=tuple(around),
        data=dict(data or {}),
    )
