"""An answer as JSON: every field, with the schema's name."""

from __future__ import annotations

import msgspec

from trueeffect.model.answer import Answer


def render(answer: Answer) -> str:
    """Return the whole answer as indented JSON."""
    content = {"schema": "trueeffect/answer/1", **msgspec.to_builtins(answer)}
    return msgspec.json.format(msgspec.json.encode(content), indent=1).decode() + "\n"
