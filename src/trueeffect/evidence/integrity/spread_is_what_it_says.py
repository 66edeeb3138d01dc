"""Is a standard deviation no standard error, and the other way round?

People differ on a scale by about a fifth of its length. A "standard deviation" that is far smaller, but
plausible after multiplying by the square root of n, looks like a standard error; a "standard error" as
large as people differ looks like a standard deviation.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from trueeffect.evidence.instruments import find_instrument
from trueeffect.evidence.integrity._base import Fault, each_study, means
from trueeffect.model.study import GroupMean, Study

SHARE_OF_SCALE = 0.2
"""Usual standard deviation as a share of the scale, for scales without a usual one in the table."""
TOO_SMALL, PLAUSIBLE, SE_TOO_LARGE = 0.4, (0.5, 2.0), 0.45


def _usual(result: GroupMean) -> float | None:
    outcome, instrument = result.outcome, find_instrument(result.outcome)
    if outcome.low is not None and outcome.high is not None:
        if instrument and instrument.typical_sd and instrument.high and instrument.low is not None:
            return instrument.typical_sd * (outcome.high - outcome.low) / (instrument.high - instrument.low)
        return SHARE_OF_SCALE * (outcome.high - outcome.low)
    return instrument.typical_sd if instrument else None


def _others(result: GroupMean, study: Study) -> float | None:
    """Return the largest standard deviation of the same scale elsewhere in the study."""
    found = [
        other.spread
        for other in means(study)
        if other.outcome.instrument == result.outcome.instrument
        and other.spread_kind == "sd"
        and other.spread
        and other.id != result.id
    ]
    return max(found, default=None)


def _find(study: Study) -> Iterator[Fault]:
    sizes = {arm.id: arm.n_randomised for arm in study.arms}
    for result in means(study):
        usual, n = _usual(result), result.n or sizes.get(result.arm)
        if usual is None or not n or not result.spread:
            continue
        if result.spread_kind == "sd":
            elsewhere = _others(result, study)
            usual = min(usual, elsewhere) if elsewhere else usual
            as_se = result.spread * sqrt(n)
            if result.spread < TOO_SMALL * usual and PLAUSIBLE[0] * usual < as_se < PLAUSIBLE[1] * usual:
                yield _fault(study, result, f"SD {result.spread:g} (n = {n}) looks like a standard error")
        elif result.spread_kind == "se" and result.spread > SE_TOO_LARGE * usual and n > 8:
            yield _fault(study, result, f"SE {result.spread:g} (n = {n}) looks like a standard deviation")


def _fault(study: Study, result: GroupMean, message: str) -> Fault:
    return Fault(
        rule="spread_is_what_it_says",
        study=study.id,
        where=result.id,
        message=f"{message}; look at the source again.",
        level="doubt" if "confirmed" in result.note else "error",
    )


RULE = each_study("spread_is_what_it_says", "Is a standard deviation no standard error?", _find)
