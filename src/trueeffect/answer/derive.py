"""From selected rows to the effect of a study, with every step on the way."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from trueeffect.evidence.instruments import PERCENT_SCALE, find_instrument, points_factor
from trueeffect.evidence.select import Selected
from trueeffect.evidence.usable import size_of
from trueeffect.model.study import GroupEvents, GroupMean

Z95 = 1.959963984540054
IMPUTED = "no spread printed: the standard deviation at the start on the same scale used"


class Group(NamedTuple):
    """Mean, standard deviation and size of one or several merged groups."""

    mean: float
    sd: float
    n: float


class Difference(NamedTuple):
    """A difference of means on the scale of the study, oriented so that its sign is that of the outcome.

    ``sd`` is the standard deviation of scores, for standardising; NaN when there is none.
    """

    value: float
    std_error: float
    sd: float
    n1: float
    n2: float
    steps: tuple[str, ...]
    imputed: bool
    of_changes: bool
    figures: str = ""


class Counts(NamedTuple):
    """Events and people of both sides."""

    events1: float
    n1: float
    events2: float
    n2: float
    steps: tuple[str, ...]
    figures: str = ""


def merge(groups: Sequence[Group]) -> Group:
    """Merge groups as if they were one (Cochrane Handbook, table 6.5.a).

    Examples
    --------
    >>> merged = merge([Group(4.0, 2.0, 10), Group(6.0, 2.0, 10)])
    >>> merged.mean, round(merged.sd, 3), merged.n
    (5.0, 2.2, 20)
    """
    whole = groups[0]
    for other in groups[1:]:
        n = whole.n + other.n
        mean = (whole.n * whole.mean + other.n * other.mean) / n
        between = whole.n * other.n / n * (whole.mean - other.mean) ** 2
        squares = (whole.n - 1) * whole.sd**2 + (other.n - 1) * other.sd**2 + between
        whole = Group(mean, sqrt(squares / (n - 1)), n)
    return whole


def difference_of(item: Selected, better: str) -> Difference | str:
    """Return the difference between both sides, or why there is none.

    Parameters
    ----------
    better : {"lower", "higher"}
        Better direction of the outcome as it is reported; scales that run the other way are turned.
    """
    found = _printed(item) if item.contrast is not None else _worked_out(item)
    if isinstance(found, str):
        return found
    if item.outcome.better != better:
        step = "the scale runs the other way: sign turned"
        found = found._replace(value=-found.value, steps=(*found.steps, step))
    return found


def _printed(item: Selected) -> Difference | str:
    contrast = item.contrast
    assert contrast is not None
    value, steps = contrast.value, ["difference as printed" + (", adjusted" if contrast.adjusted else "")]
    if contrast.sign == "benefit_of_a" and item.outcome.better == "lower":
        value = -value
        steps.append("printed as benefit: sign turned")
    if contrast.arm in item.comparison.control:
        value = -value
        steps.append("printed the other way round: sign turned")
    sizes = [_sizes(item, side) for side in (item.comparison.index, item.comparison.control)]
    n1, n2 = (sum(n for n, _ in side) for side in sizes)
    if contrast.se:
        se = contrast.se
    elif contrast.low is not None and contrast.high is not None:
        se = (contrast.high - contrast.low) / (2 * _quantile(n1 + n2 - 2))
        steps.append("standard error from the printed interval")
    else:
        return "no interval beside the difference"
    low, high = contrast.low, contrast.high
    shown = f"{contrast.value:g}" + (
        f" ({low:g} to {high:g})" if low is not None and high is not None else ""
    )
    scores = _baseline_sd(item)
    sd = scores or se / sqrt(1 / n1 + 1 / n2)
    figures = f"printed difference {shown}"
    return Difference(value, se, sd, n1, n2, tuple(steps), False, scores is None, figures)


def _sizes(item: Selected, arms: tuple[str, ...]) -> list[tuple[float, str]]:
    found = [size_of(item.study, arm, None) for arm in arms]
    return [(n if n else float("nan"), step) for n, step in found]


def _quantile(df: float) -> float:
    from trueeffect.stats.quantiles import t_quantile

    return Z95 if not df > 0 else float(t_quantile(0.95, df))


def _worked_out(item: Selected) -> Difference | str:
    steps: list[str] = []
    sides = [_side(item, rows, steps) for rows in (item.index, item.control)]
    for side in sides:
        if isinstance(side, str):
            return side
    one, two = sides
    assert isinstance(one, Group)
    assert isinstance(two, Group)
    se = sqrt(one.sd**2 / one.n + two.sd**2 / two.n)
    of_changes = item.form == "change"
    pooled = sqrt(((one.n - 1) * one.sd**2 + (two.n - 1) * two.sd**2) / (one.n + two.n - 2))
    scores = _baseline_sd(item) if of_changes else pooled
    if of_changes:
        steps.append("changes since the start")
    what = "change" if of_changes else "mean"
    shown = "; ".join(
        f"{name} {what} {group.mean:.4g} (SD {group.sd:.3g}, n {group.n:g})"
        for name, group in (("with", one), ("without", two))
    )
    return Difference(
        one.mean - two.mean,
        se,
        scores or float("nan"),
        one.n,
        two.n,
        tuple(dict.fromkeys(steps)),
        IMPUTED in steps,
        of_changes and scores is None,
        shown,
    )


def _side(item: Selected, rows: Sequence[object], steps: list[str]) -> Group | str:
    groups = []
    for row in rows:
        assert isinstance(row, GroupMean)
        n, how = size_of(item.study, row.arm, row.n)
        if not n or n < 2:
            return "group sizes were not read"
        if how:
            steps.append(how)
        sd = _sd(item, row, n, steps)
        if sd is None:
            return "no spread beside the means"
        groups.append(Group(row.value, sd, n))
    if len(groups) > 1:
        steps.append(f"{len(groups)} groups merged ({', '.join(row.arm for row in rows)})")  # type: ignore[attr-defined]
    return merge(groups)


def _sd(item: Selected, row: GroupMean, n: float, steps: list[str]) -> float | None:
    if row.spread_kind == "sd" and row.spread:
        return row.spread
    if row.spread_kind == "se" and row.spread:
        steps.append("standard deviation from the standard error")
        return row.spread * sqrt(n)
    if row.spread_kind == "ci95" and row.spread is not None and row.upper is not None:
        steps.append("standard deviation from the interval of the mean")
        return sqrt(n) * (row.upper - row.spread) / (2 * _quantile(n - 1))
    own = [r.spread for r in item.baseline if r.arm == row.arm and r.spread]
    found = own[0] if own else _baseline_sd(item)
    if found:
        steps.append(IMPUTED)
    return found


def _baseline_sd(item: Selected) -> float | None:
    """Return the standard deviation at the start, over all groups; None when it was not read."""
    found = [row.spread for row in item.baseline if row.spread]
    return sqrt(sum(sd * sd for sd in found) / len(found)) if found else None


def counts_of(item: Selected) -> Counts | str:
    """Return events and people of both sides, or why there are none."""
    steps: list[str] = []
    totals = []
    for rows in (item.index, item.control):
        events = people = 0.0
        for row in rows:
            assert isinstance(row, GroupEvents)
            n, how = size_of(item.study, row.arm, row.n)
            if not n:
                return "group sizes were not read"
            steps += [how] if how else []
            if row.events is None:
                assert row.percent is not None
                steps.append("numbers of people worked out from printed percentages")
            events += row.events if row.events is not None else round(row.percent * n / 100)  # type: ignore[operator]
            people += n
        if len(rows) > 1:
            steps.append(f"{len(rows)} groups merged")
        totals += [events, people]
    e1, n1, e2, n2 = totals
    shown = f"{e1:g} of {n1:g} with, {e2:g} of {n2:g} without"
    return Counts(e1, n1, e2, n2, tuple(dict.fromkeys(steps)), shown)


def family_of(item: Selected) -> str:
    """Return the family of the scale of an item, empty when it cannot be shown in points of one."""
    instrument = find_instrument(item.outcome)
    if instrument is None:
        return ""
    if instrument.family == PERCENT_SCALE and points_factor(item.outcome) is None:
        return ""
    return instrument.family


def factor_of(item: Selected) -> float:
    """Return what brings a difference to the points of its family."""
    if family_of(item) == PERCENT_SCALE:
        return points_factor(item.outcome) or 1.0
    return 1.0
