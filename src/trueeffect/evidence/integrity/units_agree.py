"""Are the groups of a study measured in the same unit?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from trueeffect.evidence.integrity._base import Fault, each_study, means, same_measurement
from trueeffect.model.study import GroupMean, Study

SPREAD_RATIO = 5.0
"""Spreads of two groups on the same scale differ by less; a factor of ten is a unit."""


def _find(study: Study) -> Iterator[Fault]:
    rows = list(means(study))
    for one, other in combinations(rows, 2):
        if not same_measurement(one, other) or one.change != other.change:
            continue
        if one.spread_kind != other.spread_kind or one.spread_kind not in ("sd", "se"):
            continue
        if _ratio(one, other) > SPREAD_RATIO:
            yield Fault(
                rule="units_agree",
                study=study.id,
                where=other.id,
                message=f"the spreads of {one.arm} ({one.spread:g}) and {other.arm} ({other.spread:g}) "
                f"differ {_ratio(one, other):.0f}-fold; is one in another unit?",
            )


def _ratio(one: GroupMean, other: GroupMean) -> float:
    if not one.spread or not other.spread:
        return 1.0
    return max(one.spread / other.spread, other.spread / one.spread)


RULE = each_study("units_agree", "Are the groups of a study measured in the same unit?", _find)
