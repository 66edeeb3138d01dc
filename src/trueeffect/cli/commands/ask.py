"""``trueeffect ask TREATMENT --for CONDITION``: how effective is it really?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trueeffect.errors import InputError


class Format(StrEnum):
    """Formats of an answer."""

    text = "text"
    json = "json"
    md = "md"
    html = "html"
    aid = "aid"


def command(
    treatment: Annotated[
        str, typer.Argument(help="What to ask about, e.g. acupuncture.", show_default=False)
    ],
    condition: Annotated[
        str, typer.Option("--for", help="For whom, e.g. 'chronic low back pain'.", show_default=False)
    ],
    versus: Annotated[
        list[str] | None,
        typer.Option(help="sham, without, other, or one comparator or treatment; all three when absent."),
    ] = None,
    outcome: Annotated[
        str, typer.Option(help="pain, function, response, walking, quality of life, ...")
    ] = "pain",
    time: Annotated[
        str,
        typer.Option(
            help="'6 weeks', '3 months', '6 months' or '12 months'; nearest to 3 months when absent."
        ),
    ] = "",
    evidence: Annotated[Path | None, typer.Option(help="Your own evidence base, built to a file.")] = None,
    leave_out_high_risk: Annotated[bool, typer.Option(help="Leave out trials at high risk of bias.")] = False,
    format: Annotated[
        Format, typer.Option("--format", "-f", help="aid is the one-page decision aid.")
    ] = Format.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Answer how effective a treatment is, from trials, with its certainty."""
    from trueeffect.app.answer_question import ask
    from trueeffect.report.answers import render_answer

    answer = ask(
        treatment,
        condition=condition,
        versus=versus or (),
        outcome=outcome,
        time=time,
        evidence=evidence,
        leave_out_high_risk=leave_out_high_risk,
    )
    chosen = format.value
    if output is not None and format is Format.text and output.suffix.lower() in (".html", ".json", ".md"):
        chosen = output.suffix.lower().removeprefix(".")
    text = render_answer(answer, chosen)
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror}.", hint="Check the folder.") from None
    typer.echo(f"Written to {output}.")
