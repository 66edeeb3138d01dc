"""The command line door: one file per command, errors turned into one sentence and an exit code."""

from __future__ import annotations

import sys
from typing import Any, cast

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


_UsageError = cast("type[Exception]", typer.BadParameter.__bases__[0])
"""What typer raises for wrong arguments; its module differs between versions of typer."""
_WRONG_ARGUMENTS, _STOPPED = 2, 130


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; user errors print one sentence on standard error and set the exit code."""
    try:
        code = build()(args=arguments, standalone_mode=False)
    except TrueEffectError as error:
        code = _refuse(str(error), error.exit_code)
    except _UsageError as error:
        code = _refuse_arguments(error)
    except (KeyboardInterrupt, typer.Abort):
        code = _refuse("stopped.", _STOPPED)
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    raise SystemExit(code or 0)


def _refuse_arguments(error: Any) -> int:
    """Say what is wrong with the arguments; without any arguments, show the help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return _WRONG_ARGUMENTS
    said = error.format_message().replace("Value error, ", "").rstrip(".")
    return _refuse(f"{said}. See: {error.ctx.command_path} --help", _WRONG_ARGUMENTS)


def _refuse(sentence: str, code: int) -> int:
    """Print one line that a terminal can show safely: a file name may hold anything."""
    from trueeffect.report.inert import one_line

    if sys.stderr is not None:
        sys.stderr.write(f"trueeffect: {one_line(sentence)}\n")
    return code
