"""Every detector finds its examples, stays silent on its counter-examples, and points into the sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueeffect.check.facts.detectors import DETECTORS
from trueeffect.check.facts.detectors._base import Reading, denied

EXAMPLES = [(name, text, term) for name, d in DETECTORS.items() for text, term in d.examples]
COUNTER = [(name, text, term) for name, d in DETECTORS.items() for text, term in d.counter_examples]


def found(name, text):
    facts = list(DETECTORS[name].find(Reading(text=text)))
    denies = {"direction", "certainty"}
    return [fact.term for fact in facts if not fact.negated or name in denies]


@pytest.mark.parametrize("name", DETECTORS)
def test_a_detector_is_named_after_its_facet_and_proves_itself(name):
    detector = DETECTORS[name]
    assert detector.facet == name
    assert detector.examples
    assert detector.counter_examples


@pytest.mark.parametrize(("name", "text", "term"), EXAMPLES)
def test_examples_are_found(name, text, term):
    assert term in found(name, text)


@pytest.mark.parametrize(("name", "text", "term"), COUNTER)
def test_counter_examples_are_not(name, text, term):
    terms = found(name, text)
    assert term not in terms if term else not terms


@pytest.mark.parametrize("name", DETECTORS)
@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=120))
def test_facts_quote_the_sentence(name, text):
    for fact in DETECTORS[name].find(Reading(text=text, offset=7)):
        start, end = fact.span.start - 7, fact.span.end - 7
        assert 0 <= start <= end <= len(text)
        assert fact.quote == text[start:end]


def test_denials():
    assert denied("Neither programme used a sham", 25)
    assert denied("There was no placebo", 13)
    assert not denied("They compared it with placebo", 22)
