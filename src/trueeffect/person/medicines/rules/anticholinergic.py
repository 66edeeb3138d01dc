"""Anticholinergic burden with its scale named."""

from __future__ import annotations

from trueeffect.model.person import Alert, Measure
from trueeffect.person.medicines.rules._base import Case, Outcome, Rule, named, parts_of

RELEVANT = 3
SCALE = "Anticholinergic Cognitive Burden scale, 2012 update"


def _check(case: Case) -> Outcome:
    scored = [(each, part) for each in case.systemic for part in parts_of(each) if part.acb]
    if not scored:
        return Outcome()
    once = {part.id: part for _, part in scored}
    total = sum(part.acb or 0 for part in once.values())
    measure = Measure(
        id="anticholinergic burden",
        label="Anticholinergic burden",
        value=float(total),
        unit="points",
        definition=f"{SCALE}: 1 to 3 points a medicine, each substance once. Scales differ; a medicine "
        "that is not "
        "listed counts 0, which is not proof of absence.",
        detail=tuple(f"{part.label}: {part.acb}" for part in once.values()),
        sources=("acb2012",),
    )
    if total < RELEVANT:
        return Outcome(measures=(measure,))
    strong = [part for part in once.values() if part.acb == RELEVANT]
    many = len(strong) > 1 and case.old
    alert = Alert(
        rule="anticholinergic",
        group="Confusion, falls, dry mouth",
        severity="high" if many else "medium",
        what=f"Anticholinergic burden: {total} points "
        f"({', '.join(f'{p.label} {p.acb}' for p in once.values())}).",
        why="Such medicines add up: dry mouth, constipation, blurred sight, confusion, falls.",
        strength=f"{SCALE}: a sum of 3 or more is taken as relevant."
        + (" Beers 2023: avoid two or more together in older adults." if many else ""),
        sources=("acb2012", "beers2023") if many else ("acb2012",),
        ask="Could any of these be changed to something with less of this effect?",
        medicines=named(each for each, _ in scored),
    )
    return Outcome(alerts=(alert,), measures=(measure,))


rule = Rule(title="Anticholinergic burden", sources=("acb2012", "beers2023"), check=_check)
