"""Imprecision: does the interval cross what matters (GRADE guidelines 34, PMID 35934265)?"""

from __future__ import annotations

from trueeffect.answer.grade._base import Case, Domain
from trueeffect.answer.size import benefit, limit

PEOPLE = 400
"""Rule of thumb: the people of one adequately powered trial for a small to moderate difference."""


def _judge(case: Case) -> tuple[int, dict[str, str], str]:
    pooled, bands = case.pooled, case.bands
    ends = sorted((benefit(pooled, pooled.conf_low), benefit(pooled, pooled.conf_high)))
    lines = {
        "harm that matters": -limit(pooled, bands.small),
        "no difference that matters": limit(pooled, bands.small),
        "large": limit(pooled, bands.large),
    }
    crossed = [name for name, line in lines.items() if ends[0] < line < ends[1]]
    inputs = {
        "interval": f"{pooled.conf_low:.2f} to {pooled.conf_high:.2f}",
        "lines": ", ".join(f"{name} {line:.2f}" for name, line in lines.items()),
        "people": f"{pooled.n:.0f}",
    }
    if len(crossed) > 1:
        step = -3 if len(crossed) == 3 else -2
        return step, inputs, f"The interval crosses {len(crossed)} lines: {', '.join(crossed)}."
    if crossed:
        extra = -1 if pooled.n < PEOPLE / 2 else 0
        small = f" Only {pooled.n:.0f} people." if extra else ""
        return -1 + extra, inputs, f"The interval crosses a line: {crossed[0]}.{small}"
    if pooled.n < PEOPLE:
        return -1, inputs, f"The interval crosses no line, but only {pooled.n:.0f} people were studied."
    return 0, inputs, "The interval crosses no line, and enough people were studied."


DOMAIN = Domain(
    order=4,
    name="imprecision",
    rule="One level down for each line that the interval crosses (harm that matters, difference that matters, "
    "large), one more below 200 people; if none is crossed, one below 400 people.",
    judge=_judge,
)
