"""``trueeffect safety``: red flags first, a checklist, the practitioner, and where to report harm."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trueeffect.cli.commands.medicines import Format


def command(
    sign: Annotated[
        list[str] | None,
        typer.Option(
            "--sign", "-s", help="A sign that is present: bladder, saddle, bowel, fever ... (repeat)."
        ),
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="None of the signs is present.")] = False,
    country: Annotated[str, typer.Option(help="Two letters: AU, GB, US.")] = "",
    title: Annotated[str, typer.Option(help="Title that the practitioner uses.")] = "",
    number: Annotated[str, typer.Option(help="Number of register or licence.")] = "",
    expires: Annotated[str, typer.Option(help="Date of expiry, 2027-06-30.")] = "",
    looked_up: Annotated[str, typer.Option(help="Day on which you looked at the register.")] = "",
    found: Annotated[bool | None, typer.Option("--found/--not-found", help="What you saw there.")] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="Format of the page.")] = Format.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Safety: ask the red flags first; then the checklist and the practitioner."""
    import trueeffect
    from trueeffect.person.safety import check_practitioner, screen
    from trueeffect.report.person.render import deliver
    from trueeffect.report.person.safety import leaflet

    answer = screen(sign or ()) if sign or none else None
    asked = any((title, number, expires, looked_up, found is not None))
    person = (
        check_practitioner(
            country, title=title, number=number, expires=expires, looked_up=looked_up, on_register=found
        )
        if country and asked
        else None
    )
    page = leaflet(answer, person, country, trueeffect.__version__)
    deliver(page, {"screen": answer, "practitioner": person}, format.value, output)
