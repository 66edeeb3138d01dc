"""What a set of rows needs before it can be pooled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from trueeffect.model.study import Contrast, GroupEvents, GroupMean, Outcome, Study

if TYPE_CHECKING:
    from trueeffect.evidence.select import Selected

Kind = Literal["mean", "events"]
SPREADS = ("sd", "se", "ci95")


def baseline_of(study: Study, outcome: Outcome) -> tuple[GroupMean, ...]:
    """Return the means at the start on the same scale, with their standard deviations."""
    return tuple(
        row
        for row in study.results
        if isinstance(row, GroupMean)
        and row.weeks == 0
        and not row.change
        and row.spread_kind == "sd"
        and row.outcome.instrument == outcome.instrument
        and row.outcome.name == outcome.name
    )


def size_of(study: Study, arm: str, n: int | None) -> tuple[float | None, str]:
    """Return the number of people behind a row, and how it was found when it was not printed.

    The number analysed is used when it was read; else the number in the group; else an equal part of the
    whole study.
    """
    if n is not None:
        return n, ""
    group = study.arm(arm)
    if group.n_analysed is not None:
        return group.n_analysed, ""
    if group.n_randomised is not None:
        return group.n_randomised, "number analysed not read: number randomised used"
    if study.n is not None and study.arms:
        return study.n / len(study.arms), "group size not read: equal groups assumed"
    return None, ""


def missing_for(study: Study, candidate: Selected) -> str:
    """Return what is missing before a candidate can be pooled; empty when nothing is."""
    if candidate.contrast is not None:
        return _contrast_gap(candidate.contrast)
    if not candidate.outcome.better:
        return "the better direction of the scale is not known"
    for row in (*candidate.index, *candidate.control):
        if isinstance(row, GroupMean):
            gap = _mean_gap(study, row, candidate.baseline)
        elif isinstance(row, GroupEvents):
            gap = "" if size_of(study, row.arm, row.n)[0] else "group sizes were not read"
        else:
            gap = ""
        if gap:
            return gap
    return ""


def _mean_gap(study: Study, row: GroupMean, baseline: tuple[GroupMean, ...]) -> str:
    n, _ = size_of(study, row.arm, row.n)
    if row.spread_kind not in SPREADS:
        if not baseline:
            return "no spread beside the means on the pages that were read"
        return "" if n else "group sizes were not read"
    if row.spread_kind == "sd" and not n:
        return "group sizes were not read"
    return ""


def _contrast_gap(contrast: Contrast) -> str:
    if contrast.se or (contrast.low is not None and contrast.high is not None):
        if contrast.measure in ("MD", "SMD") and not contrast.outcome.better:
            return "the better direction of the scale is not known"
        return ""
    return "no interval beside the difference on the pages that were read"
