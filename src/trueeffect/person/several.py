"""Several people, or several courses of one person, looked at together."""

from __future__ import annotations

from collections.abc import Mapping

from trueeffect.errors import TooFewEffects
from trueeffect.model.person import DiaryAnalysis, Overlap, Together

NEEDED = 3


def analyse_together(courses: Mapping[str, DiaryAnalysis]) -> Together:
    """Combine analysed diaries: the mean change, how much it differs, and each course drawn towards the mean.

    Two steps: each diary's change with its uncertainty (days correlated) goes into a random-effects
    model with the Knapp-Hartung interval; each course is then drawn to the mean as far as its own diary is
    uncertain. The between-case standardised mean difference puts the courses on the scale of trials.

    Parameters
    ----------
    courses : mapping
        Analyses of :func:`trueeffect.person.analyse` by a name of your choice; all of one outcome.

    Raises
    ------
    TooFewEffects
        With fewer than three courses that have enough days.
    InputError
        When outcomes differ.
    """
    from trueeffect.stats.single_case.between_case import between_case
    from trueeffect.synthesis.effects import effect_sizes
    from trueeffect.synthesis.pool import pool

    used = {name: each for name, each in courses.items() if each.plain is not None}
    _check(used)
    y = [each.plain.mean for each in used.values() if each.plain]
    v = [each.plain.std_dev**2 for each in used.values() if each.plain]
    fit = pool(effect_sizes({"course": list(used), "y": y, "v": v}, "GEN", y="y", v="v", study="course"))
    tau2, mean = float(fit.tau2), float(fit.estimate)
    low, high = fit.conf_int()
    drawn = tuple(
        Overlap(
            name=name,
            value=(value * tau2 + mean * error) / (tau2 + error),
            definition=f"alone {value:+.2f}",
            std_error=(tau2 * error / (tau2 + error)) ** 0.5,
        )
        for name, value, error in zip(used, y, v)
    )
    scale = between_case([(each.days, each.values, each.n_before) for each in used.values()])
    return Together(
        outcome=next(iter(used.values())).outcome,
        n_courses=len(used),
        left_out=tuple(name for name in courses if name not in used),
        mean=mean,
        conf_low=float(low),
        conf_high=float(high),
        tau2=tau2,
        courses=drawn,
        between_case=scale.estimate,
        between_case_error=scale.std_error,
    )


def _check(used: Mapping[str, DiaryAnalysis]) -> None:
    from trueeffect.errors import InputError

    if len(used) < NEEDED:
        raise TooFewEffects(
            f"{len(used)} courses have enough days; {NEEDED} are needed.", hint="Judge each diary by itself."
        )
    if len({each.outcome for each in used.values()}) > 1:
        raise InputError("The courses have different outcomes.", hint="Combine one outcome at a time.")
