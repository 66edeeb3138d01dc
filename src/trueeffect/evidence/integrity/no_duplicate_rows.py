"""Is every figure entered once?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trueeffect.evidence.integrity._base import Fault, each_study
from trueeffect.model.study import Contrast, GroupMean, Result, Study


def _key(result: Result) -> tuple[Any, ...]:
    extra: tuple[Any, ...] = ()
    if isinstance(result, GroupMean):
        extra = (result.change,)
    elif isinstance(result, Contrast):
        extra = (result.versus, result.measure)
    return (type(result).__name__, result.arm, result.outcome, result.weeks, result.adjusted, *extra)


def _find(study: Study) -> Iterator[Fault]:
    seen: dict[tuple[Any, ...], str] = {}
    for result in study.results:
        key = _key(result)
        if key in seen and result.weeks is not None:
            yield Fault(
                rule="no_duplicate_rows",
                study=study.id,
                where=result.id,
                message=f"the same group, outcome and time stand in {seen[key]}.",
            )
        seen.setdefault(key, result.id)


RULE = each_study("no_duplicate_rows", "Is every figure entered once?", _find)
