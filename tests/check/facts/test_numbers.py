"""Numbers of a sentence as facts: which group, which time, which part they play."""

from __future__ import annotations

import pytest

from trueeffect.check.facts.arms import find_mentions
from trueeffect.check.facts.numbers import number_assertions


def facts(text: str, facet: str = "") -> list:
    return [f for f in number_assertions(text) if not facet or f.facet == facet]


ARMS = (
    ("28.7 mm with acupuncture, 23.6 mm with minimal acupuncture and 6.9 mm on the waiting list", ["acupuncture", "minimal acupuncture", "waiting list"]),
    ("47.6% of the verum group and 27.4% of the conventional group", ["verum", "conventional"]),
    ("Response was seen in 12% and 15% of the sham and verum groups, respectively", ["sham", "verum"]),
    ("Pain was lower with yoga than with massage (2.1 vs 3.4 points)", ["yoga", "massage"]),
    ("In the sham group 5% fell and in the yoga group 7% fell", ["sham", "yoga"]),
    ("Diabetes was found in 3% on rosuvastatin and in 2.4% on placebo", ["rosuvastatin", "placebo"]),
    ("yoga (n = 20) or massage (n = 22)", ["yoga", "massage"]),
    ("In the control group it fell from 10.7 to 8.4", ["control", "control"]),
    ("Pain fell by 5 points and sleep by 3 points", ["", ""]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "arms"), ARMS)
def test_each_figure_belongs_to_its_group(text, arms):
    assert [f.arm for f in facts(text) if f.facet in ("number", "sample_size")] == arms


def test_a_difference_has_two_groups():
    (fact,) = [f for f in facts("Yoga was better than massage by 3 points") if f.term == "mean_difference"]
    assert (fact.arm, fact.versus) == ("yoga", "massage")


TIMES = (
    ("Ten treatments over 7 weeks", "duration", "treatment"),
    ("a 12-week programme", "duration", "treatment"),
    ("at 26 weeks pain was lower", "timepoint", "follow_up"),
    ("six months later pain was lower", "timepoint", "follow_up"),
    ("adults with neck pain of 2 to 12 weeks", "duration", "condition"),
    ("they were followed for a median of 6.1 years", "timepoint", "follow_up"),
    ("an injection every 3 weeks", "dose", "rhythm"),
)


@pytest.mark.parametrize(("text", "facet", "role"), TIMES)
def test_the_part_of_a_time(text, facet, role):
    fact = next(f for f in facts(text) if f.quantity.unit in ("weeks", "months", "years"))
    assert (fact.facet, fact.role) == (facet, role)


ROLES = (
    ("Pain fell from 6.8 to 5.5", ["baseline", "follow_up"]),
    ("Pain was 6.8 at baseline", ["baseline"]),
    ("the baseline score of 6.8", ["baseline"]),
    ("Pain fell by 2.1 points", ["change"]),
    ("a difference of 2.1 points", ["difference"]),
    ("Pain was down to 5.5 points after yoga", ["follow_up"]),
)


@pytest.mark.parametrize(("text", "roles"), ROLES)
def test_the_part_of_a_figure(text, roles):
    assert [f.role for f in facts(text, "number")] == roles


SIZES = (
    ("298 patients were randomised", "total"),
    ("Of them 38 dropped out", None),
    ("165 patients completed the trial", "analysed"),
    ("There were 38 subjects per arm", "arm"),
    ("The trial had 380 participants", "total"),
    ("In all, 66 people took part", "total"),
    ("197 women were randomised to the massage group.", "arm"),
)


@pytest.mark.parametrize(("text", "role"), SIZES)
def test_the_part_of_a_group_size(text, role):
    found = facts(text, "sample_size")
    assert [f.role for f in found] == ([role] if role else [])


def test_spans_are_shifted_and_quotes_are_verbatim():
    text = "At 8 weeks 47.6% (33/70) of patients were well (p < 0.01)."
    for fact in number_assertions(text, part="abstract", section="RESULTS", offset=100):
        assert text[fact.span.start - 100 : fact.span.end - 100] == fact.quote
        assert (fact.part, fact.section) == ("abstract", "RESULTS")


def test_a_harm_is_told_apart():
    assert [f.facet for f in facts("Nausea occurred in 5% of patients")] == ["harm"]


def test_no_group_is_found_where_none_is_named():
    assert find_mentions("Pain fell by 5 points in the back") == ()
