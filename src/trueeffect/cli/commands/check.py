"""``trueeffect check ARTICLE``: judge the claims of an article against the studies it cites."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from trueeffect.model.verdict import CheckReport


class Format(StrEnum):
    """Formats of the report."""

    text = "text"
    json = "json"
    md = "md"
    html = "html"


class FailOn(StrEnum):
    """Verdicts that may set the exit code."""

    contradicted = "contradicted"
    overstated = "overstated"
    unsupported = "unsupported"


FAILED = 10
"""Exit code of ``--fail-on``; apart from those of errors."""


def command(
    article: Annotated[
        str, typer.Argument(help="File, address (http...), or - for standard input.", show_default=False)
    ],
    library: Annotated[
        list[Path] | None,
        typer.Option("--library", "-l", help="Your own records: RIS, nbib, PubMed XML, BibTeX, CSL-JSON ..."),
    ] = None,
    builtin: Annotated[bool, typer.Option(help="Search the built-in library too.")] = True,
    format: Annotated[Format, typer.Option("--format", "-f", help="Format of the report.")] = Format.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    fail_on: Annotated[
        list[FailOn] | None, typer.Option(help=f"Exit with {FAILED} when a claim has this verdict.")
    ] = None,
) -> None:
    """Judge each claim of an article against the study that it cites.

    The exit code is 0 whatever the verdicts, unless --fail-on is given.
    """
    from trueeffect.app.check_article import check
    from trueeffect.report.render import render, terminal_layout

    keep_sources(output, [article, *(library or [])])
    source = standard_input() if article == "-" else article
    report = check(source, library=list(library or []), builtin=builtin)
    layout = terminal_layout() if output is None else None
    write(render(report, format.value, layout=layout), output, as_file=format is not Format.text)
    if _failed(report, fail_on or []):
        raise typer.Exit(FAILED)


def _failed(report: CheckReport, fail_on: list[FailOn]) -> bool:
    return bool({result.verdict for result in report.results} & {verdict.value for verdict in fail_on})


def standard_input() -> bytes:
    """Return what stands on standard input, up to the length that an article may have.

    Raises
    ------
    InputError
        When standard input is closed or cannot be read.
    """
    from trueeffect.errors import InputError
    from trueeffect.text.reading import MOST_BYTES

    try:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    except (OSError, AttributeError):  # a closed input is None
        raise InputError("Standard input is closed.", hint="Give the path of a file.") from None


def keep_sources(output: Path | None, sources: Iterable[str | Path]) -> None:
    """Raise when the report would be written over the article or a library."""
    from trueeffect.errors import InputError

    if output is None or not os.path.exists(output):  # unlike Path.exists, never raises for odd names
        return
    for source in sources:
        if os.path.exists(source) and os.path.samefile(output, source):
            raise InputError(
                f"The report would be written over {str(source)!r}, which is to be read.",
                hint="Give another file after -o.",
            )


def write(text: str, output: Path | None, *, as_file: bool = False) -> None:
    """Write a report to a file, or to standard output when no file is given.

    ``as_file``: the text is a file of its own (a page, JSON) and is UTF-8 wherever it goes. Otherwise it is
    read on the terminal, and a character that the terminal does not have becomes a question mark.
    """
    from trueeffect.errors import InputError

    where = "standard output" if output is None else repr(str(output))
    try:
        if output is None:
            _print(text, as_file)
        else:
            output.write_text(text, encoding="utf-8")
    except BrokenPipeError:
        raise  # the reader has seen enough
    except (OSError, AttributeError) as error:  # a closed output is None
        reason = getattr(error, "strerror", None) or "it is closed"
        raise InputError(f"The report could not be written to {where}: {reason}.") from None


def _print(text: str, as_file: bool) -> None:
    encoding = "utf-8" if as_file else sys.stdout.encoding or "utf-8"
    sys.stdout.flush()
    sys.stdout.buffer.write((text if text.endswith("\n") else text + "\n").encode(encoding, "replace"))
    sys.stdout.flush()
