"""Is every study entered once, whatever its reports are called?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from trueeffect.evidence.integrity._base import Fault, Rule
from trueeffect.model.study import GroupMean, Study

SHARED_FIGURES = 4
"""So many equal means with equal spreads in two studies are no chance."""


def _find(studies: tuple[Study, ...]) -> Iterable[Fault]:
    yield from _ids(studies)
    seen: dict[tuple[object, ...], list[str]] = {}
    for study in studies:
        for figure in {_figure(r) for r in study.results if isinstance(r, GroupMean) and r.spread}:
            seen.setdefault(figure, []).append(study.id)
    shared: dict[tuple[str, str], int] = {}
    for names in seen.values():
        for first, other in pairwise(names):
            shared[(first, other)] = shared.get((first, other), 0) + 1
    for (first, other), number in shared.items():
        if number >= SHARED_FIGURES:
            yield _fault(other, f"{number} figures are those of {first}; is it the same trial?")


def _figure(result: GroupMean) -> tuple[object, ...]:
    return (result.outcome.domain, result.value, result.spread_kind, result.spread, result.upper)


def _ids(studies: tuple[Study, ...]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for study in studies:
        title = f"{study.title.rstrip('.')} ({study.year})".casefold() if study.title else ""
        pmid = study.pmid and f"PMID {study.pmid}"
        for name in (pmid, study.doi.lower(), title, *study.registrations, study.id):
            if name and seen.setdefault(name, study.id) != study.id:
                yield _fault(study.id, f"{name} is that of {seen[name]}.")
    ids = [study.id for study in studies]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield _fault(name, "the id is used twice.")


def _fault(study: str, message: str) -> Fault:
    return Fault(rule="no_duplicate_studies", study=study, where=study, message=message)


RULE = Rule(name="no_duplicate_studies", asks="Is every study entered once?", find=_find)
