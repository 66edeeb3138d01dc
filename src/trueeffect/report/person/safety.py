"""The safety page: red flags, checklist, practitioner, needles, and where to report harm."""

from __future__ import annotations

from trueeffect.person.safety import (
    ABSENT,
    EMERGENCY,
    Practitioner,
    Screen,
    flags,
    harm_rates,
)
from trueeffect.person.tables import rows
from trueeffect.report.leaflet import Block, Grid, Leaflet, Notice, Part, Points, Words


def leaflet(screen: Screen | None, practitioner: Practitioner | None, country: str, version: str) -> Leaflet:
    """Return the page; with a screen, its answer comes first."""
    return Leaflet(
        kicker="Safety before, during and after",
        title="Back pain and acupuncture: safety first",
        parts=(
            Part(id="answer", title="Your answer", blocks=_answer(screen)),
            Part(id="flags", title="Ask these first", blocks=_flags()),
            Part(id="checklist", title="Checklist before a first session", blocks=_checklist()),
            Part(id="practitioner", title="The practitioner", blocks=_practitioner(practitioner, country)),
            Part(id="harm", title="If something goes wrong", blocks=_harm(country)),
            Part(id="rates", title="How often something goes wrong", blocks=_rates()),
        ),
        closing=("This page informs. It does not replace a doctor's look at you.",),
        version=version,
    )


def _answer(screen: Screen | None) -> tuple[Block, ...]:
    if screen is None:
        return ()
    if screen.level == "emergency":
        blocks: list[Block] = [Words(text=EMERGENCY, role="alarm")]
    else:
        blocks = [Words(text=screen.action, role="result")]
    if screen.flags:
        blocks.append(Points(items=tuple(f"{flag.question} {flag.why}" for flag in screen.flags)))
        if screen.level != "emergency":
            blocks.append(
                Words(
                    text=ABSENT.replace("No sign was named. That", "The absence of other signs"), role="quiet"
                )
            )
    return tuple(blocks)


_HEADS = {
    "emergency": "If one answer is yes",
    "urgent": "If one answer is yes: a doctor within a day or two, before any session",
    "see a doctor": "If yes: tell your doctor at the next visit",
}


def _flags() -> tuple[Block, ...]:
    blocks: list[Block] = []
    for level, words in _HEADS.items():
        found = [flag for flag in flags() if flag.level == level]
        blocks.append(
            Words(
                text=EMERGENCY if level == "emergency" else words,
                role="alarm" if level == "emergency" else "plain",
            )
        )
        blocks.append(Points(items=tuple(flag.question for flag in found), boxes=True))
    blocks.append(Words(text=ABSENT.replace("No sign was named. That", "No sign at all"), role="quiet"))
    used = dict.fromkeys(source.citation for flag in flags() for source in flag.sources)
    blocks.append(Words(text="Sources: " + " ".join(used), role="quiet"))
    return tuple(blocks)


def _checklist() -> tuple[Block, ...]:
    blocks: list[Block] = []
    for topic in dict.fromkeys(row["topic"] for row in rows("checklist")):
        found = [row for row in rows("checklist") if row["topic"] == topic]
        blocks.append(Words(text=f"{topic}:"))
        blocks.append(
            Points(items=tuple(f"{row['question']} {row['look_for']}" for row in found), boxes=True)
        )
    return tuple(blocks)


def _practitioner(found: Practitioner | None, country: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if found is not None:
        lines = [
            (name, words)
            for name, words in (
                ("Title", found.title),
                ("Register", f"{found.register} {found.address}".strip()),
                ("Means", found.means),
                ("Problems", " ".join(found.problems)),
            )
            if words
        ]
        level = found.finding if not found.looked_up else f"{found.finding} on {found.looked_up}"
        blocks.append(
            Notice(
                level=level,
                headline=found.words,
                lines=tuple(lines),
                source=" ".join(source.citation for source in found.sources),
            )
        )
    shown = [row for row in rows("practitioners") if not country or row["country"] == country.upper()]
    if found is None:
        blocks.append(
            Grid(
                head=("Country", "Title", "Look here", "What it means"),
                rows=tuple(
                    (row["place"], row["title"], f"{row['register']} {row['address']}", row["means"])
                    for row in (shown or rows("practitioners"))
                ),
            )
        )
    blocks.append(
        Words(
            text="This program looks nothing up. Note the day on which you looked, and look again once "
            "a year.",
            role="quiet",
        )
    )
    return tuple(blocks)


def _harm(country: str) -> tuple[Block, ...]:
    shown = [row for row in rows("reporting") if not country or row["country"] in (country.upper(), "*")]
    return (
        Words(
            text="Breathlessness or chest pain after needles at chest, shoulder or upper back; new "
            "numbness or weakness; a "
            "broken needle; fainting that does not pass: call the emergency number, and say that you had "
            "acupuncture.",
            role="result",
        ),
        Grid(
            head=("Country", "What", "Report to"),
            rows=tuple(
                (row["place"], row["what"], f"{row['where']} {row['address']}".strip()) for row in shown
            ),
        ),
    )


def _rates() -> tuple[Block, ...]:
    return (
        Grid(
            head=("What", "How often", "Source"),
            rows=tuple(
                (rate.what, rate.words, " ".join(source.citation for source in rate.sources))
                for rate in harm_rates()
            ),
        ),
        Words(
            text="Rates of patients and rates of treatments are different things; the words after the "
            "number say which.",
            role="quiet",
        ),
    )
