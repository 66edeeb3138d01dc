"""``trueeffect diary``: keep a diary on this machine, and judge it honestly."""

from __future__ import annotations

import os
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueeffect.cli.commands.medicines import Format
from trueeffect.errors import InputError

if TYPE_CHECKING:
    from trueeffect.model.person import NaturalCourse, Prior

command = typer.Typer(
    name="diary", help="Keep a diary on this machine only, and analyse it.", no_args_is_help=True
)

File = Annotated[Path, typer.Argument(help="The diary file.", show_default=False)]
Encrypted = Annotated[
    bool,
    typer.Option(
        "--encrypted",
        "-e",
        help="Encrypted: the passphrase is asked for, or read from TRUEEFFECT_PASSPHRASE.",
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")]


class Shape(StrEnum):
    """Designs."""

    delayed = "delayed"
    alternating = "alternating"
    before_after = "before-after"


class Taken(StrEnum):
    """Formats of an export."""

    csv = "csv"
    json = "json"
    fhir = "fhir"


def _passphrase(encrypted: bool, *, twice: bool = False) -> str:
    if not encrypted:
        return ""
    given = os.environ.get("TRUEEFFECT_PASSPHRASE", "")
    words = given or str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True))
    if not words:
        raise InputError(
            "The passphrase is empty.", hint="Choose one that you will remember: it is stored nowhere."
        )
    return words


@command.command("new")
def new(
    path: File,
    baseline_from: Annotated[str, typer.Option(help="First day, 2026-03-01; today when left out.")] = "",
    shape: Annotated[Shape, typer.Option("--design", help="How the start is chosen.")] = Shape.delayed,
    baseline: Annotated[int, typer.Option(help="Days before the first possible start.")] = 14,
    window: Annotated[int, typer.Option(help="Days among which the start is drawn.")] = 20,
    treatment: Annotated[str, typer.Option(help="What will be tried.")] = "",
    condition: Annotated[str, typer.Option(help="For what.")] = "",
    stop_rule: Annotated[str, typer.Option(help="When to stop, agreed now.")] = "no change after six "
    "sessions: "
    "stop",
    encrypted: Encrypted = False,
) -> None:
    """Start a diary: choose a design, draw the start, and see what it can show."""
    from trueeffect.app.care import new_diary

    found = new_diary(
        path,
        passphrase=_passphrase(encrypted, twice=True),
        baseline_from=baseline_from or date.today().isoformat(),
        kind=shape.value,
        baseline=baseline,
        window=window,
        treatment=treatment,
        condition=condition,
        stop_rule=stop_rule,
    )
    lines = [f"Diary {path} started.", found.words]
    if found.window:
        lines.append(f"The start can fall on any day from {found.window[0]} to {found.window[-1]}.")
    if found.start:
        lines.append(f"Drawn start of the treatment: {found.start}. Do not start earlier or later.")
    if found.smallest_p is not None:
        lines.append(f"Smallest p-value that can come out: {found.smallest_p:.3g}.")
    typer.echo("\n".join([*lines, *(f"- {each}" for each in found.advice)]))


@command.command("add")
def add(
    path: File,
    kind: Annotated[
        str,
        typer.Argument(
            help="pain, vas, rmdq, walking, sleep, change, session, selfcare, medicine, harm, event, note."
        ),
    ],
    value: Annotated[float | None, typer.Argument(help="The number, when the kind has one.")] = None,
    text: Annotated[
        str, typer.Option("--text", "-t", help="Words; for a session: points=...; minutes=...")
    ] = "",
    day: Annotated[str, typer.Option(help="2026-03-01; today when left out.")] = "",
    replaces: Annotated[int, typer.Option(help="Number of the entry that this one corrects.")] = 0,
    encrypted: Encrypted = False,
) -> None:
    """Add one entry; a correction is a new entry that names the old one."""
    from trueeffect.app.care import add_entries
    from trueeffect.model.person import Entry

    entry = Entry(day=day or date.today().isoformat(), kind=kind, value=value, text=text, replaces=replaces)
    (saved,) = add_entries(path, [entry], passphrase=_passphrase(encrypted))
    typer.echo(f"Saved as entry {saved.id}.")


@command.command("list")
def list_(
    path: File,
    last: Annotated[int, typer.Option(help="How many of the last entries.")] = 20,
    encrypted: Encrypted = False,
) -> None:
    """Show entries with their numbers, for corrections."""
    from trueeffect.app.care import last_entries
    from trueeffect.report.inert import one_line

    for entry in last_entries(path, last, passphrase=_passphrase(encrypted)):
        value = "" if entry.value is None else f"{entry.value:g}"
        typer.echo(one_line(f"{entry.id}  {entry.day}  {entry.kind}  {value}  {entry.text}"))


