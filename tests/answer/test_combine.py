"""Effects of studies: merging, turning signs, points and standardised differences, ratios."""

from math import log, sqrt

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueeffect.answer.combine import combine_counts, combine_means, correction
from trueeffect.answer.derive import Group, difference_of, merge
from trueeffect.evidence.select import select
from trueeffect.model.question import Question
from trueeffect.model.study import Arm, Contrast, Evidence, GroupEvents, GroupMean, Outcome, Reading, Study
from trueeffect.synthesis.effects import effect_sizes

READ = Reading(url="https://example.org/1", place="table 2", reader="c1", date="2026-01-02")
VAS = Outcome(domain="pain", name="pain", instrument="VAS 0-100 mm", low=0, high=100, better="lower")
NRS = Outcome(domain="pain", name="pain", instrument="NRS 0-10", low=0, high=10, better="lower")
HFAQ = Outcome(domain="function", name="function", instrument="HFAQ", low=0, high=100, better="higher")
RMDQ = Outcome(domain="disability", name="disability", instrument="RMDQ", low=0, high=24, better="lower")
ARMS = (
    Arm(id="a", label="needles", role="index", treatments=("acupuncture",), n_randomised=40),
    Arm(id="s", label="sham", role="comparator", comparator="sham_acupuncture", n_randomised=50),
)


def mean(arm: str, value: float, outcome: Outcome = VAS, **more: object) -> GroupMean:
    fields = {"spread_kind": "sd", "spread": 20.0, "n": 40 if arm == "a" else 50, "weeks": 12} | more
    return GroupMean(
        id=f"x/results:{arm}{value:g}", arm=arm, value=value, outcome=outcome, source=READ, **fields
    )


def study(name: str, *results: object) -> Study:
    return Study(
        id=name, label=name, year=2020, design=("rct",), species=("human",), condition=("low_back_pain",),
        arms=ARMS, results=results,
    )  # fmt: skip


def items(*studies: Study, outcome: str = "pain", kind: str = "mean"):
    asked = Question(treatment="acupuncture", condition="low_back_pain", versus=("sham",), outcome=outcome)
    return select(Evidence(studies=studies), asked, kind).selected


def test_a_difference_of_means_is_that_of_the_effect_sizes():
    pooled = combine_means(items(study("one", mean("a", 30), mean("s", 42))), "lower").pooled
    table = {"m1": [30.0], "s1": [20.0], "n1": [40], "m2": [42.0], "s2": [20.0], "n2": [50]}
    expected = effect_sizes(table, "MD", mean1="m1", sd1="s1", n1="n1", mean2="m2", sd2="s2", n2="n2")
    assert pooled.estimate == pytest.approx(expected.y[0])
    assert pooled.rows[0].std_error == pytest.approx(sqrt(expected.v[0]))


def test_a_standardised_difference_is_that_of_the_effect_sizes():
    pooled = combine_means(items(study("one", mean("a", 30), mean("s", 42))), "lower", measure="SMD").pooled
    table = {"m1": [30.0], "s1": [20.0], "n1": [40], "m2": [42.0], "s2": [20.0], "n2": [50]}
    expected = effect_sizes(table, "SMD", mean1="m1", sd1="s1", n1="n1", mean2="m2", sd2="s2", n2="n2")
    assert pooled.estimate == pytest.approx(expected.y[0], rel=1e-9)
    assert pooled.rows[0].std_error == pytest.approx(sqrt(expected.v[0]), rel=1e-9)


def test_scales_of_ten_and_of_a_hundred_points_meet():
    low = study("ten", mean("a", 3, NRS, spread=2.0), mean("s", 4, NRS, spread=2.0))
    pooled = combine_means(items(study("hundred", mean("a", 30), mean("s", 40)), low), "lower").pooled
    assert pooled.measure == "MD"
    assert [row.estimate for row in pooled.rows] == pytest.approx([-10, -10])


def test_a_scale_that_runs_the_other_way_is_turned():
    rows = (mean("a", 60, HFAQ), mean("s", 50, HFAQ))
    other = study("rm", mean("a", 8, RMDQ, spread=5.0), mean("s", 9, RMDQ, spread=5.0))
    pooled = combine_means(items(study("h", *rows), other, outcome="disability"), "lower").pooled
    assert pooled is None or all(row.estimate < 0 for row in pooled.rows)
    turned = difference_of(items(study("h", *rows), outcome="function")[0], "lower")
    assert turned.value == pytest.approx(-10)
    assert any("sign turned" in step for step in turned.steps)


