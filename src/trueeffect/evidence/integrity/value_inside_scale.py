"""Does a mean lie on its scale?"""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.evidence.integrity._base import Fault, contrasts, each_study, means
from trueeffect.model.study import Study


def _find(study: Study) -> Iterator[Fault]:
    for result in means(study):
        low, high = result.outcome.low, result.outcome.high
        if low is None or high is None:
            continue
        reach = high - low
        outside = abs(result.value) > reach if result.change else not low <= result.value <= high
        if outside:
            what = "a change of " if result.change else ""
            yield _fault(study, result.id, f"{what}{result.value:g} on a scale from {low:g} to {high:g}.")
        elif result.spread_kind in ("sd", "se") and result.spread is not None and result.spread > reach:
            yield _fault(study, result.id, f"a spread of {result.spread:g} on a scale of {reach:g} points.")
    for contrast in contrasts(study):
        low, high = contrast.outcome.low, contrast.outcome.high
        if contrast.measure != "MD" or low is None or high is None or abs(contrast.value) <= high - low:
            continue
        scale = f"{low:g} to {high:g}"
        yield _fault(study, contrast.id, f"a difference of {contrast.value:g} on a scale from {scale}.")


def _fault(study: Study, where: str, message: str) -> Fault:
    return Fault(rule="value_inside_scale", study=study.id, where=where, message=message)


RULE = each_study("value_inside_scale", "Does a mean lie on its scale?", _find)
