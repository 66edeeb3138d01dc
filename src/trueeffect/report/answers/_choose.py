"""Choose a format by name."""

from __future__ import annotations

from trueeffect._families import members
from trueeffect.errors import UnknownOption
from trueeffect.model.answer import Answer

FORMATS = ("text", "json", "md", "html", "aid")
"""``aid`` is the one-page decision aid."""


def render_answer(answer: Answer, format: str = "text") -> str:
    """Return an answer in a format; the same answer gives the same text.

    Raises
    ------
    UnknownOption
        When the format is not offered.
    """
    if format not in FORMATS:
        raise UnknownOption.of("format", format, FORMATS)
    return str(members("trueeffect.report.answers", "render")[format](answer))
