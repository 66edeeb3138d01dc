"""The whole report for programs: stable fields, versioned by ``schema``."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from trueeffect.model.verdict import CheckReport
from trueeffect.report.formats._base import Format, Layout

SCHEMA_ADDRESS = "https://json-schema.org/draft/2020-12/schema"
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def _render(report: CheckReport, _layout: Layout) -> str:
    """Return the report as indented JSON; characters that a terminal would obey are written as escapes."""
    encoded = msgspec.json.format(msgspec.json.encode(report, order="deterministic"), indent=2)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", encoded.decode()) + "\n"


def decode(document: str | bytes) -> CheckReport:
    """Read a report back from its JSON.

    Raises
    ------
    msgspec.ValidationError
        When the document is no report of this version, with the path of the field.
    """
    return msgspec.json.decode(document, type=CheckReport)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a report, made from the records themselves."""
    return {
        "$schema": SCHEMA_ADDRESS,
        "$id": "trueeffect/check-report/1",
        "title": "Report of a check of an article",
        **msgspec.json.schema(CheckReport),
    }


def schema_text() -> str:
    """Return the schema as it is shipped in ``data/schema``."""
    return msgspec.json.format(msgspec.json.encode(json_schema(), order="sorted"), indent=2).decode() + "\n"


format = Format(name="json", suffix=".json", media_type="application/json", render=_render)
