"""When two figures say the same thing, and when they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueeffect.check.compare.figures import agree, derived_agrees
from trueeffect.check.compare.groups import same_group
from trueeffect.check.compare.pairing import times_clash
from trueeffect.model.fact import Quantity
from trueeffect.text.quantities import find_quantities


def first(text: str) -> Quantity:
    return find_quantities(text)[0][1]


FAIR = (
    ("57% of patients", "56.9% of patients"),
    ("roughly half of patients", "47.6% of patients"),
    ("almost half of patients", "47.6% of patients"),
    ("nearly 1,200 people", "1,162 people"),
    ("1,200 people", "1,162 people"),
    ("more than eleven thousand people", "11,630 people"),
    ("a little over a quarter of patients", "27.4% of patients"),
    ("a third of patients", "34% of patients"),
    ("two thirds of patients", "66% of patients"),
    ("one in four people", "24.6% of people"),
    ("33 of 58 patients", "56.9% of patients"),
    ("six months", "26 weeks"),
    ("half a year", "26 weeks"),
    ("seven weeks", "49 days"),
    ("one year", "12 months"),
    ("2.9 points", "28.7 mm"),
    ("19 people", "19 of 24 volunteers"),
    ("about 30 mm", "28.7 mm"),
    ("up to 10 sessions", "8 sessions"),
    ("at least 300 people", "638 people"),
    ("five to ten sessions", "8 sessions"),
    ("fewer than 10 deaths", "7 deaths"),
    ("0.02 g", "20 mg"),
)
UNFAIR = (
    ("57% of patients", "47.6% of patients"),
    ("380 people", "38 people"),
    ("half of patients", "27% of patients"),
    ("nearly half of patients", "27% of patients"),
    ("nearly half of patients", "56% of patients"),
    ("more than half of patients", "44% of patients"),
    ("seven months", "7 weeks"),
    ("14 weeks", "14 days"),
    ("28.7 mm", "28.7%"),
    ("2 points", "2 weeks"),
    ("80 mg", "20 mg"),
    ("six months", "8 weeks"),
    ("1,200 people", "1,462 people"),
    ("56.9% of patients", "56.4% of patients"),
)


@pytest.mark.parametrize(("claimed", "seen"), FAIR)
def test_a_fair_way_to_tell_a_figure(claimed, seen):
    assert agree(first(claimed), first(seen))


@pytest.mark.parametrize(("claimed", "seen"), UNFAIR)
def test_not_a_fair_way_to_tell_a_figure(claimed, seen):
    assert not agree(first(claimed), first(seen))


DERIVED = (
    ("52.4% of patients", "47.6% of patients"),
    ("fell by 1.3 points", "fell from 6.8 to 5.5 points"),
    ("a 28% lower risk", "hazard ratio 0.72"),
    ("20% fewer points: a 20% reduction", "fell from 10 to 8 points"),
    ("132 people", "66 men and 66 women"),
    ("a difference of 5.1 mm", "28.7 mm and 23.6 mm"),
    ("twice as many", "20 mm and 10 mm"),
)


@pytest.mark.parametrize(("claimed", "seen"), DERIVED)
def test_a_figure_that_can_be_worked_out(claimed, seen):
    assert derived_agrees(first(claimed), [q for _, q in find_quantities(seen)])


def test_a_figure_that_cannot_be_worked_out():
    assert not derived_agrees(
        first("fell by 3.3 points"), [q for _, q in find_quantities("fell from 6.8 to 5.5")]
    )


@given(st.integers(1, 100000), st.sampled_from(["", "mm", "weeks", "%", "mg"]))
def test_a_figure_agrees_with_itself(value, unit):
    quantity = Quantity(value=float(value), unit=unit, precision=0.5)
    assert agree(quantity, quantity)


@given(st.floats(1, 1000), st.floats(2.5, 10), st.sampled_from(["mm", "mg", "weeks"]))
def test_a_bare_figure_never_agrees_with_a_multiple(value, factor, unit):
    one = Quantity(value=value, unit=unit, precision=0.05)
    other = Quantity(value=value * factor, unit=unit, precision=0.05)
    assert not agree(one, other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("sham acupuncture", "minimal acupuncture", True),
        ("fake needling", "the sham", True),
        ("waiting list", "delayed treatment", True),
        ("placebo", "placebo cream", True),
        ("statin", "rosuvastatin", True),
        ("usual care", "conventional therapy", True),
        ("acupuncture", "sham acupuncture", False),
        ("acupuncture", "waiting list", False),
        ("verum", "placebo", False),
        ("usual care", "waiting list", False),
        ("yoga", "massage", False),
        ("real or simulated acupuncture", "simulated acupuncture", None),
        ("control", "usual care", None),
        ("", "placebo", None),
    ],
)
def test_same_group(one, other, same):
    assert same_group(one, other) is same
    assert same_group(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("6 months", "26 weeks", False),
        ("1 years", "12 months", False),
        ("8 weeks", "6 months", True),
        ("", "8 weeks", False),
    ],
)
def test_times(one, other, clash):
    assert times_clash(one, other) is clash
