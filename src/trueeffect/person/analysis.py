"""Judge a diary honestly: what changed, what the usual course would explain, and what it cannot show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from trueeffect import __version__
from trueeffect.errors import InputError
from trueeffect.model.person import (
    DiaryAnalysis,
    Entry,
    NaturalCourse,
    Plan,
    Prior,
    Reading,
)
from trueeffect.person.diary.design import FEWEST
from trueeffect.person.diary.kinds import KINDS
from trueeffect.person.sentences import cannot_show, sentence
from trueeffect.person.single_case import overlap_table, piecewise_table, start_shuffle

if TYPE_CHECKING:
    import numpy as np

    from trueeffect.stats.single_case.bayes import Mixture
    from trueeffect.stats.single_case.serial import SerialFits

SURE = 0.985
"""Probability from which a direction is stated; simulations put it at 2.5 % or less where nothing happens."""
ALPHA = 0.05
OMEGAS = (0.0, 0.5, 1.0)
"""Standard deviations between persons, in points of a 0 to 10 scale, for the sensitivity table."""
CONFLICT = 2.0
BADLY_KNOWN = 20
DEFAULT_IMPORTANT = {"walking": 100.0, "sleep": 1.0, "change": 1.0}


def analyse(
    diary: Sequence[Entry],
    *,
    outcome: str = "pain",
    plan: Plan | None = None,
    planned: str = "",
    start: str | date | None = None,
    prior: Prior | None = None,
    course: NaturalCourse | None = None,
    important: float | None = None,
    settle: int = 0,
    usual: tuple[float, float] | None = None,
) -> DiaryAnalysis:
    """Analyse one course of care.

    Parameters
    ----------
    diary : sequence of Entry
        As returned by ``Diary.entries()``.
    outcome : str
        A kind with a number: ``pain``, ``vas``, ``rmdq``, ``walking``, ``sleep``, ``change``.
    plan : Plan, optional
        With a window from which the start was drawn, a randomisation test is made.
    planned : str
        When the plan was saved (ISO); a plan saved after the start gives no valid test.
    start : str or date, optional
        First day of treatment; else from the plan, else the first session.
    prior : Prior, optional
        Pooled evidence against usual care or waiting, in points of this scale. Sham is refused.
    course : NaturalCourse, optional
        Change under usual care over the same time; needed before any evidence is used.
    important : float, optional
        Smallest important change; for pain 2 points of 10.
    settle : int
        First days of treatment that are not counted.
    usual : (mean, reliability), optional
        The person's long-run mean and the correlation between two such phases, to show how much of the
        change regression to the mean would bring: ``(1 - r)(mean - before)``. It is shown and never
        added to ``course``, which holds it already.

    Returns
    -------
    DiaryAnalysis

    Raises
    ------
    InputError
        For an empty diary, one phase only, a start outside the diary, or a prior against sham.
    """
    kind = KINDS.get(outcome)
    if kind is None or not kind.better:
        from trueeffect.errors import UnknownOption

        raise UnknownOption.of("outcome", outcome, [each for each in KINDS if KINDS[each].better])
    if prior is not None and prior.versus != "without":
        raise InputError(
            "The prior compares with another treatment or a sham; a diary compares with doing without.",
            hint="Give pooled evidence against usual care or waiting.",
        )
    better: Literal["lower", "higher"] = "lower" if kind.better == "lower" else "higher"
    limit = important if important is not None else kind.important or DEFAULT_IMPORTANT.get(outcome, 1.0)
    values, notes = _by_day(diary, outcome)
    if not values:
        raise InputError(
            f"The diary holds no {outcome} values.", hint="Add one a day, at the same time of day."
        )
    first = min(values)
    began = _start(diary, plan, start)
    days = sorted(values)
    before = [day for day in days if day < began]
    after = [day for day in days if day >= began + timedelta(days=settle)]
    if not before or not after:
        raise InputError(
            "The diary has one phase only: "
            + ("no days before the start." if not before else "no days after the start."),
            hint="A diary is judged by comparing days before with days after.",
        )
    used = [*before, *after]
    shared: dict[str, Any] = {
        "outcome": outcome,
        "better": better,
        "important": limit,
        "days": tuple((day - first).days for day in used),
        "values": tuple(values[day] for day in used),
        "start": (began - first).days,
        "first_day": first.isoformat(),
        "n_before": len(before),
        "n_after": len(after),
        "missing": (used[-1] - first).days
        + 1
        - len(used)
        - min(settle, sum(began <= d < after[0] for d in days)),
        "mean_before": sum(values[day] for day in before) / len(before),
        "mean_after": sum(values[day] for day in after) / len(after),
        "events": _events(diary, first),
        "sessions": sum(entry.kind == "session" for entry in diary),
        "stop_rule": plan.stop_rule if plan else "",
        "version": __version__,
    }
    if len(before) < FEWEST or len(after) < FEWEST:
        return _short(shared, notes)
    return _full(shared, notes, plan, planned, values, began, settle, prior, course, usual)


def _by_day(diary: Sequence[Entry], outcome: str) -> tuple[dict[date, float], list[str]]:
    """Return one value a day, the mean when there are several, and what was noticed."""
    found: defaultdict[date, list[float]] = defaultdict(list)
    gone = {entry.replaces for entry in diary if entry.replaces}
    late = 0
    for entry in diary:
        if entry.kind == outcome and entry.value is not None and entry.id not in gone - {0}:
            day = date.fromisoformat(entry.day)
            found[day].append(entry.value)
            late += bool(entry.saved) and abs((date.fromisoformat(entry.saved[:10]) - day).days) > 2
    notes = []
    several = sum(len(each) > 1 for each in found.values())
    if several:
        notes.append(f"{several} days have more than one value; their mean is used.")
    if late:
        notes.append(f"{late} values were entered more than two days from their day; memory changes ratings.")
    stamps = [entry.saved for entry in sorted(diary, key=lambda each: each.id) if entry.saved]
    if any(b < a for a, b in pairwise(stamps)):
        notes.append("The clock of the machine went back at least once; days are used as written.")
    return {day: sum(each) / len(each) for day, each in found.items()}, notes


def _start(diary: Sequence[Entry], plan: Plan | None, start: str | date | None) -> date:
    words = start or (plan.start if plan else "")
    if isinstance(words, date):
        return words
    if words:
        try:
            return date.fromisoformat(words)
        except ValueError:
            raise InputError(f"{words[:30]!r} is not a day.", hint="Write it as 2026-03-31.") from None
    sessions = [date.fromisoformat(entry.day) for entry in diary if entry.kind == "session"]
    if not sessions:
        raise InputError("The diary has no session and no start.", hint="Give the first day of treatment.")
    return min(sessions)


def _events(diary: Sequence[Entry], first: date) -> tuple[tuple[int, str], ...]:
    """Return days on which something happened that belongs on the plot: the kind only, never the words."""
    found = {
        ((date.fromisoformat(entry.day) - first).days, entry.kind)
        for entry in diary
        if entry.kind in ("session", "medicine", "event", "harm")
    }
    return tuple(sorted(found))


def _short(shared: dict[str, Any], notes: list[str]) -> DiaryAnalysis:
    draft = DiaryAnalysis(**shared, sentence="", verdict="too few days", notes=tuple(notes))
    return _told(draft)


def _told(draft: DiaryAnalysis) -> DiaryAnalysis:
    import msgspec

    return msgspec.structs.replace(draft, sentence=sentence(draft), cannot=cannot_show(draft))


def _full(
    shared: dict[str, Any],
    notes: list[str],
    plan: Plan | None,
    planned: str,
    values: dict[date, float],
    began: date,
    settle: int,
    prior: Prior | None,
    course: NaturalCourse | None,
    usual: tuple[float, float] | None,
) -> DiaryAnalysis:
    import numpy as np

    from trueeffect.stats.single_case.bayes import posterior_of
    from trueeffect.stats.single_case.serial import fit_grid, step_design

    time, y = np.asarray(shared["days"], float), np.asarray(shared["values"], float)
    if shared["n_before"] + shared["n_after"] < BADLY_KNOWN:
        notes.append("With fewer than 20 days, how much one day resembles the next is badly known.")
    if float(np.ptp(y)) == 0:
        notes.append("Every value is the same, so the model cannot judge how sure the result is.")
        y = y + np.where(np.arange(len(y)) % 2, 1e-6, -1e-6)
    notes += _already_moving(time, y, shared)
    fits = fit_grid(time, y, step_design(time, shared["n_before"]))
    sign = 1.0 if shared["better"] == "lower" else -1.0
    limit = shared["important"]
    posterior = posterior_of(fits)
    plain = _reading("this diary alone", posterior.step, sign, limit)
    above = with_prior = None
    table: tuple[Reading, ...] = ()
    conflict = ""
    if course is not None:
        spread = course.std_error**2 + course.person_sd**2
        left = posterior_of(fits, offset=course.change, offset_variance=spread).step
        above = _reading("beyond the usual course", left, sign, limit)
        if prior is not None:
            with_prior, table, conflict = _informed(fits, left, prior, course, sign, limit, _points(shared))
    elif prior is not None:
        notes.append(
            "The evidence was not used: without the usual course, the change cannot be compared with it."
        )
    draft = DiaryAnalysis(
        **shared,
        sentence="",
        verdict="not told apart",
        phi=posterior.phi,
        plain=plain,
        above_course=above,
        prior=prior,
        with_prior=with_prior,
        sensitivity=table,
        conflict=conflict,
        course=course,
        regression_to_mean=None if usual is None else (1 - usual[1]) * (usual[0] - shared["mean_before"]),
        overlap=overlap_table(y, shared["n_before"], time, shared["better"]),
        piecewise=piecewise_table(time, y, shared["n_before"]),
        shuffle=start_shuffle(plan, planned, values, began, settle, shared["better"]),
        notes=tuple(notes),
    )
    return _told(_judged(draft))


def _already_moving(time: np.ndarray, y: np.ndarray, shared: dict[str, Any]) -> list[str]:
    """Say when the days before were already getting better by half the smallest important change."""
    from trueeffect.stats.single_case.overlap import theil_sen

    before = shared["n_before"]
    slope = theil_sen(time[:before], y[:before])[1]
    moved = slope * (time[before - 1] - time[0])
    towards = -moved if shared["better"] == "lower" else moved
    if towards < shared["important"] / 2:
        return []
    return [f"It was getting better before the start already, by {abs(moved):.1f} over the days before."]


def _judged(draft: DiaryAnalysis) -> DiaryAnalysis:
    import msgspec

    verdict = draft.verdict
    if draft.shuffle and draft.shuffle.valid and draft.shuffle.p_value <= ALPHA:
        verdict = "start day stands out"
    elif draft.above_course and draft.above_course.p_better >= SURE:
        verdict = "beyond usual course"
    elif draft.plain and draft.plain.p_worse >= SURE:
        verdict = "worse"
    return msgspec.structs.replace(draft, verdict=verdict)


def _points(shared: dict[str, Any]) -> float:
    """Return how many points of this scale stand for one of 0 to 10."""
    kind = KINDS[shared["outcome"]]
    return ((kind.high or 10.0) - (kind.low or 0.0)) / 10


def _reading(label: str, step: Mixture, sign: float, limit: float, omega: float | None = None) -> Reading:
    better = step.below(0.0) if sign > 0 else 1 - step.below(0.0)
    much = step.below(-limit) if sign > 0 else 1 - step.below(limit)
    return Reading(
        label=label,
        mean=step.estimate,
        std_dev=step.spread,
        conf_low=step.quantile(0.025),
        conf_high=step.quantile(0.975),
        p_better=better,
        p_important=much,
        p_worse=1 - better,
        omega=omega,
    )


def _informed(
    fits: SerialFits,
    left: Mixture,
    prior: Prior,
    course: NaturalCourse,
    sign: float,
    limit: float,
    points: float,
) -> tuple[Reading, tuple[Reading, ...], str]:
    """Return the result with the evidence, how it hangs on what is unknown, and a conflict if any."""
    from trueeffect.stats.single_case.bayes import posterior_of

    def given(omega: float) -> Mixture:
        return posterior_of(
            fits,
            prior_mean=prior.mean,
            prior_variance=prior.variance(omega),
            offset=course.change,
            offset_variance=course.std_error**2 + course.person_sd**2,
        ).step

    omegas = sorted({*(each * points for each in OMEGAS), prior.omega})
    table = tuple(_reading(f"omega {each:g}", given(each), sign, limit, each) for each in omegas)
    main = next(each for each in table if each.omega == prior.omega)
    apart = abs(left.estimate - prior.mean) / (left.spread**2 + prior.variance()) ** 0.5
    words = (
        f"The diary and the evidence lie {apart:.1f} standard deviations apart; do not average them, ask why."
        if apart > CONFLICT
        else ""
    )
    return main, table, words
