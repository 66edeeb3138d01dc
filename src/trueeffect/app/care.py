"""Use cases of a person: review medicines, check safety, keep a diary and analyse it. All on this machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trueeffect.errors import InputError
from trueeffect.model.person import (
    DiaryAnalysis,
    Entry,
    MedicineReview,
    NaturalCourse,
    Plan,
    Prior,
)

if TYPE_CHECKING:
    from trueeffect.person.diary.design import Design

Evidence = tuple[Prior | None, NaturalCourse | None]
EvidenceFinder = Callable[[Plan, str, float], Evidence]
"""From plan, outcome and weeks to the pooled evidence and the usual course, both on that scale."""


def no_evidence(plan: Plan, outcome: str, weeks: float) -> Evidence:
    """Return nothing: the diary is then judged alone, and the page says so."""
    return None, None


def review_medicines(
    source: str | Path | bytes,
    *,
    age: float | None = None,
    egfr: float | None = None,
    conditions: Sequence[str] = (),
) -> MedicineReview:
    """Read a list of medicines and review it; see :func:`trueeffect.person.review`."""
    from trueeffect.person.medicines.read import read_list
    from trueeffect.person.medicines.review import review

    return review(read_list(source), age=age, egfr=egfr, conditions=conditions)


def new_diary(
    path: str | Path,
    *,
    passphrase: str = "",
    treatment: str = "",
    condition: str = "",
    baseline_from: str,
    kind: str = "delayed",
    baseline: int = 14,
    window: int = 20,
    stop_rule: str = "",
) -> Design:
    """Start a diary with a design; the start is drawn and saved before day 1."""
    from trueeffect.person.diary.design import design
    from trueeffect.person.diary.store import Diary

    chosen = design(baseline_from, kind=kind, baseline=baseline, window=window)
    ends = (chosen.window[0].isoformat(), chosen.window[-1].isoformat()) if chosen.window else ()
    plan = Plan(
        treatment=treatment,
        condition=condition,
        baseline_from=chosen.baseline_from.isoformat(),
        window=ends,
        start=chosen.start.isoformat() if chosen.start else "",
        stop_rule=stop_rule,
    )
    with Diary.create(path, passphrase=passphrase) as diary:
        diary.set_plan(plan)
    return chosen


def add_entries(path: str | Path, entries: Sequence[Entry], *, passphrase: str = "") -> tuple[Entry, ...]:
    """Save entries, all or none."""
    from trueeffect.person.diary.store import Diary

    with Diary.open(path, passphrase=passphrase) as diary:
        return diary.add(*entries)


def last_entries(path: str | Path, number: int, *, passphrase: str = "") -> tuple[Entry, ...]:
    """Return the last entries by day; corrected ones are left out."""
    from trueeffect.person.diary.store import Diary

    with Diary.open(path, passphrase=passphrase) as diary:
        found = diary.entries()
    return found[-number:] if number > 0 else found


def import_entries(path: str | Path, data: bytes, *, passphrase: str = "") -> int:
    """Read entries from CSV, JSON or FHIR R4 and save them, all or none; returns how many."""
    from trueeffect.person.diary.store import Diary
    from trueeffect.person.diary.transfer import read_entries, read_plans, renumbered

    found = read_entries(data)
    with Diary.open(path, passphrase=passphrase) as diary:
        last = max((entry.id for entry in diary.entries(corrected=False)), default=0)
        diary.add(*renumbered(found, last))
        if diary.plan() is None:
            for plan in read_plans(data):
                diary.set_plan(plan)
    return len(found)


def export_entries(
    path: str | Path, *, passphrase: str = "", format: str = "csv", shift_days: int = 0, words: bool = True
) -> str:
    """Return everything in the diary as a file, corrected entries included."""
    from trueeffect.person.diary.store import Diary
    from trueeffect.person.diary.transfer import export

    with Diary.open(path, passphrase=passphrase) as diary:
        return export(
            diary.entries(corrected=format == "fhir"),
            format,
            plans=diary.plans(),
            shift_days=shift_days,
            words=words,
        )


def analyse_diary(
    source: str | Path | bytes,
    *,
    passphrase: str = "",
    outcome: str = "pain",
    start: str | None = None,
    prior: Prior | None = None,
    course: NaturalCourse | None = None,
    important: float | None = None,
    settle: int = 0,
    usual: tuple[float, float] | None = None,
    evidence: EvidenceFinder = no_evidence,
) -> DiaryAnalysis:
    """Analyse a diary file, or an exported CSV, JSON or FHIR file.

    ``prior`` and ``course`` given here win over what ``evidence`` finds for the plan.
    """
    from trueeffect.person.analysis import analyse

    entries, plan, planned = _entries(source, passphrase)
    if plan is not None and prior is None and course is None:
        prior, course = evidence(plan, outcome, _weeks(entries, start or plan.start))
    return analyse(
        entries,
        outcome=outcome,
        plan=plan,
        planned=planned,
        start=start,
        prior=prior,
        course=course,
        important=important,
        settle=settle,
        usual=usual,
    )


def _entries(source: str | Path | bytes, passphrase: str) -> tuple[tuple[Entry, ...], Plan | None, str]:
    from trueeffect.person.diary.store import Diary
    from trueeffect.person.diary.transfer import read_entries, read_plans

    if isinstance(source, bytes):
        plans = read_plans(source)
        return read_entries(source), plans[-1] if plans else None, ""
    path = Path(source)
    if path.suffix.lower() in (".csv", ".json"):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(
                f"{str(path)!r} cannot be read: {error.strerror}.", hint="Check the name."
            ) from None
        return _entries(data, passphrase)
    with Diary.open(path, passphrase=passphrase) as diary:
        kept = diary.plan()
        return diary.entries(), kept[0] if kept else None, kept[1] if kept else ""


def _weeks(entries: Sequence[Entry], start: str) -> float:
    from datetime import date

    if not entries or not start:
        return 0.0
    return max(0.0, (date.fromisoformat(entries[-1].day) - date.fromisoformat(start)).days / 7)
