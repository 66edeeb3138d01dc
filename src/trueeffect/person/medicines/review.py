"""Review a list: apply every rule, rank, group, and turn the alerts into questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from trueeffect import __version__
from trueeffect.errors import InputError, UnknownOption
from trueeffect.model.person import CONDITIONS, SEVERITIES, Alert, Measure, Medicine, MedicineReview, Person
from trueeffect.person.medicines.read import as_medicines
from trueeffect.person.medicines.rules import rules
from trueeffect.person.medicines.rules._base import Case, Rule, named
from trueeffect.person.tables import cited

LONGEST = 200
NOTES = (
    "This page informs. It is not a prescription, and it cannot see what your clinician knows about you.",
    "Do not start, stop or change a medicine because of this page.",
    "Only the medicines and pairs in its tables are checked; no alert does not mean no risk.",
)


def review(
    medicines: Sequence[str | Medicine],
    *,
    age: float | None = None,
    egfr: float | None = None,
    conditions: Iterable[str] = (),
) -> MedicineReview:
    """Review a person's medicines.

    Parameters
    ----------
    medicines : sequence of str or Medicine
        Lines as a person writes them, or records of :func:`read_list`.
    age : float, optional
        Years; without it, the lists for older adults are not applied, and a note says so.
    egfr : float, optional
        Kidney function in ml/min.
    conditions : iterable of str
        Any of ``trueeffect.model.person.CONDITIONS``.

    Raises
    ------
    InputError
        For an empty list, an impossible age or kidney function, an unknown condition.

    Examples
    --------
    >>> found = review(["naproxen 500 mg twice daily", "warfarin 3 mg daily"])
    >>> found.alerts[0].group, found.alerts[0].severity
    ('Bleeding', 'high')
    """
    given = as_medicines(medicines)
    if not given:
        raise InputError("The list holds no medicine.", hint="Write one medicine a line.")
    if len(given) > LONGEST:
        raise InputError(f"The list holds {len(given)} medicines.", hint=f"Give at most {LONGEST}.")
    person = Person(age=_age(age), egfr=_egfr(egfr), conditions=_conditions(conditions))
    case = Case(medicines=given, person=person)
    alerts: list[Alert] = []
    measures: list[Measure] = []
    for each in rules().values():
        assert isinstance(each, Rule)
        outcome = each.check(case)
        alerts += outcome.alerts
        measures += outcome.measures
    unread = tuple(each for each in given if each.current and not each.known)
    ranked = tuple(sorted(alerts, key=lambda alert: SEVERITIES.index(alert.severity)))
    used = [source for alert in ranked for source in alert.sources]
    used += [source for measure in measures for source in measure.sources]
    return MedicineReview(
        person=person,
        medicines=given,
        measures=tuple(measures),
        alerts=ranked,
        questions=_questions(ranked, unread),
        not_reviewed=unread,
        notes=(*_gaps(case), *NOTES),
        sources=cited(used),
        version=__version__,
    )


def _age(age: float | None) -> float | None:
    if age is not None and not 0 <= age <= 130:
        raise InputError(f"An age of {age:g} years cannot be right.", hint="Give the age in years.")
    return age


def _egfr(egfr: float | None) -> float | None:
    if egfr is not None and not 1 <= egfr <= 250:
        raise InputError(
            f"A kidney function of {egfr:g} cannot be right.", hint="Give eGFR or clearance in ml/min."
        )
    return egfr


def _conditions(conditions: Iterable[str]) -> tuple[str, ...]:
    found = []
    for each in conditions:
        name = each.strip().lower().replace("_", " ").replace("-", " ")
        near = get_close_matches(name, CONDITIONS, n=1, cutoff=0.9)
        if not near:
            raise UnknownOption.of("condition", each, CONDITIONS)
        found.append(near[0])
    return tuple(dict.fromkeys(found))


def _gaps(case: Case) -> list[str]:
    found = []
    if case.person.age is None:
        found.append("No age was given, so the lists for people of 65 and older were not applied.")
    if case.person.egfr is None and case.taking(
        "nsaid", "gabapentinoid", "tramadol", "duloxetine", "baclofen"
    ):
        found.append("No kidney function was given, so doses were not compared with it.")
    unclear = named(each for each in case.current if each.use == "unclear")
    if unclear:
        found.append(
            f"How often was not said for: {', '.join(unclear)}. They were counted as taken regularly."
        )
    return found


def _questions(alerts: tuple[Alert, ...], unread: tuple[Medicine, ...]) -> tuple[str, ...]:
    """Return the questions for the clinician, gravest first, each once."""
    asked = [
        f"{alert.ask}" + (f" ({', '.join(alert.medicines)})" if alert.medicines else "") for alert in alerts
    ]
    asked += [
        f"What is {each.name}, and does it fit with the rest? It could not be reviewed here."
        for each in unread
    ]
    return tuple(dict.fromkeys(asked))
