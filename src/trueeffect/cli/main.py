"""The command line door: one file per command, errors turned into one sentence and an exit code."""

from __future__ import annotations

import sys

import typer

import trueeffect
from trueeffect._families import members
from trueeffect.errors import TrueEffectError


def _version(asked: bool) -> None:
    if asked:
        typer.echo(trueeffect.__version__)
        raise typer.Exit


def build() -> typer.Typer:
    """Return the application with every command found in ``cli/commands``."""
    app = typer.Typer(
        name="trueeffect",
        help="How does a treatment work, and how effective is it really?",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,  # plain help: formatting it with Rich costs more than the rest of the command
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def _root(
        version: bool = typer.Option(
            False, "--version", callback=_version, is_eager=True, help="Print the version."
        ),
    ) -> None:
        pass

    for name, command in members("trueeffect.cli.commands", "command").items():
        label = name.replace("_", "-")
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=label)
        else:
            app.command(name=label)(command)
    return app


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; user errors print one sentence on standard error and set the exit code."""
    try:
        build()(args=arguments, standalone_mode=True)
    except TrueEffectError as error:
        sys.stderr.write(f"trueeffect: {error}\n")
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        sys.stderr.write("trueeffect: stopped.\n")
        raise SystemExit(130) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
