"""Inconsistency: do trials agree on whether there is an effect that matters?"""

from __future__ import annotations

from trueeffect.answer.grade._base import Case, Domain
from trueeffect.answer.size import benefit, limit

NOTABLE_I2 = 0.5


def _judge(case: Case) -> tuple[int, dict[str, str], str]:
    pooled = case.pooled
    inputs = {"studies": str(pooled.k), "I2": f"{100 * pooled.i2:.0f} %"}
    if pooled.k == 1:
        return 0, inputs, "A single study; nothing to compare (see imprecision)."
    zone = limit(pooled, case.bands.small)
    if pooled.pred_low is None or pooled.pred_high is None:
        apart = not _overlap([(row.conf_low, row.conf_high) for row in pooled.rows])
        return (
            (-1 if apart else 0),
            inputs,
            ("The two intervals do not overlap." if apart else "The two intervals overlap."),
        )
    ends = sorted((benefit(pooled, pooled.pred_low), benefit(pooled, pooled.pred_high)))
    inputs["prediction interval"] = f"{pooled.pred_low:.2f} to {pooled.pred_high:.2f}"
    reaches = [ends[0] < -zone, ends[0] < zone < ends[1], ends[1] > zone]
    if pooled.i2 < NOTABLE_I2:
        return 0, inputs, "The trials differ no more than chance would make them differ."
    if reaches[0] and reaches[2]:
        return -2, inputs, "In a new setting the treatment could help or harm by an amount that matters."
    if reaches[1]:
        return -1, inputs, "In a new setting the effect could matter or not."
    return 0, inputs, "The trials differ, but all on the same side of what matters."


def _overlap(intervals: list[tuple[float, float]]) -> bool:
    return max(low for low, _ in intervals) <= min(high for _, high in intervals)


DOMAIN = Domain(
    order=2,
    name="inconsistency",
    rule="By where the prediction interval lies against the smallest difference that matters, when I2 is 50 % "
    "or more: one level down when it holds both sides, two when it reaches harm that matters.",
    judge=_judge,
)
