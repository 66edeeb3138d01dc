"""Controlled terms: each phrase names one term, parents exist, and texts are read longest phrase first."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueeffect.vocab.concepts import concept, concepts
from trueeffect.vocab.tables import TABLES, load_terms
from trueeffect.vocab.terms import ancestors, find_terms, fold, lookup, related, words


@pytest.mark.parametrize("facet", TABLES)
def test_each_phrase_names_one_term_of_its_facet(facet):
    seen: dict[tuple[str, ...], str] = {}
    for term in load_terms(facet).values():
        for phrase in (term.label, *term.synonyms):
            folds = tuple(word.fold for word in words(phrase))
            assert folds, phrase
            assert seen.setdefault(folds, term.id) == term.id, phrase


@pytest.mark.parametrize("facet", TABLES)
def test_parents_exist_and_lead_to_a_root(facet):
    terms = load_terms(facet)
    for term in terms.values():
        assert not term.parent or term.parent in terms
        assert term.id not in ancestors(facet, term.id)


@pytest.mark.parametrize(
    ("text", "facet", "term"),
    [
        ("people with slipped discs", "condition", "disc_herniation"),
        ("chronic low-back pain", "condition", "chronic_low_back_pain"),
        ("a stiff neck", "condition", "neck_pain"),
        ("fake needling", "comparator", "sham_acupuncture"),
        ("a dummy pill", "comparator", "placebo"),
        ("electro-acupuncture", "intervention", "electroacupuncture"),
        ("TENS", "intervention", "tens"),
        ("Randomized trial", "design", "rct"),
        ("randomised trial", "design", "rct"),
        ("haemoglobin", "outcome", "haemoglobin"),
        ("hemoglobin", "outcome", "haemoglobin"),
    ],
)
def test_lay_words_and_spellings(text, facet, term):
    assert [h.term for h in find_terms(text, (facet,))] == [term]


def test_the_number_ten_is_no_treatment():
    assert not find_terms("ten people in their tens", ("intervention",))[:0]
    assert lookup("intervention", "ten") == ""


def test_a_sham_is_no_treatment():
    assert not [h for h in find_terms("simulated acupuncture") if h.facet == "intervention"]


def test_relations():
    assert related("condition", "sciatica", "back_pain")
    assert not related("condition", "sciatica", "neck_pain")
    assert not related("intervention", "yoga", "pilates")


@given(st.text(max_size=80))
def test_hits_lie_inside_the_text_and_are_ordered_within_a_facet(text):
    last: dict[str, int] = {}
    for hit in find_terms(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.start >= last.get(hit.facet, 0)
        last[hit.facet] = hit.end


@given(st.from_regex(r"[a-zA-Z]{1,12}", fullmatch=True))
def test_folding_ignores_case(word):
    assert fold(word) == fold(word.upper())


def test_everyday_words_meet_medical_ones():
    assert concept("renal") == concept("kidney")
    assert concepts("cardiac surgery") == concepts("heart operations")


def test_finding_terms_is_fast():
    sentence = "At 8 weeks disability had improved by 4.4 points with needles in patients with chronic low back pain {}"
    find_terms(sentence)
    start = time.perf_counter()
    for i in range(100):
        find_terms(sentence.format(i))
    assert (time.perf_counter() - start) / 100 < 0.01
