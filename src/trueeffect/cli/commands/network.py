"""``trueeffect network TABLE``: compare many treatments at once."""

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


class Model(StrEnum):
    """Whether true effects differ between studies."""

    random = "random"
    common = "common"


class Better(StrEnum):
    """Which effects are good."""

    small = "small"
    large = "large"


def command(
    table: Annotated[str, typer.Argument(help="CSV file, or - for standard input.", show_default=False)],
    columns: Annotated[
        str,
        typer.Option(
            "--columns",
            "-c",
            help="Role=column pairs: study=trial,treatment=drug,events=r,total=n (one row per arm), or "
            "study=trial,treat1=a,treat2=b,y=lnor,se=se (one row per contrast).",
            show_default=False,
        ),
    ],
    measure: Annotated[
        str, typer.Option("--measure", "-m", help="OR, RR, RD, IRR, MD; any for contrasts.")
    ] = "GEN",
    reference: Annotated[str | None, typer.Option(help="Treatment that all are compared with.")] = None,
    model: Annotated[Model, typer.Option(help="Random or common effects.")] = Model.random,
    method: Annotated[str | None, typer.Option(help="Between-study variance: DL, REML, ML, PM, ...")] = None,
    level: Annotated[float, typer.Option(help="Confidence level.")] = 0.95,
    better: Annotated[Better | None, typer.Option(help="Which effects are good; adds ranks.")] = None,
    split: Annotated[bool, typer.Option(help="Add direct against indirect evidence.")] = False,
    league: Annotated[bool, typer.Option(help="Add every treatment against every other.")] = False,
    contributions: Annotated[bool, typer.Option(help="Add contributions of direct comparisons.")] = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="Format of the result.")] = Format.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    figure: Annotated[Path | None, typer.Option(help="Draw the network graph: .svg, .png.")] = None,
    league_figure: Annotated[Path | None, typer.Option(help="Draw the league table: .svg, .png.")] = None,
) -> None:
    """Compare many treatments from direct and indirect evidence."""
    from trueeffect.app.network_table import network_table
    from trueeffect.cli.commands.check import write
    from trueeffect.cli.commands.pool import pairs
    from trueeffect.report.model_tables import FORMATS

    report = network_table(
        sys.stdin.buffer.read() if table == "-" else table,
        columns={role: str(name) for role, name in pairs(columns).items()},
        measure=measure,
        reference=reference,
        model=model.value,
        method=method,
        level=level,
        better=None if better is None else better.value,
        split=split,
        league=league,
        contributions=contributions,
    )
    if figure is not None or league_figure is not None:
        from trueeffect import plot

        if figure is not None:
            plot.network_graph(report.fit).save(figure)
        if league_figure is not None:
            plot.league(report.fit).save(league_figure)
    write(FORMATS[format.value](report), output, as_file=format is not Format.text)
