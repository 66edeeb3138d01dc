"""Integrity rules: the packaged base keeps them, and each planted fault is found."""

from pathlib import Path

import msgspec
import pytest

from trueeffect.errors import IntegrityError
from trueeffect.evidence.build import build_all
from trueeffect.evidence.integrity import check_studies, rules
from trueeffect.evidence.load import load_evidence
from trueeffect.evidence.snapshot import refuse_faults
from trueeffect.model.study import Arm, BiasAnswer, Contrast, GroupEvents, GroupMean, Outcome, Reading, Study

ROOT = Path(__file__).parents[2]
READ = Reading(url="https://example.org/1", place="table 2", reader="c1", date="2026-01-02")
VAS = Outcome(domain="pain", name="pain", instrument="VAS 0-100", low=0, high=100, better="lower")


def mean(line: int, arm: str, value: float, weeks: float = 8, **more: object) -> GroupMean:
    spread = {"spread_kind": "sd", "spread": 20.0, "n": 50} | more
    return GroupMean(
        id=f"a/results:{line}", arm=arm, value=value, weeks=weeks, outcome=VAS, source=READ, **spread
    )


def good() -> Study:
    arms = (
        Arm(id="acu", label="needles", role="index", treatments=("acupuncture",), n_randomised=50),
        Arm(id="wl", label="waiting", role="comparator", comparator="waiting_list", n_randomised=50),
    )
    results = (
        mean(2, "acu", 60.0, 0),
        mean(3, "wl", 61.0, 0, spread=21.0),
        mean(4, "acu", 35.0),
        mean(5, "wl", 50.0, spread=22.0),
        GroupEvents(
            id="a/results:6", arm="acu", events=25, percent=50.0, n=50, weeks=8, source=READ,
            outcome=Outcome(domain="global_improvement", name="better", better="higher"),
        ),
        Contrast(id="a/contrasts:2", arm="acu", versus="wl", measure="MD", value=15, low=7, high=23, weeks=8,
                 sign="benefit_of_a", outcome=VAS, source=READ),
    )  # fmt: skip
    return Study(
        id="a2020", label="A 2020", year=2020, pmid="1", design=("rct",), species=("human",),
        condition=("low_back_pain",), n=100, arms=arms, results=results,
    )  # fmt: skip


def with_result(place: int, **changes: object) -> tuple[Study, ...]:
    study = good()
    rows = list(study.results)
    rows[place] = msgspec.structs.replace(rows[place], **changes)
    return (msgspec.structs.replace(study, results=tuple(rows)),)


def with_study(**changes: object) -> tuple[Study, ...]:
    return (msgspec.structs.replace(good(), **changes),)


PLANTED = {
    "a standard error called a standard deviation": ("spread_is_what_it_says", with_result(2, spread=2.8)),
    "a standard deviation called a standard error": ("spread_is_what_it_says", with_result(2, spread_kind="se")),
    "groups swapped": (
        "contrast_fits_groups",
        with_study(results=(mean(4, "wl", 35.0), mean(5, "acu", 50.0), good().results[5])),
    ),
    "a lost minus": ("contrast_fits_groups", with_result(5, sign="a_minus_b")),
    "sizes that do not add up": ("sizes_add_up", with_study(n=120)),
    "more analysed than there were": ("analysed_fit_randomised", with_result(2, n=500)),
    "another unit": ("units_agree", with_result(2, value=3.5, spread=2.0, n=None)),
    "a value off its scale": ("value_inside_scale", with_result(2, value=350.0)),
    "a percentage that is not the count": ("percent_fits_count", with_result(4, events=20)),
    "more events than people": ("percent_fits_count", with_result(4, events=60, percent=None)),
    "an interval beside its estimate": ("interval_holds_estimate", with_result(5, low=16)),
    "half an interval": ("interval_holds_estimate", with_result(5, low=None)),
    "a scale turned round": (
        "direction_of_scale", with_result(2, outcome=msgspec.structs.replace(VAS, better="higher"))
    ),
    "a group that is not there": ("arms_exist", with_result(2, arm="other")),
    "the same row twice": ("no_duplicate_rows", with_study(results=(mean(4, "acu", 35.0), mean(5, "acu", 36.0)))),
    "the same trial twice": ("no_duplicate_studies", (good(), msgspec.structs.replace(good(), id="b2020"))),
    "no page": ("source_named", with_result(2, source=Reading(url="", place="x", reader="c1", date="2026-01-02"))),
    "no day": ("source_named", with_result(2, source=Reading(url="https://a.org", place="x", reader="c1"))),
    "an unknown term": ("terms_known", with_study(condition=("backache_of_the_moon",))),
    "before the start": ("times_possible", with_result(2, weeks=-4)),
    "groups that start apart": ("baseline_balance", with_result(0, value=90.0)),
    "an unknown question": ("bias_answers_known", with_study(bias=(BiasAnswer(question="9.9", answer="Y", reason="x"),))),
}  # fmt: skip


def test_a_good_study_keeps_every_rule():
    assert check_studies((good(),)) == ()


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault):
    rule, studies = PLANTED[fault]
    assert rule in {found.rule for found in check_studies(studies)}


def test_every_rule_has_a_planted_fault():
    assert set(rules()) == {rule for rule, _ in PLANTED.values()}


def test_a_broken_base_is_refused_with_the_row():
    with pytest.raises(IntegrityError, match=r"a/results:6: 20 of 50 is 40.0 %"):
        refuse_faults(with_result(4, events=20))


def test_packaged_base_has_no_errors():
    assert [str(fault) for fault in check_studies(load_evidence().studies) if fault.level == "error"] == []


def test_packaged_files_are_those_of_a_fresh_build():
    for name, content in build_all(ROOT / "evidence").items():
        packaged = (ROOT / "src/trueeffect/data" / name).read_bytes()
        assert packaged == content, f"{name}: run python -m trueeffect.evidence.build"
