"""What an acupuncturist must know before the first needle."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.model.person import Alert, Severity
from trueeffect.person.medicines.rules._base import Case, Outcome, Rule, named

GROUP = "Before acupuncture"


def _alert(
    what: str, why: str, strength: str, sources: tuple[str, ...], ask: str,
    severity: Severity = "medium", medicines: tuple[str, ...] = (),
) -> Alert:  # fmt: skip
    return Alert(
        rule="acupuncture", group=GROUP, severity=severity, what=what, why=why, strength=strength,
        sources=sources, ask=ask, medicines=medicines,
    )  # fmt: skip


def _check(case: Case) -> Outcome:
    return Outcome(alerts=tuple(_cautions(case)))


def _cautions(case: Case) -> Iterator[Alert]:
    thinner = case.taking("anticoagulant", "antiplatelet", "aspirin")
    if thinner or case.has("anticoagulant") or case.has("bleeding disorder"):
        yield _alert(
            "A medicine or illness that makes bleeding easier.",
            "Not a bar to acupuncture: avoid deep needling, press afterwards. Never leave out the "
            "medicine for a session.",
            "Safety review: 1 moderate bleed in 3,974 treatments (0.025 %); spot bleeding in 14.6 % of 350.",
            ("bleeding_needling",),
            "To the acupuncturist: I take a blood thinner. To the doctor: is there a reason against needles?",
            severity="high" if case.has("bleeding disorder") else "medium",
            medicines=named(thinner),
        )
    if case.has("pacemaker"):
        yield _alert(
            "A pacemaker, defibrillator or nerve stimulator.",
            "No electroacupuncture unless the team that looks after the device agrees: current can be "
            "taken for a heartbeat.",
            "Interference with a pacemaker has been reported; makers of devices advise against it.",
            ("cummings2011", "sierpina2005"),
            "To the acupuncturist: no electricity, please. To the device team: is any electrical "
            "treatment allowed?",
            severity="high",
        )
    if case.has("pregnancy"):
        yield _alert(
            "Pregnancy.",
            "By tradition LI4, SP6, BL60, BL67, GB21 and needles at the lower belly and sacrum are avoided.",
            "15 trials (823 women) and a cohort of 5,885 women found no harm; caution stays the practice.",
            ("carr2015",),
            "To the acupuncturist: I am pregnant. To the midwife or doctor: is there a reason against it?",
        )
    if case.has("lymphoedema"):
        yield _alert(
            "Lymphoedema.",
            "No needle into the swollen limb, or a limb at risk: infection and swelling.",
            "Guidelines of practice; there are few data.",
            ("filshie2006",),
            "To the acupuncturist: which limb must be left out.",
            severity="high",
        )
    weak = case.taking("immunosuppressant", "corticosteroid")
    if weak or case.has("immunosuppression"):
        yield _alert(
            "Infection could be more serious than usual.",
            "Every needle is a small wound. Ask the treating team first.",
            "Peer-reviewed expert opinion for people with cancer; there are few data.",
            ("devalois2024",),
            "To the doctor: are needles safe for me now?",
            severity="high" if case.has("immunosuppression") else "medium",
            medicines=named(weak),
        )
    if case.has("skin infection"):
        yield _alert(
            "Broken or infected skin.",
            "No needle at that site.",
            "Review: a reason to leave out local treatment.",
            ("sierpina2005",),
            "To the acupuncturist: where the site is.",
        )
    if case.has("epilepsy") or case.has("needle fear"):
        yield _alert(
            "Seizures, fainting or fear of needles.",
            "Lie down for every session; no strong stimulation; eat before.",
            "Fainting is among the reported events; one seizure in 31,822 treatments in a survey.",
            ("white2001",),
            "To the acupuncturist: this has happened to me before.",
        )


rule = Rule(
    title=GROUP,
    sources=(
        "bleeding_needling",
        "cummings2011",
        "sierpina2005",
        "carr2015",
        "filshie2006",
        "devalois2024",
        "white2001",
    ),
    check=_check,
)
