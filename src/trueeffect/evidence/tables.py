"""Read the tables beside a ``study.toml`` into typed rows, with the file and line of a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args

from trueeffect.errors import IntegrityError
from trueeffect.model.study import (
    BiasAnswer,
    Contrast,
    GroupEvents,
    GroupMean,
    GroupMedian,
    Harm,
    Outcome,
    Reading,
    Result,
    Spread,
)

RESULT_COLUMNS = (
    "arm", "domain", "outcome", "instrument", "low", "high", "better", "weeks", "statistic", "value",
    "spread_kind", "spread", "upper", "n", "events", "adjusted", "url", "place", "reader", "date", "note",
)  # fmt: skip
CONTRAST_COLUMNS = (
    "arm", "versus", "domain", "outcome", "instrument", "low", "high", "better", "weeks", "measure", "value",
    "ci_low", "ci_high", "se", "p", "sign", "adjusted", "url", "place", "reader", "date", "note",
)  # fmt: skip
HARM_COLUMNS = ("arm", "event", "events", "n", "per", "serious", "url", "place", "reader", "date", "note")
BIAS_COLUMNS = ("question", "answer", "reason", "versus", "outcome", "url", "place", "reader", "date")
STATISTICS = ("mean", "mean_change", "median", "events")
MEASURES = ("MD", "SMD", "RR", "OR", "HR", "RD")
SIGNS = ("a_minus_b", "benefit_of_a")


class Row(NamedTuple):
    """A row of a table: its cells by column, and where it stands."""

    file: Path
    line: int
    cells: Mapping[str, str]

    @property
    def id(self) -> str:
        """Study, table and line: the id of what the row holds."""
        return f"{self.file.parent.name}/{self.file.name.partition('.')[0]}:{self.line}"

    def fault(self, what: str, hint: str = "Correct the row.") -> IntegrityError:
        """Return the error that names the file and the line."""
        return IntegrityError(
            f"{self.file}, line {self.line}: {what}.", hint=hint, file=str(self.file), row=self.line
        )

    def text(self, name: str, *, needed: bool = False) -> str:
        """Return a cell; an empty one is a fault when it is needed."""
        cell = self.cells.get(name, "").strip()
        if needed and not cell:
            raise self.fault(f"the column {name} is empty")
        return cell

    def number(self, name: str, *, needed: bool = False) -> float | None:
        """Return a cell as a number, None when it is empty."""
        cell = self.text(name, needed=needed)
        if not cell:
            return None
        try:
            value = float(cell)
        except ValueError:
            raise self.fault(f"{name} is {cell!r}, which is not a number") from None
        if value != value or value in (float("inf"), float("-inf")):
            raise self.fault(f"{name} is {cell!r}, which is not a finite number")
        return value

    def whole(self, name: str, *, needed: bool = False) -> int | None:
        """Return a cell as a whole number, None when it is empty."""
        value = self.number(name, needed=needed)
        if value is None:
            return None
        if value != int(value) or value < 0:
            raise self.fault(f"{name} is {value:g}, which is not a number of people")
        return int(value)

    def choice(self, name: str, allowed: tuple[str, ...], default: str = "") -> Any:
        """Return a cell that must be one of ``allowed``."""
        cell = self.text(name) or default
        if cell not in allowed:
            shown = ", ".join(word or "(empty)" for word in allowed)
            raise self.fault(f"{name} is {cell!r}", hint=f"Allowed: {shown}.")
        return cell

    def flag(self, name: str) -> bool:
        """Return a cell that is ``1``, ``0`` or empty."""
        return bool(self.choice(name, ("", "0", "1")) == "1")


def read_rows(file: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Return the rows of a table; a missing file has none.

    Raises
    ------
    IntegrityError
        When the header is not the expected one, or a row has another number of cells.
    """
    if not file.exists():
        return
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise IntegrityError(f"{file} is not UTF-8: {error}.", hint="Save it as UTF-8.") from None
    header = tuple(lines[0].split("\t")) if lines else ()
    unknown, missing = sorted(set(header) - set(columns)), sorted(set(columns) - set(header) - {"note"})
    if unknown or missing:
        what = f"unknown columns {', '.join(unknown)}" if unknown else f"no column {', '.join(missing)}"
        raise IntegrityError(f"{file} has {what}.", hint=f"Columns: {', '.join(columns)}.", file=str(file))
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) > len(header):
            raise IntegrityError(
                f"{file}, line {number}: {len(cells)} cells for {len(header)} columns.",
                hint="Look for a stray tab.",
                file=str(file),
                row=number,
            )
        yield Row(file, number, dict(zip(header, cells)))


