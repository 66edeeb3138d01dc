"""Write a page for a person as text, JSON, HTML or PDF."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from trueeffect.errors import InputError, UnknownOption
from trueeffect.report.leaflet import Leaflet, as_html, as_text

FORMATS = ("text", "json", "html", "pdf")


def render(leaflet: Leaflet, record: Any, format: str) -> str:
    """Return the page, or the record behind it as JSON.

    Raises
    ------
    UnknownOption
        When there is no such format.
    """
    if format == "text":
        return as_text(leaflet)
    if format == "html":
        return as_html(leaflet)
    if format == "json":
        return msgspec.json.format(msgspec.json.encode(record), indent=2).decode() + "\n"
    raise UnknownOption.of("format", format, FORMATS)


def deliver(leaflet: Leaflet, record: Any, format: str, output: Path | None) -> None:
    """Write the page to a file that only its owner may read, or to standard output."""
    if format == "pdf":
        from trueeffect.report.person.pdf import as_pdf

        if output is None:
            raise InputError("A PDF needs a file.", hint="Add --output page.pdf.")
        write(as_pdf(leaflet), output)
        return
    write(render(leaflet, record, format), output, as_file=format != "text")


def write(content: str | bytes, output: Path | None, *, as_file: bool = True) -> None:
    """Write text or bytes; a new file is readable by its owner only."""
    if output is None:
        assert isinstance(content, str)
        encoding = "utf-8" if as_file else sys.stdout.encoding or "utf-8"
        sys.stdout.flush()
        sys.stdout.buffer.write(
            (content if content.endswith("\n") else content + "\n").encode(encoding, "replace")
        )
        sys.stdout.flush()
        return
    try:
        if not output.exists():
            output.touch(mode=0o600)
        output.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise InputError(
            f"{str(output)!r} cannot be written: {error.strerror}.", hint="Check the folder."
        ) from None
