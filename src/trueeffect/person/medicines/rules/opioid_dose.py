"""Daily opioid dose in morphine milligram equivalents, by the CDC table of 2022 and no other."""

from __future__ import annotations

from trueeffect.model.person import Alert, Measure, Medicine, Part
from trueeffect.person.medicines.names import ingredients
from trueeffect.person.medicines.rules._base import Case, Outcome, Rule, named
from trueeffect.person.tables import rows

PAUSE = 50.0
TABLE = "CDC 2022, MMWR 71(RR-3)"
LIMIT = (
    "An estimate for talking about risk. It must not be used to change from one opioid to another. "
    "Methadone and "
    "fentanyl patches need extra care."
)


def _check(case: Case) -> Outcome:
    taken = [each for each in case.taking("opioid") if each.use != "stopped"]
    if not taken:
        return Outcome()
    total, most, detail, refused = 0.0, 0.0, [], []
    for each in taken:
        for part in each.parts:
            if "opioid" not in ingredients()[part.ingredient].classes:
                continue
            low, high, words = _equivalent(each, part)
            if low is None or high is None:
                refused.append(words)
                continue
            total, most = total + low, most + high
            detail.append(words)
    measure = Measure(
        id="opioid dose",
        label="Opioid dose a day",
        value=round(most, 2) if detail else None,
        unit="MME",
        definition=f"Morphine milligram equivalents by the table of {TABLE}; as-needed doses at their "
        f"most. {LIMIT}",
        detail=tuple(detail),
        refused=tuple(refused),
        sources=("cdc2022",),
    )
    return Outcome(alerts=_alerts(named(taken), most, bool(refused)), measures=(measure,))


def _factor(part: Part, route: str) -> tuple[float | None, str]:
    """Return the factor and, when there is none, the reason."""
    for row in rows("mme_cdc_2022"):
        if row["ingredient"] != part.ingredient:
            continue
        patch = route == "patch" or part.unit == "mcg/h"
        if (row["route"] == "patch") != patch or route == "not by mouth":
            return None, f"the table has no factor for this form (only {row['route']})"
        return float(row["factor"]), ""
    return None, "the table has no factor for it"


def _equivalent(medicine: Medicine, part: Part) -> tuple[float | None, float | None, str]:
    label = ingredients()[part.ingredient].label
    factor, why = _factor(part, medicine.route)
    if factor is None:
        return None, None, f"{medicine.name} ({label}): {why}; not counted."
    if part.amount is None:
        return None, None, f"{medicine.name} ({label}): the dose was not given; not counted."
    if part.unit == "mcg/h":
        value = part.amount * factor
        return value, value, f"{medicine.name}: {part.amount:g} mcg/h x {factor:g} = {value:g}"
    count = medicine.most_per_day if medicine.use == "as needed" and medicine.most_per_day else None
    times = medicine.times_per_day
    if times is None and count is None:
        return None, None, f"{medicine.name} ({label}): how often was not given; not counted."
    daily = part.amount * (times if times is not None else 0.0)
    if count is not None:
        daily = part.amount / _units(medicine) * count
    low = 0.0 if medicine.use == "as needed" else daily * factor
    return low, daily * factor, f"{medicine.name}: {daily:g} mg {label} x {factor:g} = {daily * factor:g}"


def _units(medicine: Medicine) -> float:
    """Return tablets of one intake, as the daily limit is written in tablets."""
    from trueeffect.person.medicines.regimen import read_regimen

    return read_regimen(medicine.raw).units_per_intake


def _alerts(names: tuple[str, ...], most: float, partial: bool) -> tuple[Alert, ...]:
    if most < PAUSE:
        return ()
    at_least = "at least " if partial else ""
    return (
        Alert(
            rule="opioid dose",
            group="Opioids",
            severity="high",
            what=f"The opioid dose comes to {at_least}{most:.0f} MME a day.",
            why="From 50 MME a day, benefit seldom grows with the dose, and the risk of overdose does.",
            strength="CDC 2022: pause and reassess at 50 MME a day or more.",
            sources=("cdc2022",),
            ask="Is this dose still right for me? Should I have naloxone at home? Please do not let me "
            "stop suddenly.",
            medicines=names,
        ),
    )


rule = Rule(title="Opioid dose", sources=("cdc2022",), check=_check)
