"""Is the better direction that of the scale?"""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.evidence.instruments import find_instrument
from trueeffect.evidence.integrity._base import Fault, each_study
from trueeffect.model.study import GroupEvents, Study


def _find(study: Study) -> Iterator[Fault]:
    for result in study.results:
        outcome = result.outcome
        instrument = find_instrument(outcome)
        if isinstance(result, GroupEvents) or instrument is None or "percent of days" in outcome.name:
            continue
        if not outcome.better:
            yield Fault(
                rule="direction_of_scale",
                study=study.id,
                where=result.id,
                message=f"the better direction of {outcome.instrument} is not given; the row is not pooled.",
                level="doubt",
            )
        elif outcome.better != instrument.better:
            yield Fault(
                rule="direction_of_scale",
                study=study.id,
                where=result.id,
                message=f"{outcome.better} is called better, but on {outcome.instrument} it is "
                f"{instrument.better}.",
            )


RULE = each_study("direction_of_scale", "Is the better direction that of the scale?", _find)
