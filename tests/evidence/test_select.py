"""From a question to rows: terms, classes of comparison, times, and reasons for what is left out."""

import msgspec
import pytest

from trueeffect.errors import InputError, NotFound, UnknownOption
from trueeffect.evidence.comparisons import comparisons
from trueeffect.evidence.load import load_evidence
from trueeffect.evidence.select import select
from trueeffect.evidence.wanted import make_question
from trueeffect.model.question import Question
from trueeffect.model.study import Arm, Contrast, Evidence, GroupMean, Outcome, Reading, Study

READ = Reading(url="https://example.org/1", place="table 2", reader="c1", date="2026-01-02")
VAS = Outcome(domain="pain", name="pain", instrument="VAS 0-100", low=0, high=100, better="lower")
ASKED = Question(treatment="acupuncture", condition="low_back_pain")


def arm(name: str, *treatments: str, comparator: str = "") -> Arm:
    role = "comparator" if comparator else "index"
    return Arm(id=name, label=name, role=role, treatments=treatments, comparator=comparator, n_randomised=30)


def mean(arm: str, value: float, weeks: float = 12, change: bool = False) -> GroupMean:
    return GroupMean(
        id=f"t/results:{arm}{weeks:g}{change}", arm=arm, value=value, weeks=weeks, change=change, outcome=VAS,
        spread_kind="sd", spread=20.0, n=30, source=READ,
    )  # fmt: skip


def study(*arms: Arm, results: tuple = (), **more: object) -> Study:
    fields = {"design": ("rct",), "species": ("human",), "condition": ("low_back_pain",)} | more
    return Study(id="t2020", label="T 2020", year=2020, arms=arms, results=results, **fields)


NEEDLES, SHAM = arm("acu", "acupuncture"), arm("sham", comparator="sham_acupuncture")
WAIT, PILLS = arm("wl", comparator="waiting_list"), arm("drug", "nsaid")


def classes(*arms: Arm) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(c.versus, c.index, c.control) for c in comparisons(study(*arms), ASKED)]


def test_each_comparator_falls_into_its_class():
    assert classes(NEEDLES, SHAM, WAIT, PILLS) == [
        ("sham", ("acu",), ("sham",)),
        ("without", ("acu",), ("wl",)),
        ("other", ("acu",), ("drug",)),
    ]


def test_two_groups_with_the_treatment_are_merged_against_the_group_they_share():
    assert classes(NEEDLES, arm("ea", "electroacupuncture"), SHAM) == [("sham", ("acu", "ea"), ("sham",))]


def test_a_treatment_added_to_the_same_care_is_without():
    assert classes(arm("both", "acupuncture", "exercise"), arm("ex", "exercise")) == [
        ("without", ("both",), ("ex",))
    ]


def test_groups_that_differ_in_more_than_the_treatment_are_not_compared_with_waiting():
    assert classes(arm("both", "acupuncture", "exercise"), WAIT) == []


def test_two_kinds_of_the_treatment_are_no_comparison():
    assert classes(NEEDLES, arm("ea", "electroacupuncture")) == []


def test_a_laser_is_not_meant_by_acupuncture():
    assert classes(arm("laser", "laser_acupuncture"), SHAM) == []


def chosen(*results: object, **asked: object):
    base = Evidence(studies=(study(NEEDLES, SHAM, results=results),))
    question = msgspec.structs.replace(ASKED, versus=("sham",), **asked)
    return select(base, question)


def test_one_time_per_study_the_nearest_to_three_months():
    found = chosen(mean("acu", 30), mean("sham", 40), mean("acu", 30, 4), mean("sham", 40, 4)).selected
    assert [item.weeks for item in found] == [12]


def test_the_time_asked_for_wins():
    rows = (mean("acu", 30), mean("sham", 40), mean("acu", 30, 4), mean("sham", 40, 4))
    assert [item.weeks for item in chosen(*rows, time="6w").selected] == [4]
    assert "about 12 months (measured at 4, 12 weeks)" in chosen(*rows, time="12m").excluded[0].reason


def test_a_result_of_one_group_only_is_left_out_with_the_reason():
    assert chosen(mean("acu", 30)).excluded[0].reason == "the outcome was not read for both groups"


def test_a_mean_without_spread_and_start_is_left_out():
    bare = [msgspec.structs.replace(mean(a, 30), spread_kind="", spread=None) for a in ("acu", "sham")]
    assert "no spread" in chosen(*bare).excluded[0].reason


def test_a_printed_difference_needs_an_interval():
    row = Contrast(
        id="t/c:2", arm="acu", versus="sham", measure="MD", value=-5, weeks=12, outcome=VAS, source=READ
    )
    assert "no interval" in chosen(row).excluded[0].reason
    assert chosen(msgspec.structs.replace(row, low=-9, high=-1)).selected[0].form == "contrast"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"design": ("case_report",)}, "not a randomised trial"),
        ({"species": ("animal",), "design": ("animal_experiment",)}, "an animal experiment"),
        ({"condition": ("neck_pain",)}, "other condition"),
        ({"condition": ("back_pain",)}, "a wider condition"),
    ],
)
def test_studies_that_do_not_answer_are_left_out_with_the_reason(changes, reason):
    base = Evidence(studies=(study(NEEDLES, SHAM, results=(mean("acu", 1), mean("sham", 2)), **changes),))
    found = select(base, ASKED)
    assert found.selected == ()
    assert reason in found.excluded[0].reason


def test_every_study_of_the_base_is_selected_or_left_out_with_a_reason():
    base = load_evidence()
    found = select(base, make_question("acupuncture", "chronic low back pain"))
    named = {item.study.id for item in found.selected} | {item.study for item in found.excluded}
    assert named == {study.id for study in base.studies}
    assert all(item.reason for item in found.excluded)


def test_unknown_words_are_answered_with_the_nearest():
    with pytest.raises(NotFound, match=r"akupuncture.*acupuncture"):
        make_question("akupuncture", "sciatica")
    with pytest.raises(UnknownOption, match="next year"):
        make_question("acupuncture", "sciatica", time="next year")
    with pytest.raises(InputError, match="kind of the other"):
        make_question("acupuncture", "sciatica", versus="electroacupuncture")
    with pytest.raises(NotFound, match="neither a class"):
        make_question("acupuncture", "sciatica", versus="moonlight bathing")


def test_a_single_comparator_narrows_the_question():
    question = make_question("acupuncture", "sciatica", versus="waiting list")
    assert (question.versus, question.comparator) == (("without",), "waiting_list")
