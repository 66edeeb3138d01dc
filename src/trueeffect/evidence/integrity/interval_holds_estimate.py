"""Does an interval hold its estimate?"""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.evidence.integrity._base import Fault, each_study
from trueeffect.model.study import Contrast, GroupEvents, Result, Study


def bounds(result: Result) -> tuple[float | None, float | None, float | None]:
    """Return an estimate with the interval printed around it."""
    if isinstance(result, GroupEvents):
        return result.percent, result.low, result.high
    if isinstance(result, Contrast):
        return result.value, result.low, result.high
    if result.spread_kind not in ("ci95", "iqr", "range"):
        return result.value, None, None
    return result.value, result.spread, result.upper


def _find(study: Study) -> Iterator[Fault]:
    for result in study.results:
        value, low, high = bounds(result)
        if low is None and high is None:
            continue
        if value is None or low is None or high is None:
            yield _fault(study, result, "an interval lacks a bound or its estimate.")
        elif not low <= value <= high:
            yield _fault(study, result, f"{value:g} lies outside its interval {low:g} to {high:g}.")


def _fault(study: Study, result: Result, message: str) -> Fault:
    return Fault(rule="interval_holds_estimate", study=study.id, where=result.id, message=message)


RULE = each_study("interval_holds_estimate", "Does an interval hold its estimate?", _find)
