"""Is a time after the start, and not decades later?"""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.evidence.integrity._base import Fault, each_study
from trueeffect.model.study import GroupMean, Study

LATEST = 520
"""Weeks: ten years."""


def _find(study: Study) -> Iterator[Fault]:
    for result in study.results:
        if result.weeks is not None and not 0 <= result.weeks <= LATEST:
            yield _fault(study, result.id, f"{result.weeks:g} weeks after the start.")
        elif isinstance(result, GroupMean) and result.change and result.weeks == 0:
            yield _fault(study, result.id, "a change at the start.")


def _fault(study: Study, where: str, message: str) -> Fault:
    return Fault(rule="times_possible", study=study.id, where=where, message=message)


RULE = each_study("times_possible", "Is a time after the start, and not decades later?", _find)
