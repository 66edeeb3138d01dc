"""A diary is judged honestly: what is said, and what is never said."""

import re
import time
from datetime import date, timedelta

import numpy as np
import pytest

from trueeffect.errors import InputError
from trueeffect.model.person import DiaryAnalysis, Entry, NaturalCourse, Plan, Prior
from trueeffect.person import analyse

FIRST = date(2026, 1, 1)
COURSE = NaturalCourse(change=-0.8, std_error=0.2)
PRIOR = Prior(mean=-0.8, std_error=0.2, tau2=0.2)


def diary(
    before: int, after: int, drop: float = 0.0, phi: float = 0.3, seed: int = 1, noise: float = 1.0
) -> list[Entry]:
    rng = np.random.default_rng(seed)
    e, entries = 0.0, []
    for at in range(before + after):
        e = phi * e + noise * rng.normal()
        value = float(np.clip(round(7 - drop * (at >= before) + e, 1), 0, 10))
        entries.append(Entry(day=day(at), kind="pain", value=value))
    return [*entries, Entry(day=day(before), kind="session", text="points=BL23")]


def day(at: int) -> str:
    return (FIRST + timedelta(days=at)).isoformat()


def words(found: DiaryAnalysis) -> str:
    return " ".join((found.sentence, *found.cannot, *found.notes, found.conflict))


def test_nothing_happened() -> None:
    found = analyse(diary(21, 40), course=COURSE)
    assert found.verdict == "not told apart"
    assert "cannot be told apart from the usual course" in found.sentence


def test_a_large_fall_without_a_course_is_still_not_told_apart() -> None:
    found = analyse(diary(21, 40, drop=4))
    assert found.verdict == "not told apart"
    assert found.plain is not None
    assert found.plain.p_better > 0.999


def test_a_huge_fall_passes_the_usual_course() -> None:
    found = analyse(diary(21, 60, drop=6.5, noise=0.3), course=COURSE)
    assert found.verdict == "beyond usual course"
    assert "cannot tell why" in found.sentence


def test_worse_is_said() -> None:
    assert analyse(diary(21, 40, drop=-2)).verdict == "worse"


def test_never_says_that_it_worked() -> None:
    claims = re.compile(
        r"\b(?:worked|works|helped|helps|effective|proven|cured|caused by|thanks to|because of the)\b", re.I
    )
    for drop in (-3, 0, 2, 6):
        for course in (None, COURSE):
            for window in ((), (day(14), day(33))):
                plan = Plan(window=window, start=day(21))
                found = analyse(
                    diary(21, 40, drop=drop), plan=plan, course=course, prior=PRIOR if course else None
                )
                assert not claims.search(words(found)), found.sentence


def test_drawn_start_gives_a_valid_test_with_its_floor() -> None:
    plan = Plan(window=(day(14), day(33)), start=day(21))
    found = analyse(diary(21, 40, drop=3, noise=0.5), plan=plan, planned="2025-12-30T10:00:00+00:00")
    assert found.shuffle is not None
    assert found.shuffle.floor == pytest.approx(0.05)
    assert found.shuffle.p_value == pytest.approx(0.05)
    assert found.verdict == "start day stands out"
    late = analyse(diary(21, 40, drop=3, noise=0.5), plan=plan, planned=day(22) + "T10:00:00+00:00")
    assert late.shuffle is not None
    assert not late.shuffle.valid
    assert late.verdict != "start day stands out"


def test_start_outside_the_window() -> None:
    found = analyse(diary(21, 40), plan=Plan(window=(day(25), day(33)), start=day(21)))
    assert found.shuffle is not None
    assert "outside the window" in found.shuffle.reason


def test_prior_pulls_and_the_plain_result_stays_beside_it() -> None:
    found = analyse(diary(21, 40, drop=3), course=COURSE, prior=PRIOR)
    assert found.above_course is not None
    assert found.with_prior is not None
    assert found.above_course.mean < found.with_prior.mean < PRIOR.mean + 0.5
    assert found.with_prior.std_dev < found.above_course.std_dev
    assert [each.omega for each in found.sensitivity] == [0.0, 0.5, 1.0]
    spread = [each.std_dev for each in found.sensitivity]
    assert spread == sorted(spread)