def _source(row: Row) -> Reading:
    return Reading(
        url=row.text("url"), place=row.text("place"), reader=row.text("reader"), date=row.text("date")
    )


def _outcome(row: Row) -> Outcome:
    return Outcome(
        domain=row.text("domain", needed=True),
        name=row.text("outcome"),
        instrument=row.text("instrument"),
        low=row.number("low"),
        high=row.number("high"),
        better=row.choice("better", ("", "lower", "higher")),
    )


def _common(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "outcome": _outcome(row),
        "weeks": row.number("weeks"),
        "adjusted": row.flag("adjusted"),
        "source": _source(row),
        "note": row.text("note"),
    }


def result_of(row: Row) -> Result:
    """Return the result in a row of ``results.tsv``."""
    statistic = row.choice("statistic", STATISTICS)
    common = {**_common(row), "arm": row.text("arm", needed=True), "n": row.whole("n")}
    if statistic == "events":
        events, percent = row.whole("events"), row.number("value")
        if events is None and percent is None:
            raise row.fault("events and value are both empty", hint="Give the count or the percentage.")
        return GroupEvents(
            events=events, percent=percent, low=row.number("spread"), high=row.number("upper"), **common
        )
    spread: dict[str, Any] = {
        "value": row.number("value", needed=True),
        "spread_kind": row.choice("spread_kind", get_args(Spread)),
        "spread": row.number("spread"),
        "upper": row.number("upper"),
    }
    if statistic == "median":
        return GroupMedian(**spread, **common)
    return GroupMean(change=statistic == "mean_change", **spread, **common)


def contrast_of(row: Row) -> Contrast:
    """Return the comparison in a row of ``contrasts.tsv``."""
    value = row.number("value", needed=True)
    assert value is not None
    return Contrast(
        arm=row.text("arm", needed=True),
        versus=row.text("versus", needed=True),
        measure=row.choice("measure", MEASURES),
        value=value,
        low=row.number("ci_low"),
        high=row.number("ci_high"),
        se=row.number("se"),
        p=row.number("p"),
        sign=row.choice("sign", SIGNS, "a_minus_b"),
        **_common(row),
    )


def harm_of(row: Row) -> Harm:
    """Return the harm in a row of ``harms.tsv``."""
    events, n = row.whole("events", needed=True), row.whole("n", needed=True)
    assert events is not None
    assert n is not None
    return Harm(
        id=row.id,
        arm=row.text("arm", needed=True),
        event=row.text("event", needed=True),
        events=events,
        n=n,
        per=row.choice("per", ("patient", "treatment", "consultation"), "patient"),
        serious=row.flag("serious"),
        source=_source(row),
        note=row.text("note"),
    )


def bias_of(row: Row) -> BiasAnswer:
    """Return the signalling answer in a row of ``bias.tsv``."""
    return BiasAnswer(
        question=row.text("question", needed=True),
        answer=row.choice("answer", ("Y", "PY", "PN", "N", "NI", "NA")),
        reason=row.text("reason"),
        versus=row.text("versus"),
        outcome=row.text("outcome"),
        source=_source(row) if row.text("url") else None,
    )
