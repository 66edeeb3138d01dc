"""How many medicines, by a named definition."""

from __future__ import annotations

from trueeffect.model.person import Alert, Measure
from trueeffect.person.medicines.rules._base import Case, Outcome, Rule, named

MANY = 5
DEFINITION = (
    "Products that reach the whole body and are taken regularly; 5 or more is the commonest of 138 "
    "definitions "
    "(46.4 % of 110 articles, Masnoon 2017; the range is 2 to 11). Medicines for the skin and medicines as "
    "needed are counted apart; a combination is one product."
)


def _check(case: Case) -> Outcome:
    taken = [each for each in case.medicines if each.current and not each.topical]
    regular = [each for each in taken if each.use != "as needed"]
    needed = [each for each in taken if each.use == "as needed"]
    topical = [each for each in case.medicines if each.current and each.topical]
    detail = [f"{len(needed)} as needed", f"{len(topical)} for the skin"]
    unclear = sum(each.use == "unclear" for each in regular)
    if unclear:
        detail.append(f"{unclear} of them without a frequency, counted as regular")
    measure = Measure(
        id="polypharmacy",
        label="Medicines taken regularly",
        value=float(len(regular)),
        definition=DEFINITION,
        detail=tuple(detail),
        sources=("masnoon2017",),
    )
    if len(regular) < MANY:
        return Outcome(measures=(measure,))
    alert = Alert(
        rule="polypharmacy",
        group="The whole list",
        severity="medium",
        what=f"{len(regular)} medicines are taken regularly.",
        why="The more medicines, the more side effects and mix-ups; many people still need each of them.",
        strength="A count, not a judgement: few definitions separate needed from unneeded medicines.",
        sources=("masnoon2017",),
        ask="Could we go through the whole list: what is each one for, and is each still needed?",
        medicines=named(regular),
    )
    return Outcome(alerts=(alert,), measures=(measure,))


rule = Rule(title="Number of medicines", sources=("masnoon2017",), check=_check)
