"""``trueeffect medicines LIST``: review a list of medicines."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """Formats of the page."""

    text = "text"
    json = "json"
    html = "html"
    pdf = "pdf"


def command(
    medicines: Annotated[
        str,
        typer.Argument(
            help="CSV, or text with one medicine a line; - for standard input.", show_default=False
        ),
    ],
    age: Annotated[float | None, typer.Option(help="Years; lists for 65 and older need it.")] = None,
    egfr: Annotated[float | None, typer.Option(help="Kidney function in ml/min.")] = None,
    condition: Annotated[
        list[str] | None, typer.Option("--condition", "-c", help="pacemaker, pregnancy, falls ... (repeat).")
    ] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="Format of the page.")] = Format.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Review medicines: what to talk about with your clinician.

    It informs. It never tells you to start, stop or change a medicine.
    """
    from trueeffect.app.care import review_medicines
    from trueeffect.report.person.medicines import leaflet
    from trueeffect.report.person.render import deliver

    source: bytes | Path = sys.stdin.buffer.read() if medicines == "-" else Path(medicines)
    review = review_medicines(source, age=age, egfr=egfr, conditions=condition or ())
    deliver(leaflet(review), review, format.value, output)
