"""Do randomised groups start alike? A large gap at the start is rare, and often a slip of typing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import sqrt

from trueeffect.evidence.integrity._base import Fault, each_study, means, same_measurement
from trueeffect.model.study import GroupMean, Study

Z_LIMIT, SD_LIMIT = 3.3, 0.6
"""A gap that chance gives in fewer than one of a thousand comparisons, and that is large as well."""


def _find(study: Study) -> Iterator[Fault]:
    if not study.randomised:
        return
    start = [m for m in means(study) if m.weeks == 0 and not m.change and m.spread_kind == "sd" and m.spread]
    sizes = {arm.id: arm.n_randomised for arm in study.arms}
    for one, other in combinations(start, 2):
        n1, n2 = one.n or sizes.get(one.arm), other.n or sizes.get(other.arm)
        if not same_measurement(one, other) or not n1 or not n2:
            continue
        gap, sd = abs(one.value - other.value), _sd(one, other)
        if gap > SD_LIMIT * sd and gap / (sd * sqrt(1 / n1 + 1 / n2)) > Z_LIMIT:
            yield Fault(
                rule="baseline_balance",
                study=study.id,
                where=one.id,
                message=f"{one.outcome.name} starts at {one.value:g} ({one.arm}) and {other.value:g} "
                f"({other.arm}), {gap / sd:.1f} SD apart.",
                level="doubt",
            )


def _sd(one: GroupMean, other: GroupMean) -> float:
    assert one.spread is not None
    assert other.spread is not None
    return sqrt((one.spread**2 + other.spread**2) / 2)


RULE = each_study("baseline_balance", "Do randomised groups start alike?", _find)