@command.command("import")
def import_(
    path: File,
    source: Annotated[str, typer.Argument(help="CSV, JSON or FHIR R4 file; - for standard input.")],
    encrypted: Encrypted = False,
) -> None:
    """Read entries from a file; all of them are saved, or none."""
    from trueeffect.app.care import import_entries

    data = sys.stdin.buffer.read() if source == "-" else _read(Path(source))
    number = import_entries(path, data, passphrase=_passphrase(encrypted))
    typer.echo(f"{number} entries saved.")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read: {error.strerror}.", hint="Check the name.") from None


@command.command("export")
def export(
    path: File,
    format: Annotated[Taken, typer.Option("--format", "-f", help="Format.")] = Taken.csv,
    output: Output = None,
    shift_days: Annotated[int, typer.Option(help="Move every date by so many days, for sharing.")] = 0,
    words: Annotated[bool, typer.Option("--words/--no-words", help="With or without free text.")] = True,
    encrypted: Encrypted = False,
) -> None:
    """Take everything out. Nothing is sent anywhere; the file is not encrypted."""
    from trueeffect.app.care import export_entries
    from trueeffect.report.person.render import write

    text = export_entries(
        path, passphrase=_passphrase(encrypted), format=format.value, shift_days=shift_days, words=words
    )
    write(text, output)


@command.command("delete")
def delete(path: File, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete the whole diary with every file beside it."""
    from trueeffect.person.diary.store import delete as remove

    if not yes:
        typer.confirm(f"Delete {path} for ever?", abort=True, err=True)
    gone = remove(path)
    typer.echo(f"{len(gone)} file(s) deleted. Copies in backups are not touched.")


@command.command("analyse")
def analyse(
    path: Annotated[
        Path, typer.Argument(help="The diary, or an exported CSV or JSON file.", show_default=False)
    ],
    outcome: Annotated[str, typer.Option(help="pain, vas, rmdq, walking, sleep, change.")] = "pain",
    start: Annotated[
        str, typer.Option(help="First day of treatment; else as planned, or the first session.")
    ] = "",
    prior: Annotated[
        str, typer.Option(help="Pooled evidence against usual care: mean,standard error,tau2 in points.")
    ] = "",
    course: Annotated[
        str, typer.Option(help="Usual course: change,standard error[,SD between people] in points.")
    ] = "",
    omega: Annotated[float, typer.Option(help="SD between people in their response.")] = 1.0,
    important: Annotated[float | None, typer.Option(help="Smallest important change.")] = None,
    settle: Annotated[int, typer.Option(help="First days of treatment that are not counted.")] = 0,
    format: Annotated[Format, typer.Option("--format", "-f", help="Format of the page.")] = Format.text,
    output: Output = None,
    encrypted: Encrypted = False,
) -> None:
    """Judge a diary: what changed, what the usual course would explain, and what it cannot show."""
    from trueeffect.app.care import analyse_diary
    from trueeffect.report.person.diary import leaflet
    from trueeffect.report.person.render import deliver

    found = analyse_diary(
        path,
        passphrase=_passphrase(encrypted),
        outcome=outcome,
        start=start or None,
        prior=_prior(prior, omega),
        course=_course(course),
        important=important,
        settle=settle,
    )
    deliver(leaflet(found), found, format.value, output)


def _numbers(option: str, words: str, least: int, most: int) -> list[float]:
    try:
        found = [float(each) for each in words.split(",")]
    except ValueError:
        found = []
    if not least <= len(found) <= most or any(value != value for value in found):
        raise InputError(
            f"--{option} needs {least} to {most} numbers.", hint=f"As in --{option} -0.8,0.2,0.1."
        )
    if any(value < 0 for value in found[1:]):
        raise InputError(f"--{option} has a negative standard error or variance.", hint="They are 0 or more.")
    return found


def _prior(words: str, omega: float) -> Prior | None:
    from trueeffect.model.person import Prior

    if not words:
        return None
    mean, error, tau2 = _numbers("prior", words, 3, 3)
    return Prior(mean=mean, std_error=error, tau2=tau2, omega=omega, source="Given on the command line.")


def _course(words: str) -> NaturalCourse | None:
    from trueeffect.model.person import NaturalCourse

    if not words:
        return None
    found = _numbers("course", words, 2, 3)
    spread = found[2] if len(found) == 3 else 2.0
    return NaturalCourse(
        change=found[0], std_error=found[1], person_sd=spread, source="Given on the command line."
    )
