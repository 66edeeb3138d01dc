"""Safety before, during and after: red flags first, a checklist, the practitioner, and unwanted effects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from trueeffect.errors import InputError, UnknownOption
from trueeffect.model.person import Source
from trueeffect.person.tables import cited, rows

EMERGENCY = (
    "STOP. Go to an emergency department now, or call the emergency number. Do not wait for an "
    "appointment, and do "
    "not have acupuncture first. Say: I have back pain and trouble with bladder, bowel, feeling between "
    "the legs, or "
    "both legs. It may be pressure on the nerves at the end of the spine (cauda equina), and hours count."
)
"""Fixed text; never generated, shortened or softened."""
URGENT = "See a doctor within a day or two, before any session."
SEE = "Tell your doctor at the next visit; it is no emergency."
ABSENT = (
    "No sign was named. That does not rule anything out: the signs of cauda equina are missing in most "
    "people who "
    "have it early on (pooled sensitivity 0.19 to 0.43). If one of them appears, go at once."
)
Level = Literal["emergency", "urgent", "see a doctor", "none named"]
_ORDER: tuple[Level, ...] = ("emergency", "urgent", "see a doctor", "none named")

Finding = Literal["claimed", "plausible", "you looked it up", "mismatch", "not applicable"]


@dataclass(frozen=True, kw_only=True)
class Flag:
    """One red flag with its question."""

    id: str
    target: str
    level: Level
    question: str
    why: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class Screen:
    """Result of the red flags: how urgent, what to do, and which signs."""

    level: Level
    action: str
    flags: tuple[Flag, ...]
    reminder: str = ABSENT


@dataclass(frozen=True, kw_only=True)
class Practitioner:
    """What was claimed of a practitioner, and what is known about it.

    ``finding`` never says "verified": this program has looked nothing up.
    """

    country: str
    finding: Finding
    words: str
    title: str = ""
    register: str = ""
    address: str = ""
    means: str = ""
    looked_up: str = ""
    problems: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


def flags() -> tuple[Flag, ...]:
    """Return every red flag, the gravest first."""
    return tuple(
        Flag(
            id=row["id"],
            target=row["target"],
            level=row["level"],  # type: ignore[arg-type]
            question=row["question"],
            why=row["why"],
            sources=cited(row["sources"].split("|")),
        )
        for row in rows("red_flags")
    )


def screen(signs: Iterable[str] = ()) -> Screen:
    """Judge red flags by the ids of those that are present.

    Examples
    --------
    >>> screen(["saddle"]).level, screen([]).level
    ('emergency', 'none named')
    """
    known = {flag.id: flag for flag in flags()}
    present = []
    for sign in signs:
        name = sign.strip().lower().replace("-", "_").replace(" ", "_")
        if name not in known:
            raise UnknownOption.of("sign", sign, known)
        present.append(known[name])
    level: Level = min((flag.level for flag in present), key=_ORDER.index, default="none named")
    action = {"emergency": EMERGENCY, "urgent": URGENT, "see a doctor": SEE, "none named": ABSENT}[level]
    return Screen(level=level, action=action, flags=tuple(present))


def countries() -> dict[str, str]:
    """Return the countries of the table of registers."""
    return {row["country"]: row["place"] for row in rows("practitioners")}


def check_practitioner(
    country: str,
    *,
    title: str = "",
    number: str = "",
    expires: str = "",
    looked_up: str = "",
    on_register: bool | None = None,
) -> Practitioner:
    """Say which title and register apply, and what is known of a claim.

    Parameters
    ----------
    country : str
        Two letters: AU, US, GB. For others it says that the table holds nothing.
    title, number, expires : str
        As claimed; the date as 2027-06-30.
    looked_up : str
        Day on which the user looked at the register.
    on_register : bool, optional
        What the user found there.

    Notes
    -----
    Findings: ``mismatch`` (the user found nothing, or a date has passed, or a number has another form),
    ``you looked it up`` (with the day), ``plausible`` (title and form fit), ``claimed``,
    ``not applicable`` (the table does not hold the country).
    """
    code = country.strip().upper()
    row = next((each for each in rows("practitioners") if each["country"] == code), None)
    if row is None:
        return Practitioner(
            country=code[:2],
            finding="not applicable",
            words="The table holds no register for this country. Ask the health ministry, or your doctor.",
        )
    problems = _problems(row, number, expires)
    day = _day(looked_up, "looked_up") if looked_up else None
    finding, words = _finding(row, title, number, problems, day, on_register)
    return Practitioner(
        country=code,
        finding=finding,
        words=words,
        title=row["title"],
        register=row["register"],
        address=row["address"],
        means=row["means"],
        looked_up=day.isoformat() if day else "",
        problems=tuple(problems),
        sources=cited(row["sources"].split("|")),
    )


def _problems(row: Mapping[str, str], number: str, expires: str) -> list[str]:
    found = []
    if number and row["number"] and not re.fullmatch(row["number"], number.replace(" ", "").upper()):
        found.append("The number does not have the form of this register.")
    if expires and _day(expires, "expires") < date.today():
        found.append("The date of expiry has passed.")
    return found


def _finding(
    row: Mapping[str, str],
    title: str,
    number: str,
    problems: list[str],
    day: date | None,
    on_register: bool | None,
) -> tuple[Finding, str]:
    if on_register is False:
        when = f" on {day}" if day else ""
        return "mismatch", f"You looked it up{when} and did not find the person. {row['means']}"
    if problems:
        return "mismatch", " ".join(problems)
    if on_register and day:
        return "you looked it up", f"You looked it up on {day} and found the person. Look again once a year."
    known = [word.strip().lower() for word in re.split(r"[;(),]", row["title"]) if word.strip()]
    if (title and any(title.strip().lower() == word for word in known)) or (number and row["number"]):
        return "plausible", "Title or number fit the form. Nobody has looked it up yet."
    return "claimed", "Nothing was looked up. Look at the register yourself, and note the day."


def _day(words: str, name: str) -> date:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        raise InputError(f"{name}={words[:30]!r} is not a day.", hint="Write it as 2026-03-31.") from None


HARMS = (
    "bleeding or bruise",
    "pain at the needle",
    "symptoms got worse",
    "faint or dizzy",
    "drowsy",
    "skin reaction or burn",
    "forgotten needle",
    "broken needle",
    "sign of infection",
    "numbness or weakness",
    "breathlessness or chest pain after chest or shoulder needling",
    "other",
)
AT_ONCE = (
    "breathlessness or chest pain after chest or shoulder needling",
    "numbness or weakness",
    "broken needle",
)
SERIOUS = (
    "death",
    "life-threatening",
    "hospital",
    "lasting disability",
    "other important harm",
)
SEVERITIES = {1: "mild", 2: "moderate", 3: "severe", 4: "life-threatening", 5: "death"}
RELATIONS = ("unlikely", "possible", "probable", "certain", "cannot be judged")


@dataclass(frozen=True, kw_only=True)
class Harm:
    """An unwanted effect as it is recorded, with where to report it."""

    what: str
    severity: int
    serious: tuple[str, ...]
    relation: str
    day: str
    action: str
    report_to: tuple[str, ...]


def record_harm(
    what: str,
    *,
    severity: int,
    day: str,
    country: str = "",
    serious: Iterable[str] = (),
    relation: str = "cannot be judged",
) -> Harm:
    """Record an unwanted effect and say what to do and where to report it.

    Examples
    --------
    >>> record_harm("faint or dizzy", severity=1, day="2026-03-01", country="GB").action[:4]
    'Tell'
    """
    if what not in HARMS:
        raise UnknownOption.of("what", what[:60], HARMS)
    if severity not in SEVERITIES:
        raise InputError(f"A severity of {severity} is not on the scale.", hint="1 (mild) to 5 (death).")
    marks = tuple(serious)
    for each in marks:
        if each not in SERIOUS:
            raise UnknownOption.of("serious", each[:60], SERIOUS)
    if relation not in RELATIONS:
        raise UnknownOption.of("relation", relation[:60], RELATIONS)
    grave = severity >= 3 or marks or what in AT_ONCE
    action = (
        "Get medical help now: call the emergency number. Say that you had acupuncture, where and when."
        if grave
        else "Tell the practitioner before the next session; tell your doctor if it stays or grows."
    )
    return Harm(
        what=what,
        severity=severity,
        serious=marks,
        relation=relation,
        day=_day(day, "day").isoformat(),
        action=action,
        report_to=tuple(
            f"{row['what']}: {row['where']}" + (f" ({row['address']})" if row["address"] else "")
            for row in rows("reporting")
            if row["country"] in (country.strip().upper(), "*")
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Rate:
    """How often an unwanted effect was counted; the denominator is part of it."""

    what: str
    words: str
    sources: tuple[Source, ...]


def harm_rates() -> tuple[Rate, ...]:
    """Return rates from studies, each with its denominator."""
    found = []
    for row in rows("harm_rates"):
        span = f" ({row['low']} to {row['high']})" if row["low"] else ""
        counted = f"; {row['count']} in {row['of']}" if row["count"] else ""
        note = f"; {row['note']}" if row["note"] else ""
        found.append(
            Rate(
                what=row["what"],
                words=f"{row['rate']}{span} {row['unit']}{counted}{note}",
                sources=cited(row["sources"].split("|")),
            )
        )
    return tuple(found)
