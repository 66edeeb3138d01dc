"""Result frames and the way they point."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueeffect.check.facts.frames import goodness, read_frames
from trueeffect.check.facts.polarity import not_significant, polarity
from trueeffect.check.facts.times import times_of


def ways(sentence):
    return [goodness(frame) for frame in read_frames(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Pain fell more with yoga than with stretching.", ["good"]),
        ("Pain fell less with yoga than with stretching.", ["bad"]),
        ("Walking distance fell.", ["bad"]),
        ("More stretching brought less pain than lessons did.", ["good"]),
        ("Quality of life improved less with the new sling.", ["bad"]),
        ("There was a greater reduction in disability with needles.", ["good"]),
        ("Yoga was no better than stretching.", ["none"]),
        ("The two groups did not differ in sleep.", ["none"]),
        ("Those given fake needles did almost as well.", ["none"]),
        ("The gap could easily be chance.", ["none"]),
        ("Tape added nothing to exercise.", ["none"]),
        ("Pain was lower with tape, but the difference was not significant.", ["none", "none"]),
        ("Pain was lower with tape (P = 0.4).", ["none"]),
        ("The hazard ratio for death was 1.12 (95% CI 0.94 to 1.33).", ["none"]),
        ("Pain eased, but sleep did not.", ["good", "none"]),
        ("They lived longer.", ["good"]),
    ],
)
def test_direction(sentence, expected):
    assert ways(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "More than eleven thousand people took part.",
        "Fewer than one in six were men.",
        "Larger trials are needed to see whether it works.",
        "The groups were similar at baseline.",
    ],
)
def test_what_is_no_result(sentence):
    assert not [f for f in read_frames(sentence) if not f.planned]


def test_arms_on_both_sides():
    first, second = read_frames("It beat massage for pain but not sham acupuncture.")
    assert first.right == {"massage"}
    assert second.right == {"sham_acupuncture"}
    assert second.effect == "none"


def test_a_change_in_all_groups_is_within():
    (frame,) = read_frames("Both groups had less pain after treatment.")
    assert frame.all_arms
    assert frame.within


def test_intervals_and_p_values():
    assert not_significant("difference 5.1 mm (95% CI -3.7 to 13.9)") is True
    assert not_significant("difference 5.1 mm (95% CI 3.7 to 13.9)") is False
    assert not_significant("mean 5.1 (95% CI -3.7 to 13.9)") is None
    assert not_significant("(P < 0.001)") is False


def test_times_meet_in_weeks():
    assert (
        times_of("after half a year") & times_of("after 26 weeks")
        or abs(min(times_of("after half a year")) - 26) < 0.2
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_inside_its_bounds(text):
    for frame in read_frames(text):
        assert 0 <= frame.start <= frame.end <= len(text)
    found = polarity(text)
    assert found is None or found.effect
