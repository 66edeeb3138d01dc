"""Statistics of single cases around an analysis: overlap, piecewise regression, the test over start days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from trueeffect.model.person import Overlap, Plan, Shuffle
from trueeffect.person.diary.design import FEWEST

if TYPE_CHECKING:
    import numpy as np


def overlap_table(
    y: np.ndarray, before: int, time: np.ndarray, better: Literal["lower", "higher"]
) -> tuple[Overlap, ...]:
    """Return every overlap statistic by its name, with what it means."""
    from trueeffect.stats.single_case import overlap as stats

    a, b = y[:before], y[before:]
    share = stats.nap(a, b, better)
    corrected, slope = stats.baseline_corrected_tau(time, y, before, better)
    rows = [
        ("PND", stats.pnd(a, b, better), "share of days after that are better than the best day before"),
        ("PEM", stats.pem(a, b, better), "share of days after that are better than the median before"),
        ("PAND", stats.pand(a, b, better), "largest share of days without overlap"),
        ("IRD", stats.ird(a, b, better), "improvement rate difference, from PAND"),
        ("Tau", stats.tau(a, b, better), "2 NAP - 1"),
        ("Tau-U (A vs B - trend A)", stats.tau_u(a, b, better), "(S_AB - S_A) / (m n), Parker 2011"),
        (
            "Tau-U (A vs B + trend B - trend A)",
            stats.tau_u(a, b, better, "a_vs_b_plus_trend_b_minus_trend_a"),
            "over all pairs of days",
        ),
        (
            "Baseline-corrected Tau",
            corrected,
            f"after taking off the Theil-Sen trend before, {slope:+.3f} a day, without a pre-test",
        ),
    ]
    nap = Overlap(
        name="NAP",
        value=share.estimate,
        definition="chance that a day after is better than a day before; the interval takes days as "
        "independent",
        std_error=share.std_error,
        conf_low=share.conf_low,
        conf_high=share.conf_high,
    )
    return (nap, *(Overlap(name=name, value=value, definition=words) for name, value, words in rows))


def piecewise_table(
    time: np.ndarray, y: np.ndarray, before: int
) -> tuple[tuple[str, float, float, float], ...]:
    """Return term, estimate, standard error by independent days, standard error by AR(1)."""
    from trueeffect.stats.single_case.serial import gls, least_squares, piecewise_design

    if len(y) < 8:
        return ()
    x = piecewise_design(time, before)
    plain, serial = least_squares(y, x), gls(time, y, x)
    names = ("level on day 0", "trend a day", "level change at the start", "trend change a day")
    return tuple(
        (name, float(serial.estimate[i]), float(plain.std_error[i]), float(serial.std_error[i]))
        for i, name in enumerate(names)
    )


def start_shuffle(
    plan: Plan | None,
    planned: str,
    values: dict[date, float],
    began: date,
    settle: int,
    better: Literal["lower", "higher"],
) -> Shuffle | None:
    """Return the randomisation test when a window was agreed."""
    if plan is None or len(plan.window) < 2:
        return None
    from trueeffect.stats.single_case.randomisation import start_test

    first, last = (date.fromisoformat(each) for each in (plan.window[0], plan.window[-1]))
    days = sorted(values)
    possible = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    if began not in possible:
        return _refused("the start lies outside the window that was agreed")
    whole = [days[0] + timedelta(days=at) for at in range((days[-1] - days[0]).days + 1)]
    y = [values.get(day, float("nan")) for day in whole]
    places = [(day - days[0]).days for day in possible]
    if min(places) < FEWEST or max(places) > len(y) - FEWEST:
        return _refused("a possible start has fewer than five days before or after it")
    reason = ""
    if planned and planned[:10] >= began.isoformat():
        reason = "the window was written down on the day of the start or later, so it is not proof of a draw"
    found = start_test(y, (began - days[0]).days, places, better)
    return Shuffle(
        p_value=found.p_value,
        floor=found.floor,
        n_starts=found.n_starts,
        statistic=found.statistic,
        valid=not reason,
        reason=reason,
    )


def _refused(reason: str) -> Shuffle:
    return Shuffle(p_value=1.0, floor=1.0, n_starts=0, statistic=0.0, valid=False, reason=reason)
