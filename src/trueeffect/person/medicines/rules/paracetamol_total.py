"""Paracetamol of all products together."""

from __future__ import annotations

from trueeffect.model.person import Alert, Measure, Medicine
from trueeffect.person.medicines.rules._base import Case, Outcome, Rule, named

CEILING = 4000.0


def _daily(medicine: Medicine) -> float | None:
    from trueeffect.person.medicines.regimen import read_regimen

    amount = next((part.amount for part in medicine.parts if part.ingredient == "paracetamol"), None)
    if amount is None:
        return None
    if medicine.use == "as needed" and medicine.most_per_day:
        return amount / read_regimen(medicine.raw).units_per_intake * medicine.most_per_day
    return None if medicine.times_per_day is None else amount * medicine.times_per_day


def _check(case: Case) -> Outcome:
    taken = case.taking("paracetamol")
    if not taken:
        return Outcome()
    doses = {each: _daily(each) for each in taken}
    known = {each: dose for each, dose in doses.items() if dose is not None}
    total = sum(known.values())
    measure = Measure(
        id="paracetamol",
        label="Paracetamol a day, at most",
        value=total if known else None,
        unit="mg",
        definition="All products together; as-needed doses at their most. Label ceiling for adults: 4000 mg.",
        detail=tuple(f"{each.name}: {dose:g} mg" for each, dose in known.items()),
        refused=tuple(
            f"{each.name}: the dose was not given; not counted." for each in taken if each not in known
        ),
        sources=("label_paracetamol",),
    )
    alerts = []
    if total > CEILING + 1e-6:
        alerts.append(
            Alert(
                rule="paracetamol total",
                group="Painkillers",
                severity="high",
                what=f"Paracetamol can reach {total / 1000:g} g a day over {len(known)} product(s).",
                why="More than 4 g a day can harm the liver; it hides in combination products.",
                strength="Ceiling on the labels for adults.",
                sources=("label_paracetamol",),
                ask="What is the most paracetamol I may take in a day, counting all products?",
                medicines=named(taken),
            )
        )
    return Outcome(alerts=tuple(alerts), measures=(measure,))


rule = Rule(title="Paracetamol", sources=("label_paracetamol",), check=_check)
