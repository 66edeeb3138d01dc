"""Do a count and its percentage agree, and is the count possible?"""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.evidence.integrity._base import Fault, counts, each_study
from trueeffect.model.study import Study

ROUNDING = 0.6
"""Percentage points that rounding may explain."""


def _find(study: Study) -> Iterator[Fault]:
    for result in counts(study):
        message = ""
        if result.events is not None and result.n is not None and result.events > result.n:
            message = f"{result.events} events among {result.n} people."
        elif result.percent is not None and not 0 <= result.percent <= 100:
            message = f"{result.percent:g} is no percentage."
        elif result.events is not None and result.n and result.percent is not None:
            worked_out = 100 * result.events / result.n
            if abs(worked_out - result.percent) > ROUNDING:
                message = f"{result.events} of {result.n} is {worked_out:.1f} %, not {result.percent:g} %."
        if message:
            yield Fault(rule="percent_fits_count", study=study.id, where=result.id, message=message)
    for harm in study.harms:
        if harm.per == "patient" and harm.events > harm.n:
            message = f"{harm.events} people with an event among {harm.n}."
            yield Fault(rule="percent_fits_count", study=study.id, where=harm.id, message=message)


RULE = each_study("percent_fits_count", "Do a count and its percentage agree?", _find)
