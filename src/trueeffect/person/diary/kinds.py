"""What a diary can hold, with units and limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from trueeffect.errors import InputError, UnknownOption
from trueeffect.model.person import Entry

LONGEST_TEXT = 4000
EARLIEST = date(1950, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of entry; ``low`` and ``high`` are None when it has no number."""

    id: str
    label: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    better: str = ""
    important: float | None = None
    loinc: str = ""
    text: bool = False


KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            id="pain",
            label="Pain, 0 (none) to 10 (worst)",
            unit="points",
            low=0,
            high=10,
            better="lower",
            important=2,
            loinc="72514-3",
        ),
        Kind(
            id="vas",
            label="Pain on a line, 0 to 100",
            unit="mm",
            low=0,
            high=100,
            better="lower",
            important=15,
        ),
        Kind(
            id="rmdq",
            label="Roland-Morris score, 0 to 24",
            unit="points",
            low=0,
            high=24,
            better="lower",
            important=5,
        ),
        Kind(
            id="walking",
            label="Walking distance without a stop",
            unit="m",
            low=0,
            high=100_000,
            better="higher",
        ),
        Kind(id="sleep", label="Sleep", unit="h", low=0, high=24, better="higher"),
        Kind(
            id="change",
            label="Overall change, 1 (very much better) to 7 (very much worse)",
            unit="points",
            low=1,
            high=7,
            better="lower",
        ),
        Kind(id="session", label="Session with a practitioner", unit="minutes", low=0, high=300, text=True),
        Kind(
            id="selfcare",
            label="Self-care: acupressure, trigger points, yoga, pilates, mindfulness, walking",
            unit="minutes",
            low=0,
            high=600,
            text=True,
        ),
        Kind(id="medicine", label="Medicine taken or changed", text=True),
        Kind(
            id="harm",
            label="Unwanted effect, 1 (mild) to 5 (death)",
            unit="severity",
            low=1,
            high=5,
            text=True,
        ),
        Kind(id="event", label="Something else that may matter", text=True),
        Kind(id="note", label="Note", text=True),
    )
}

SESSION_FIELDS = {
    "style": "tradition or style",
    "points": "points needled, with side",
    "needles": "number of needles",
    "depth": "depth, with unit or tissue",
    "response": "sensation looked for",
    "stimulation": "by hand, electric (Hz, mA) or heat",
    "minutes": "how long the needles stayed",
    "needle": "thickness, length, make",
    "sessions": "planned number and frequency",
    "other": "other treatment at the session",
    "setting": "where",
    "practitioner": "qualification and years",
    "consent": "what was explained and agreed",
}
"""Fields of a session after STRICTA 2010, as ``name=value; name=value``."""


def check_entry(entry: Entry, *, today: date | None = None) -> Entry:
    """Return the entry when every part can be right.

    Raises
    ------
    UnknownOption
        For a kind that there is not.
    InputError
        For a day that cannot be, or a value outside the scale. The message never repeats the words of
        the entry.
    """
    if entry.kind not in KINDS:
        raise UnknownOption.of("kind", entry.kind[:40], KINDS)
    kind = KINDS[entry.kind]
    day = read_day(entry.day, today=today)
    _check_value(kind, entry.value)
    if kind.text is False and entry.value is None:
        raise InputError(f"An entry of kind {kind.id} needs a number.", hint=f"{kind.label}.")
    if kind.text and entry.value is None and not entry.text.strip():
        raise InputError(f"An entry of kind {kind.id} needs words or a number.", hint="Add a text.")
    if len(entry.text) > LONGEST_TEXT:
        raise InputError(f"The text has {len(entry.text)} characters.", hint=f"At most {LONGEST_TEXT}.")
    if kind.id == "session":
        _check_session(entry.text)
    return Entry(
        day=day.isoformat(),
        kind=entry.kind,
        value=entry.value,
        text=entry.text,
        id=entry.id,
        replaces=entry.replaces,
        saved=entry.saved,
    )


def _check_value(kind: Kind, value: float | None) -> None:
    if value is None:
        return
    if kind.low is None or kind.high is None:
        raise InputError(f"An entry of kind {kind.id} takes no number.", hint="Put it into the text.")
    if not kind.low <= value <= kind.high:  # also refuses NaN
        raise InputError(
            f"A value of {value:g} is outside the scale of {kind.id}: {kind.low:g} to {kind.high:g}.",
            hint=f"{kind.label}.",
        )


def read_day(words: str, *, today: date | None = None) -> date:
    """Return a day from ``YYYY-MM-DD``; refuses the future and the far past."""
    try:
        day = datetime.fromisoformat(words.strip()).date()
    except ValueError:
        raise InputError(f"{words.strip()[:30]!r} is not a day.", hint="Write it as 2026-03-31.") from None
    if day > (today or date.today()) + timedelta(days=1):
        raise InputError(f"{day} lies in the future.", hint="Check the date, and the clock of this machine.")
    if day < EARLIEST:
        raise InputError(f"{day} is too long ago.", hint="Check the year.")
    return day


def _check_session(text: str) -> None:
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        name, equals, _ = part.partition("=")
        if equals and name.strip().lower() not in SESSION_FIELDS:
            raise UnknownOption.of("session field", name.strip()[:40], SESSION_FIELDS)
