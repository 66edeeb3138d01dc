"""Kidneys: painkiller, blood pressure medicine and diuretic together; doses at low kidney function."""

from __future__ import annotations

from trueeffect.model.person import Alert
from trueeffect.person.medicines.rules._base import Case, Outcome, Rule, named

_DOSES = (
    ("nsaid", 30.0, "should not be taken", "high"),
    ("duloxetine", 30.0, "is to be avoided", "high"),
    ("gabapentin", 60.0, "needs a lower dose", "medium"),
    ("pregabalin", 60.0, "needs a lower dose", "medium"),
    ("tramadol", 30.0, "needs a lower dose, and its slow-release form is to be avoided", "high"),
    ("baclofen", 60.0, "is to be avoided", "high"),
)


def _check(case: Case) -> Outcome:
    return Outcome(alerts=(*_triple(case), *_doses(case)))


def _triple(case: Case) -> list[Alert]:
    painkiller, pressure = case.taking("nsaid"), case.taking("ace inhibitor", "arb", "arni")
    water = case.taking("diuretic")
    if not (painkiller and pressure and water):
        return []
    return [
        Alert(
            rule="kidney",
            group="Kidneys",
            severity="high",
            what="Three together: an anti-inflammatory painkiller, an ACE inhibitor or ARB, and a diuretic.",
            why="The three together can cut the blood flow to the kidneys, most of all when one is dry or "
            "ill.",
            strength="Study of 487,372 people: acute kidney injury, rate ratio 1.31 (1.12 to 1.53); in "
            "the first 30 days "
            "1.82 (1.35 to 2.46).",
            sources=("lapi2013",),
            ask="Is another painkiller possible? When were my kidneys last checked? What do I do when I "
            "am ill and dry?",
            medicines=named((*painkiller, *pressure, *water)),
        )
    ]


def _doses(case: Case) -> list[Alert]:
    rate = case.person.egfr
    if rate is None:
        return []
    found = []
    for key, limit, words, severity in _DOSES:
        medicines = case.taking(key)
        if not medicines or rate >= limit:
            continue
        label = "An anti-inflammatory painkiller" if key == "nsaid" else key.capitalize()
        found.append(
            Alert(
                rule="kidney",
                group="Kidneys",
                severity=severity,  # type: ignore[arg-type]
                what=f"{label} {words} when kidney function is below {limit:g} ml/min; yours was given as "
                f"{rate:g}.",
                why="The medicine, or harm to the kidneys, can build up.",
                strength="Beers 2023 (creatinine clearance; the estimate eGFR is close to it, not the same).",
                sources=("beers2023",),
                ask="Does the dose fit my kidneys, or is there something better?",
                medicines=named(medicines),
            )
        )
    return found


rule = Rule(title="Kidneys", sources=("lapi2013", "beers2023"), check=_check)
