"""RoB 2: every branch of the published algorithm."""

import itertools

import pytest

from trueeffect.answer.bias.rob2 import DOMAINS, judge, overall

CASES = [
    ("D1", "1.2=Y 1.1=Y 1.3=N", "low"),
    ("D1", "1.2=PY 1.1=NI 1.3=NI", "low"),
    ("D1", "1.2=Y 1.1=N", "some concerns"),
    ("D1", "1.2=Y 1.1=Y 1.3=PY", "some concerns"),
    ("D1", "1.2=NI 1.3=N", "some concerns"),
    ("D1", "1.2=NI 1.3=Y", "high"),
    ("D1", "1.2=PN", "high"),
    ("D2", "2.1=N 2.2=N 2.6=Y", "low"),
    ("D2", "2.1=Y 2.2=Y 2.3=N 2.6=Y", "low"),
    ("D2", "2.1=Y 2.2=Y 2.3=NI 2.6=Y", "some concerns"),
    ("D2", "2.1=Y 2.2=Y 2.3=Y 2.4=N 2.6=Y", "some concerns"),
    ("D2", "2.1=Y 2.2=Y 2.3=Y 2.4=Y 2.5=Y 2.6=Y", "some concerns"),
    ("D2", "2.1=Y 2.2=Y 2.3=Y 2.4=NI 2.5=N 2.6=Y", "high"),
    ("D2", "2.1=N 2.2=N 2.6=N 2.7=N", "some concerns"),
    ("D2", "2.1=N 2.2=N 2.6=NI 2.7=Y", "high"),
    ("D3", "3.1=Y", "low"),
    ("D3", "3.1=N 3.2=Y", "low"),
    ("D3", "3.1=N 3.2=N 3.3=N", "low"),
    ("D3", "3.1=NI 3.2=N 3.3=Y 3.4=N", "some concerns"),
    ("D3", "3.1=N 3.2=N 3.3=Y 3.4=NI", "high"),
    ("D4", "4.1=Y", "high"),
    ("D4", "4.1=N 4.2=Y", "high"),
    ("D4", "4.1=N 4.2=N 4.3=N", "low"),
    ("D4", "4.1=N 4.2=N 4.3=Y 4.4=N", "low"),
    ("D4", "4.1=N 4.2=N 4.3=Y 4.4=Y 4.5=N", "some concerns"),
    ("D4", "4.1=N 4.2=N 4.3=NI 4.4=NI 4.5=NI", "high"),
    ("D4", "4.1=N 4.2=NI 4.3=N", "some concerns"),
    ("D5", "5.1=Y 5.2=N 5.3=N", "low"),
    ("D5", "5.1=N 5.2=N 5.3=N", "some concerns"),
    ("D5", "5.1=Y 5.2=NI 5.3=N", "some concerns"),
    ("D5", "5.1=Y 5.2=N 5.3=Y", "high"),
]


@pytest.mark.parametrize(("domain", "answers", "judgement"), CASES)
def test_branch(domain, answers, judgement):
    assert judge(domain, dict(pair.split("=") for pair in answers.split())) == judgement


@pytest.mark.parametrize("domain", DOMAINS)
def test_without_answers_a_domain_is_not_assessed(domain):
    assert judge(domain, {}) == "not assessed"


def test_over_all_is_the_worst_and_never_better_than_any_domain():
    words = ("low", "some concerns", "high")
    for pair in itertools.product(words, repeat=2):
        assert overall(dict(zip("ab", pair))) == max(pair, key=words.index)
    assert overall({"a": "low", "b": "not assessed"}) == "not assessed"
