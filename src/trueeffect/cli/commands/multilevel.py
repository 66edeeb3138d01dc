"""``trueeffect multilevel TABLE``: combine effects that are not independent."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """Formats of the result."""

    text = "text"
    json = "json"
    csv = "csv"


def command(
    table: Annotated[str, typer.Argument(help="CSV file, or - for standard input.", show_default=False)],
    columns: Annotated[
        str,
        typer.Option(
            "--columns",
            "-c",
            help="Role=column pairs: y=yi,v=vi, or those of the measure.",
            show_default=False,
        ),
    ],
    random: Annotated[
        list[str],
        typer.Option(
            "--random", "-r", help="Random term, e.g. study/effect; may be repeated.", show_default=False
        ),
    ],
    measure: Annotated[
        str, typer.Option("--measure", "-m", help="As in pool; GEN for ready-made y.")
    ] = "GEN",
    study: Annotated[str | None, typer.Option(help="Column that names the studies.")] = None,
    cluster: Annotated[str | None, typer.Option(help="Column of studies with correlated errors.")] = None,
    rho: Annotated[float | None, typer.Option(help="Correlation of errors within a cluster.")] = None,
    moderators: Annotated[str, typer.Option(help="Columns of moderators, separated by commas.")] = "",
    method: Annotated[str, typer.Option(help="REML or ML.")] = "REML",
    test: Annotated[str, typer.Option(help="t or wald.")] = "t",
    level: Annotated[float, typer.Option(help="Confidence level.")] = 0.95,
    robust: Annotated[str | None, typer.Option(help="Column of clusters for robust tests (CR2).")] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="Format of the result.")] = Format.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Combine several effects per study with random effects on several levels."""
    from trueeffect.app.multilevel_table import multilevel_table
    from trueeffect.cli.commands.check import write
    from trueeffect.cli.commands.pool import pairs
    from trueeffect.report.model_tables import FORMATS

    report = multilevel_table(
        sys.stdin.buffer.read() if table == "-" else table,
        measure=measure,
        columns=pairs(columns),
        random=random,
        study=study,
        cluster=cluster,
        rho=rho,
        moderators=[name.strip() for name in moderators.split(",") if name.strip()],
        method=method,
        test=test,
        level=level,
        robust=robust,
    )
    write(FORMATS[format.value](report), output, as_file=format is not Format.text)
