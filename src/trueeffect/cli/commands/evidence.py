"""``trueeffect evidence new|add|check|build``: bring your own evidence base."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

command = typer.Typer(help="Make, check and build an evidence base of your own.", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="Folder of the base.", show_default=False)]


@command.command()
def new(folder: Folder) -> None:
    """Make an empty base: folders, and the tables with their columns."""
    from trueeffect.app.own_evidence import new_base

    typer.echo(f"Made {new_base(folder)}. Add a study with `trueeffect evidence add {folder} NAME`.")


@command.command()
def add(
    folder: Folder,
    study: Annotated[str, typer.Argument(help="Name and year, e.g. smith2024.", show_default=False)],
) -> None:
    """Add a study: a form to fill in, and tables with their columns."""
    from trueeffect.app.own_evidence import add_study

    typer.echo(f"Made {add_study(folder, study)}. Fill in study.toml and results.tsv, then run check.")


@command.command()
def check(folder: Folder) -> None:
    """Check every row against every rule."""
    from trueeffect.app.own_evidence import check_base

    report = check_base(folder)
    for line in report.lines:
        typer.echo(line)
    raise typer.Exit(3 if report.errors else 0)


@command.command()
def build(
    folder: Folder,
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write.")] = Path("evidence.json"),
) -> None:
    """Build the base into one file for `trueeffect ask --evidence`."""
    from trueeffect.app.own_evidence import build_base

    typer.echo(build_base(folder, output))
