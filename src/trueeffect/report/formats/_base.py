"""What a report format is."""

from __future__ import annotations

from collections.abc import Callable

from trueeffect.model._struct import Value
from trueeffect.model.verdict import CheckReport


class Layout(Value, frozen=True, kw_only=True):
    """How a terminal report is laid out; other formats have no use for it.

    Parameters
    ----------
    width : int
        Columns, at least 20.
    colour : bool
        Whether terminal colours are written. Verdicts are always words as well.
    """

    width: int = 80
    colour: bool = False


class Format(Value, frozen=True, kw_only=True):
    """A report format: its name, file suffix and media type, and the function that writes it.

    ``render`` takes a report and a layout and returns the whole document; the same input gives the same
    text.
    """

    name: str
    suffix: str
    media_type: str
    render: Callable[[CheckReport, Layout], str]