def test_conflict_is_flagged() -> None:
    course = NaturalCourse(change=0.0, std_error=0.1, person_sd=0.3)
    found = analyse(
        diary(21, 40, drop=6, noise=0.4),
        course=course,
        prior=Prior(mean=0.0, std_error=0.1, tau2=0.0, omega=0.5),
    )
    assert "standard deviations apart" in found.conflict


def test_sham_evidence_is_refused_and_no_course_means_no_evidence() -> None:
    with pytest.raises(InputError, match="sham"):
        analyse(diary(21, 40), course=COURSE, prior=Prior(mean=-0.5, std_error=0.1, tau2=0, versus="sham"))
    found = analyse(diary(21, 40), prior=PRIOR)
    assert found.with_prior is None
    assert any("not used" in note for note in found.notes)


def test_few_days() -> None:
    found = analyse(diary(4, 30))
    assert found.verdict == "too few days"
    assert found.plain is None


@pytest.mark.parametrize(
    ("entries", "match"),
    [
        ([], "no pain values"),
        (diary(0, 20), "one phase only: no days before"),
        (diary(20, 0), "one phase only: no days after"),
        ([each for each in diary(20, 20) if each.kind == "pain"], "no session and no start"),
    ],
)
def test_unusable(entries: list[Entry], match: str) -> None:
    with pytest.raises(InputError, match=match):
        analyse(entries)


def test_order_of_entries_does_not_matter_and_gaps_are_counted() -> None:
    entries = diary(21, 40)
    del entries[30]
    del entries[10]
    one, two = analyse(entries), analyse(entries[::-1])
    assert one == two
    assert one.missing == 2
    assert any("missing" in each for each in one.cannot)


def test_corrections_count() -> None:
    entries = [Entry(**{**_fields(each), "id": at}) for at, each in enumerate(diary(14, 20), 1)]
    entries.append(Entry(day=entries[0].day, kind="pain", value=0, id=99, replaces=1))
    assert analyse(entries).values[0] == 0


def _fields(entry: Entry) -> dict:
    return {"day": entry.day, "kind": entry.kind, "value": entry.value, "text": entry.text}


def test_constant_diary() -> None:
    entries = [Entry(day=day(at), kind="pain", value=5) for at in range(30)]
    found = analyse(entries, start=day(15))
    assert found.verdict == "not told apart"


def test_higher_is_better_for_walking() -> None:
    entries = [
        Entry(day=each.day, kind="walking", value=1000 - 50 * (each.value or 0))
        for each in diary(21, 40, drop=3)
        if each.kind == "pain"
    ]
    found = analyse(entries, outcome="walking", start=day(21))
    assert found.plain is not None
    assert found.plain.p_better > 0.99


def test_regression_to_the_mean_is_shown_not_added() -> None:
    one = analyse(diary(21, 40), course=COURSE)
    two = analyse(diary(21, 40), course=COURSE, usual=(5.0, 0.6))
    assert two.regression_to_mean == pytest.approx(0.4 * (5.0 - (two.mean_before or 0)))
    assert one.above_course == two.above_course


def test_no_word_of_the_diary_reaches_the_analysis() -> None:
    entries = [
        *diary(21, 40),
        Entry(day=day(3), kind="note", text="zebra"),
        Entry(day=day(4), kind="medicine", text="zebra pill"),
    ]
    assert "zebra" not in repr(analyse(entries, course=COURSE, prior=PRIOR))


def test_a_year_takes_less_than_100_ms() -> None:
    entries = diary(60, 305)
    plan = Plan(window=(day(50), day(70)), start=day(60))

    def timed() -> float:
        began = time.perf_counter()
        analyse(entries, plan=plan, course=COURSE, prior=PRIOR)
        return time.perf_counter() - began

    timed()
    assert min(timed() for _ in range(5)) < 0.1


def test_a_fall_that_began_before_the_start_is_told() -> None:
    entries = [Entry(day=day(at), kind="pain", value=max(0.0, 9 - 0.15 * at)) for at in range(40)]
    found = analyse(entries, start=day(20))
    assert any("getting better before the start" in note for note in found.notes)
    assert not any("getting better" in note for note in analyse(diary(21, 40)).notes)
