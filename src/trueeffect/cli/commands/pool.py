"""``trueeffect pool TABLE``: combine study results."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueeffect.errors import InputError

if TYPE_CHECKING:
    from trueeffect.app.pool_table import PoolReport


class Format(StrEnum):
    """Formats of the result."""

    text = "text"
    json = "json"
    csv = "csv"
    html = "html"


class Model(StrEnum):
    """Whether true effects differ between studies."""

    random = "random"
    common = "common"


def command(
    table: Annotated[str, typer.Argument(help="CSV file, or - for standard input.", show_default=False)],
    columns: Annotated[
        str,
        typer.Option(
            "--columns",
            "-c",
            help="Role=column pairs: events1=tpos,total1=n1,... or y=yi,v=vi.",
            show_default=False,
        ),
    ],
    measure: Annotated[
        str,
        typer.Option("--measure", "-m", help="RR, OR, SMD, MD, ZCOR, ...; GEN for ready-made y and v or se."),
    ] = "GEN",
    study: Annotated[str | None, typer.Option(help="Column that names the studies.")] = None,
    model: Annotated[Model, typer.Option(help="Random or common effects.")] = Model.random,
    method: Annotated[
        str | None,
        typer.Option(help="Between-study variance: REML, DL, PM, ML, EB, SJ, HE, HS, HSk, PMM, GENQ, GENQM."),
    ] = None,
    test: Annotated[
        str, typer.Option(help="knapp-hartung, knapp-hartung-conservative, t or wald.")
    ] = "knapp-hartung",
    level: Annotated[float, typer.Option(help="Confidence level.")] = 0.95,
    moderators: Annotated[str, typer.Option(help="Columns of a meta-regression, separated by commas.")] = "",
    subgroup: Annotated[str | None, typer.Option(help="Column of subgroups.")] = None,
    leave_one_out: Annotated[bool, typer.Option(help="Add the estimate without each study.")] = False,
    influence: Annotated[bool, typer.Option(help="Add influence diagnostics.")] = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="Format of the result.")] = Format.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    figure: Annotated[
        Path | None, typer.Option(help="Draw the forest plot (with moderators, a bubble plot): .svg, .png.")
    ] = None,
) -> None:
    """Combine the results of studies into one estimate."""
    from trueeffect.app.pool_table import pool_table
    from trueeffect.report.pooling import FORMATS

    report = pool_table(
        sys.stdin.buffer.read() if table == "-" else table,
        measure=measure,
        columns=pairs(columns),
        study=study,
        model=model.value,
        method=method,
        test=test,
        level=level,
        moderators=[name.strip() for name in moderators.split(",") if name.strip()],
        subgroup=subgroup,
        leave_one_out=leave_one_out,
        influence=influence,
    )
    if figure is not None:
        _draw(report, subgroup, figure)
    text = FORMATS[format.value](report)
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror}.", hint="Check the folder.") from None


def _draw(report: PoolReport, subgroup: str | None, path: Path) -> None:
    from trueeffect import plot

    if report.fit.design is None:
        plot.forest(report.fit, subgroup=subgroup).save(path)
    else:
        plot.bubble(report.fit).save(path)


def pairs(text: str) -> dict[str, str | float]:
    """Read ``role=column,role=column``; a number stands for the same figure in every row."""
    pairs: dict[str, str | float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        role, equals, name = part.partition("=")
        if not equals or not role.strip() or not name.strip():
            raise InputError(f"--columns has {part!r}.", hint="Write role=column, as in y=yi,v=vi.")
        try:
            pairs[role.strip()] = float(name)
        except ValueError:
            pairs[role.strip()] = name.strip()
    return pairs