@pytest.mark.parametrize(
    ("sign", "arms", "printed", "expected"),
    [
        ("a_minus_b", ("a", "s"), -7, -7),
        ("benefit_of_a", ("a", "s"), 7, -7),
        ("a_minus_b", ("s", "a"), 7, -7),
        ("benefit_of_a", ("s", "a"), -7, -7),
    ],
)
def test_a_printed_difference_keeps_its_meaning(sign, arms, printed, expected):
    row = Contrast(
        id="x/contrasts:2", arm=arms[0], versus=arms[1], measure="MD", value=printed, low=printed - 4,
        high=printed + 4, sign=sign, outcome=VAS, weeks=12, source=READ,
    )  # fmt: skip
    assert difference_of(items(study("one", row))[0], "lower").value == expected


def test_a_missing_spread_is_taken_from_the_start_and_says_so():
    rows = (mean("a", 60, weeks=0, spread=18.0), mean("s", 61, weeks=0, spread=22.0))
    bare = tuple(mean(a, v, change=True, spread_kind="", spread=None) for a, v in (("a", -20), ("s", -10)))
    found = difference_of(items(study("one", *rows, *bare))[0], "lower")
    assert found.imputed
    assert found.std_error == pytest.approx(sqrt(18**2 / 40 + 22**2 / 50))


def test_a_standard_error_and_an_interval_give_the_same_spread():
    from scipy.special import stdtrit

    se, width = 20 / sqrt(40), float(stdtrit(39, 0.975)) * 20 / sqrt(40)
    control = mean("s", 42)
    first = difference_of(
        items(study("one", mean("a", 30, spread_kind="se", spread=se), control))[0], "lower"
    )
    interval = mean("a", 30, spread_kind="ci95", spread=30 - width, upper=30 + width)
    second = difference_of(items(study("two", interval, control))[0], "lower")
    assert first.std_error == pytest.approx(second.std_error)


@given(st.lists(st.lists(st.floats(-100, 100), min_size=2, max_size=6), min_size=2, max_size=4))
def test_merged_groups_are_the_group_of_all_people(samples):
    groups = [Group(float(np.mean(s)), float(np.std(s, ddof=1)), len(s)) for s in samples]
    everyone = np.concatenate(samples)
    merged = merge(groups)
    assert merged.n == len(everyone)
    assert merged.mean == pytest.approx(float(everyone.mean()), abs=1e-9)
    assert merged.sd == pytest.approx(float(everyone.std(ddof=1)), abs=1e-7)


def test_ratios_are_those_of_the_counts():
    better = Outcome(domain="global_improvement", name="better", better="higher")
    rows = [
        GroupEvents(id=f"x/r:{a}", arm=a, events=e, n=n, weeks=12, outcome=better, source=READ)
        for a, e, n in (("a", 20, 40), ("s", 10, 50))
    ]
    pooled = combine_counts(items(study("one", *rows), kind="events"), "higher").pooled
    assert pooled.estimate == pytest.approx(2.5)
    assert pooled.rows[0].std_error == pytest.approx(sqrt(1 / 20 - 1 / 40 + 1 / 10 - 1 / 50))
    assert log(pooled.conf_low) < log(2.5) < log(pooled.conf_high)


def test_a_percentage_becomes_a_count_with_a_step():
    better = Outcome(domain="global_improvement", name="better", better="higher")
    rows = [
        GroupEvents(id=f"x/r:{a}", arm=a, percent=p, n=n, weeks=12, outcome=better, source=READ)
        for a, p, n in (("a", 50.0, 40), ("s", 20.0, 50))
    ]
    row = combine_counts(items(study("one", *rows), kind="events"), "higher").pooled.rows[0]
    assert (row.events_index, row.events_control) == (20, 10)
    assert any("percentages" in step for step in row.steps)


def test_weights_add_up_and_the_order_of_studies_does_not_matter():
    some = [study(f"s{i}", mean("a", 30 + 3 * i, spread=15.0 + i), mean("s", 42)) for i in range(5)]
    one, other = (combine_means(items(*order), "lower").pooled for order in (some, some[::-1]))
    assert sum(row.weight for row in one.rows) == pytest.approx(1)
    assert one.estimate == pytest.approx(other.estimate)
    assert one.pred_low < one.conf_low < one.estimate < one.conf_high < one.pred_high


def test_small_sample_factor_meets_its_approximation():
    assert correction(301) == pytest.approx(correction(300), rel=1e-4)


def test_changes_and_end_scores_are_not_mixed_when_standardising():
    unknown = Outcome(domain="pain", name="pain", instrument="own card", better="lower")
    change = tuple(mean(a, v, unknown, change=True) for a, v in (("a", -3.0), ("s", -1.0)))
    found = combine_means(
        items(study("end", mean("a", 30), mean("s", 42)), study("change", *change)), "lower", measure="SMD"
    )
    assert [row.study for row in found.pooled.rows] == ["end"]
    assert "not mixed" in found.left_out[0].reason


def test_selection_is_not_changed_by_pooling():
    before = items(study("one", mean("a", 30), mean("s", 42)))
    kept = msgspec.json.encode(before[0].study)
    combine_means(before, "lower")
    assert msgspec.json.encode(before[0].study) == kept
