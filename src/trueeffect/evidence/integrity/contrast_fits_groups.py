"""Does a printed difference point the way its groups do?

Adjusted differences may be larger or smaller than the raw ones; a clear difference of the other sign is a
swapped group, a lost minus, or a wrong note on what the sign means.
"""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.evidence.integrity._base import Fault, contrasts, each_study, means
from trueeffect.model.study import Contrast, GroupMean, Study


def _find(study: Study) -> Iterator[Fault]:
    rows = list(means(study))
    for contrast in contrasts(study):
        if contrast.measure != "MD":
            continue
        for change in (True, False):
            raw = _raw(contrast, rows, change)
            if raw is not None:
                yield from _compare(study, contrast, raw)
                break


def _raw(contrast: Contrast, rows: list[GroupMean], change: bool) -> float | None:
    """Return the difference of the groups, a minus b, as the scale runs."""
    found = {
        row.arm: row.value
        for row in rows
        if row.outcome == contrast.outcome and row.weeks == contrast.weeks and row.change == change
    }
    if contrast.arm not in found or contrast.versus not in found:
        return None
    return found[contrast.arm] - found[contrast.versus]


def as_difference(contrast: Contrast) -> float:
    """Return a printed difference as a minus b on its scale."""
    if contrast.sign == "benefit_of_a" and contrast.outcome.better == "lower":
        return -contrast.value
    return contrast.value


def _compare(study: Study, contrast: Contrast, raw: float) -> Iterator[Fault]:
    printed = as_difference(contrast)
    low, high = contrast.low, contrast.high
    width = 0 if low is None or high is None else (high - low) / 2
    if abs(printed - raw) <= max(width, 0.1 * abs(raw), 1e-9):
        return
    opposite = printed * raw < 0
    yield Fault(
        rule="contrast_fits_groups",
        study=study.id,
        where=contrast.id,
        message=f"the difference {contrast.value:g} is printed, the groups give {raw:+.4g} "
        f"({contrast.arm} minus {contrast.versus}).",
        level="error" if opposite else "doubt",
    )


RULE = each_study("contrast_fits_groups", "Does a printed difference point the way its groups do?", _find)
