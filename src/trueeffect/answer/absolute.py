"""From an effect to people per 100, at a baseline that is named."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from trueeffect.answer.combine import scale_sd_of
from trueeffect.model.answer import Absolute, Pooled

ASSUMED = 0.30
"""Share of people who get clearly better without the treatment, when no trial of the question gives one."""
EVENT = "clearly better"
OTHERS = (0.15, 0.30, 0.50)


def baseline_of(responders: Pooled | None) -> tuple[float, str]:
    """Return the share that gets better without the treatment, and where that comes from."""
    if responders is None:
        return ASSUMED, f"assumed: {100 * ASSUMED:.0f} of 100; no trial of this comparison gives it"
    shares = [
        row.events_control / row.n_control
        for row in responders.rows
        if row.n_control and row.events_control is not None
    ]
    names = ", ".join(row.label for row in responders.rows)
    return median(shares), f"the comparison groups of {names}" + (" (median)" if len(shares) > 1 else "")


def from_ratio(pooled: Pooled) -> Absolute:
    """Return people per 100 from a risk ratio of getting better."""
    c, source = baseline_of(pooled)

    def with_it(base: float, ratio: float) -> float:
        return min(100.0, 100 * base * ratio)

    return Absolute(
        without=100 * c,
        with_it=with_it(c, pooled.estimate),
        low=with_it(c, pooled.conf_low),
        high=with_it(c, pooled.conf_high),
        baseline_source=source,
        event="better, as the trials defined it",
        method="share without the treatment times the risk ratio",
        at_other_baselines=tuple((100 * b, with_it(b, pooled.estimate)) for b in OTHERS),
    )


def from_difference(pooled: Pooled, responders: Pooled | None) -> Absolute:
    """Return people per 100 from a difference of means, by the normal method.

    p = Phi(Phi^-1(c) + d) with d the benefit in standard deviations (Furukawa; PMC3083419).
    """
    c, source = baseline_of(responders)
    sd = 1.0 if pooled.measure == "SMD" else scale_sd_of(pooled)
    sign = -1 if pooled.better == "lower" else 1
    ends = sorted(sign * value / sd for value in (pooled.conf_low, pooled.conf_high))

    def with_it(base: float, d: float) -> float:
        return 100 * _shifted(base, d)

    d = sign * pooled.estimate / sd
    return Absolute(
        without=100 * c,
        with_it=with_it(c, d),
        low=with_it(c, ends[0]),
        high=with_it(c, ends[1]),
        baseline_source=source,
        event=EVENT,
        method="from the difference in means, taking scores as normal (PMC3083419)",
        at_other_baselines=tuple((100 * b, with_it(b, d)) for b in OTHERS),
    )


def _shifted(c: float, d: float) -> float:
    """Return the share above a threshold after scores move by ``d`` standard deviations.

    Examples
    --------
    >>> round(_shifted(0.3, 0.5), 3)
    0.49
    """
    from scipy.special import ndtr, ndtri

    return float(ndtr(ndtri(min(max(c, 1e-6), 1 - 1e-6)) + d))


def icons(values: Sequence[float]) -> tuple[int, ...]:
    """Return whole people for a picture of 100."""
    return tuple(round(value) for value in values)
