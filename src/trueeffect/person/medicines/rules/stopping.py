"""Medicines that must not be stopped suddenly: one reminder for all of them, and never a schedule."""

from __future__ import annotations

from trueeffect.model.person import Alert
from trueeffect.person.medicines.rules._base import Case, Outcome, Rule, listed, named

KEYS = (
    "opioid",
    "benzodiazepine",
    "z-drug",
    "gabapentinoid",
    "antiepileptic",
    "ssri",
    "snri",
    "tca",
    "corticosteroid",
    "baclofen",
    "beta blocker",
    "antipsychotic",
    "lithium",
    "anticoagulant",
)


def _check(case: Case) -> Outcome:
    medicines = tuple(m for m in case.taking(*KEYS) if m.use != "as needed")
    if not medicines:
        return Outcome()
    alert = Alert(
        rule="stopping",
        group="Stopping",
        severity="low",
        what=f"Do not stop suddenly: {listed(named(medicines))}.",
        why="Stopping at once can be dangerous or very unpleasant. Any change, and how fast, is decided "
        "with your prescriber.",
        strength="CDC 2022 says so of opioids; product information says so of the others.",
        sources=("cdc2022",),
        ask="If one of these is to go, how do we do it safely, and who do I call if it gets hard?",
        medicines=named(medicines),
    )
    return Outcome(alerts=(alert,))


rule = Rule(title="Stopping", sources=("cdc2022",), check=_check)
