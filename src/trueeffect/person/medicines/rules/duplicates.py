"""The same substance in two products, or two of one class."""

from __future__ import annotations

from collections import defaultdict

from trueeffect.model.person import Alert, Medicine
from trueeffect.person.medicines.names import ingredients
from trueeffect.person.medicines.rules._base import Case, Outcome, Rule, listed, named, parts_of

CLASSES = {
    "nsaid": "anti-inflammatory painkillers (NSAIDs)",
    "opioid": "opioids",
    "gabapentinoid": "gabapentinoids",
    "benzodiazepine": "benzodiazepines",
    "z-drug": "sleeping pills of the Z group",
    "ssri": "SSRI antidepressants",
    "snri": "SNRI antidepressants",
    "tca": "tricyclic antidepressants",
    "muscle relaxant": "muscle relaxants",
    "anticoagulant": "blood thinners (anticoagulants)",
    "statin": "statins",
    "ace inhibitor": "ACE inhibitors",
    "arb": "angiotensin receptor blockers",
    "beta blocker": "beta blockers",
    "proton pump inhibitor": "stomach acid blockers",
    "corticosteroid": "corticosteroids",
    "antipsychotic": "antipsychotics",
}
_GRAVE = frozenset({"nsaid", "opioid", "anticoagulant", "benzodiazepine"})


def _check(case: Case) -> Outcome:
    return Outcome(alerts=(*_same(case), *_class(case)))


def _same(case: Case) -> list[Alert]:
    by_part: defaultdict[str, list[Medicine]] = defaultdict(list)
    for each in case.systemic:
        for part in parts_of(each):
            by_part[part.id].append(each)
    found = []
    for id, medicines in by_part.items():
        if len(medicines) < 2 or "supplement" in ingredients()[id].classes:
            continue
        label = ingredients()[id].label
        found.append(
            Alert(
                rule="duplicates",
                group="The same thing twice",
                severity="high",
                what=f"{label[0].upper()}{label[1:]} is on the list {len(medicines)} times: "
                f"{listed(_shown(medicines))}.",
                why="Taken together, the doses add up without being noticed. It may also be one medicine "
                "written twice.",
                strength="Certain: the same substance is in each.",
                sources=("stopp3",),
                ask=f"Are all of these meant to be taken? Which one holds the {label} that I need?",
                medicines=named(medicines),
            )
        )
    return found


def _shown(medicines: list[Medicine]) -> list[str]:
    names = [each.name for each in medicines]
    return names if len(set(names)) == len(names) else [each.raw for each in medicines]


def _class(case: Case) -> list[Alert]:
    found = []
    for key, words in CLASSES.items():
        regular = list(case.taking(key))
        parts = {part.id for each in regular for part in parts_of(each) if key in part.classes}
        if len(parts) < 2 or (key == "opioid" and not _two_regular(case, key)):
            continue
        found.append(
            Alert(
                rule="duplicates",
                group="The same thing twice",
                severity="high" if key in _GRAVE else "medium",
                what=f"Two or more {words}: {listed(named(regular))}.",
                why="Two of one class add side effects more than benefit; sometimes it is planned.",
                strength="STOPP version 3 lists two medicines of one class for daily use as a thing to "
                "review.",
                sources=("stopp3",),
                ask="Is it planned that I take both?",
                medicines=named(regular),
            )
        )
    return found


def _two_regular(case: Case, key: str) -> bool:
    """A regular opioid with another one for breakthrough pain is planned; two regular ones are reviewed."""
    taken = [each for each in case.taking(key) if each.use != "as needed"]
    return len({part.id for each in taken for part in parts_of(each) if key in part.classes}) > 1


rule = Rule(title="The same thing twice", sources=("stopp3",), check=_check)
