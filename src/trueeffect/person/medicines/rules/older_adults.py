"""Lists for people of 65 and older: Beers 2023 and STOPP version 3, in our own words."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.model.person import Alert, Medicine, Severity
from trueeffect.person.medicines.rules._base import Case, Outcome, Rule, named, parts_of

CNS = ("cns", "opioid")
MANY_CNS = 3


def _alert(
    what: str,
    why: str,
    ask: str,
    medicines: tuple[Medicine, ...],
    severity: Severity = "medium",
    strength: str = "Beers 2023: avoid in most people of 65 and older.",
    sources: tuple[str, ...] = ("beers2023",),
    group: str = "Medicines and age",
) -> Alert:
    return Alert(
        rule="older adults",
        group=group,
        severity=severity,
        what=what,
        why=why,
        strength=strength,
        sources=sources,
        ask=ask,
        medicines=named(medicines),
    )


def _check(case: Case) -> Outcome:
    return Outcome(alerts=(*_any_age(case), *(_old(case) if case.old else ())))


def _any_age(case: Case) -> Iterator[Alert]:
    regular = tuple(m for m in case.taking("opioid") if m.use == "regular")
    if regular and not case.taking("laxative") and not any(_local(m) for m in regular):
        yield _alert(
            "An opioid is taken regularly, and no laxative is on the list.",
            "Nearly every opioid causes constipation that does not pass.",
            "Should I take something for the bowel with it?",
            regular,
            severity="low",
            strength="STOPP version 3, for older people; the reason holds at any age.",
            sources=("stopp3",),
            group="Opioids",
        )
    if case.taking("tramadol") and (case.old or case.taking("hyponatraemia")):
        yield _alert(
            "Tramadol can lower the sodium in the blood, above all in the first weeks.",
            "Low sodium shows as tiredness, confusion, falls.",
            "Should my sodium be checked?",
            (*case.taking("tramadol"), *case.taking("hyponatraemia")),
            severity="low",
            strength="Cohort: hazard ratio 2.05 (1.08 to 3.86) against codeine; 4.6 against 1.9 per "
            "10,000 person-months.",
            sources=("fournier2015",),
            group="Blood salts",
        )


def _local(medicine: Medicine) -> bool:
    return any(part.ingredient == "naloxone" for part in medicine.parts)


def _old(case: Case) -> Iterator[Alert]:
    cns = case.taking(*CNS)
    substances = {p.id for m in cns for p in parts_of(m) if "cns" in p.classes or "opioid" in p.classes}
    if len(substances) >= MANY_CNS:
        yield _alert(
            f"{len(substances)} medicines that act on the brain.",
            "From three on, falls and broken bones become more common.",
            "Which of these helps me most, and could any be stepped down with your guidance?",
            cns,
            severity="high",
            strength="Beers 2023: avoid three or more together.",
            group="Confusion, falls, dry mouth",
        )
    for key, words, why in _SINGLE:
        medicines = case.taking(*key)
        if medicines:
            yield _alert(words, why, "Is there something that suits my age better?", medicines)
    yield from _nsaid(case)
    yield from _history(case)
    salts = case.taking("hyponatraemia")
    if len(salts) > 1 and not case.taking("tramadol"):
        yield _alert(
            "Several medicines that can lower the sodium in the blood.",
            "Low sodium shows as tiredness, confusion, falls.",
            "When was my sodium last checked?",
            salts,
            severity="low",
            strength="Beers 2023: use with caution; check sodium at start and change.",
            group="Blood salts",
        )


_SINGLE = (
    (
        ("tca", "paroxetine"),
        "An antidepressant with strong anticholinergic effect.",
        "Confusion, low blood pressure on standing, dry mouth.",
    ),
    (
        ("benzodiazepine",),
        "A benzodiazepine.",
        "Older bodies clear it slowly: confusion, falls, car accidents.",
    ),
    (("z-drug",), "A sleeping pill of the Z group.", "Much like benzodiazepines: confusion, falls."),
    (
        ("diphenhydramine", "hydroxyzine"),
        "An antihistamine of the first generation.",
        "Strongly anticholinergic: confusion, falls.",
    ),
)


def _nsaid(case: Case) -> Iterator[Alert]:
    regular = tuple(m for m in case.taking("nsaid") if m.use != "as needed")
    shield = case.taking("proton pump inhibitor", "misoprostol")
    plain = tuple(m for m in regular if not any("cox2" in p.classes for p in parts_of(m)))
    if plain and not shield:
        yield _alert(
            "An anti-inflammatory painkiller is taken regularly, without stomach protection on the list.",
            "Ulcers and bleeding of the stomach become more common with age, often without warning.",
            "Do I need stomach protection, or another painkiller?",
            plain,
            strength="Beers 2023: avoid long use unless nothing else helps, and then with stomach "
            "protection.",
            group="Bleeding",
        )
    worst = case.taking("indometacin", "ketorolac")
    if worst:
        yield _alert(
            "Indometacin or ketorolac.",
            "They harm stomach, kidneys or mind more than others of their kind.",
            "Is there a milder one?",
            worst,
        )
    relaxant = case.taking(
        "carisoprodol", "chlorzoxazone", "cyclobenzaprine", "metaxalone", "methocarbamol", "orphenadrine"
    )
    if relaxant:
        yield _alert(
            "A muscle relaxant.",
            "Drowsiness, confusion and falls; benefit in older people is doubtful.",
            "Do I still need it?",
            relaxant,
        )
    pethidine = case.taking("pethidine")
    if pethidine:
        yield _alert(
            "Pethidine.",
            "It can confuse and cause seizures more than other opioids.",
            "Is there a safer opioid?",
            pethidine,
            severity="high",
        )


def _history(case: Case) -> Iterator[Alert]:
    opioids = case.taking("opioid")
    for condition, words in (
        ("falls", "falls or a fracture"),
        ("delirium", "delirium, or a high risk of it"),
    ):
        if opioids and case.has(condition):
            yield _alert(
                f"An opioid, with {words} named.",
                "Opioids can bring both about.",
                "Does the benefit still outweigh this risk for me?",
                opioids,
                severity="high",
                strength="Beers 2023: avoid, except for severe acute pain.",
                group="Opioids",
            )


rule = Rule(title="Medicines and age", sources=("beers2023", "stopp3", "fournier2015"), check=_check)
