"""Pairs that need a second look: painkillers with common medicines, from the table ``interactions.tsv``."""

from __future__ import annotations

from trueeffect.model.person import Alert
from trueeffect.person.medicines.rules._base import Case, Outcome, Rule, named, parts_of
from trueeffect.person.tables import rows


def _check(case: Case) -> Outcome:
    found: list[Alert] = []
    covered: set[tuple[str, frozenset[str]]] = set()
    for row in rows("interactions"):
        first = case.taking(*row["a"].split("|"))
        second = case.taking(*row["b"].split("|"))
        if row["not_a"]:
            first = tuple(m for m in first if not any(p.id == row["not_a"] for p in parts_of(m)))
        both = [*first, *second]
        if not first or not second or len({id(m) for m in both}) < 2:
            continue
        if row["age"] and not case.old:
            continue
        key = (row["topic"], frozenset(named(both)))
        if key in covered:
            continue
        covered.add(key)
        found.append(
            Alert(
                rule="interactions",
                group=row["group"],
                severity=row["severity"],  # type: ignore[arg-type]
                what=row["what"],
                why=row["why"],
                strength=row["strength"],
                sources=tuple(row["sources"].split("|")),
                ask=row["ask"],
                medicines=named(both),
            )
        )
    return Outcome(alerts=tuple(found))


rule = Rule(
    title="Medicines that get in each other's way",
    sources=tuple(dict.fromkeys(each for row in rows("interactions") for each in row["sources"].split("|"))),
    check=_check,
)
