"""Write a report in a named format."""

from __future__ import annotations

import os
import shutil
import sys
from typing import IO

from trueeffect._families import members
from trueeffect.errors import RenderError, UnknownOption
from trueeffect.model.verdict import CheckReport
from trueeffect.report.formats._base import Format, Layout

_NARROWEST, _WIDEST = 20, 100


def formats() -> dict[str, Format]:
    """Return the report formats by name."""
    return members("trueeffect.report.formats", "format")


def render(report: CheckReport, format: str = "text", *, layout: Layout | None = None) -> str:
    """Return ``report`` written in ``format``.

    Parameters
    ----------
    report : CheckReport
    format : str
        ``text``, ``json``, ``md`` or ``html``.
    layout : Layout, optional
        Width and colour of the text format; 80 columns without colour when not given.

    Raises
    ------
    UnknownOption
        When there is no such format.
    RenderError
        When the report holds text that cannot be written in any encoding.

    Examples
    --------
    >>> from trueeffect.testing import make_article
    >>> report = CheckReport(article=make_article("Needles help.", title="On needles"))
    >>> print(render(report, "text").splitlines()[1])
    On needles
    """
    known = formats()
    if format not in known:
        raise UnknownOption.of("format", format, known)
    try:
        return known[format].render(report, layout or Layout())
    except UnicodeEncodeError as error:
        raise RenderError(
            f"The report holds a character that cannot be written as {format}: {error.reason}.",
            hint="Read the article again in its own encoding.",
            format=format,
        ) from None


def terminal_layout(stream: IO[str] | None = None) -> Layout:
    """Return the layout that fits a stream: its width, and colour only where it is wanted and possible.

    Colour is left out when the stream is no terminal, when ``NO_COLOR`` is set to anything, or when the
    terminal calls itself dumb.
    """
    stream = stream or sys.stdout
    if stream is None or not stream.isatty():  # a closed output is None
        return Layout()
    width = shutil.get_terminal_size().columns
    plain = os.environ.get("NO_COLOR", "") != "" or os.environ.get("TERM") == "dumb"
    return Layout(width=min(_WIDEST, max(_NARROWEST, width)), colour=not plain)
