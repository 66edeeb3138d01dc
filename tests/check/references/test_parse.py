"""Every style of a reference, in our own examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueeffect.check.references.parse import parse_reference

# style, string, first authors, year, title, journal, volume, issue, first, last
_CASES = [
    (
        "ama",
        "Doe J, Roe AB, Poe C. Needles for backs. J Pain Res. 2001;58(3):498-504.",
        "Doe Roe Poe",
        2001,
        "Needles for backs",
        "J Pain Res",
        "58",
        "3",
        "498",
        "504",
    ),
    (
        "vancouver",
        "1. Doe J, Roe AB, et al. Needles for backs: a trial. BMJ 2012 Dec 5;345:e7382.",
        "Doe Roe",
        2012,
        "Needles for backs: a trial",
        "BMJ",
        "345",
        "",
        "e7382",
        "",
    ),
    (
        "apa",
        "Doe, J., Roe, A. B., & Poe, C. (2005). Needles for backs. Acupuncture in Medicine, 23(4), 166–170. https://doi.org/10.5555/aim.23",
        "Doe Roe Poe",
        2005,
        "Needles for backs",
        "Acupuncture in Medicine",
        "23",
        "4",
        "166",
        "170",
    ),
    (
        "packed",
        "Doe M, Roe T, Poe T, & Moe Y. (2005). Needles for legs–a study. Acupunct Med, Dec;23(4):166-70.",
        "Doe Roe Poe Moe",
        2005,
        "Needles for legs–a study",
        "Acupunct Med",
        "23",
        "4",
        "166",
        "170",
    ),
    (
        "packed day",
        "Doe B, Roe KK. (2009). An old back. Int J Gen Med, Nov 30;1:3-6.",
        "Doe Roe",
        2009,
        "An old back",
        "Int J Gen Med",
        "1",
        "",
        "3",
        "6",
    ),
    (
        "harvard",
        "Doe, J. and Roe, A. (2010) ‘Needles for backs’, Pain, 58(3), pp. 498-504.",
        "Doe Roe",
        2010,
        "Needles for backs",
        "Pain",
        "58",
        "3",
        "498",
        "504",
    ),
    (
        "nature",
        "Doe, J. & Roe, A. B. Needles for backs. Am. J. Physiol. 150, 315–320 (1997).",
        "Doe Roe",
        1997,
        "Needles for backs",
        "Am. J. Physiol",
        "150",
        "",
        "315",
        "320",
    ),
    (
        "plos",
        "Doe J, Roe A (2003) Needles for backs. Psychological Science 14(4): 334–9.",
        "Doe Roe",
        2003,
        "Needles for backs",
        "Psychological Science",
        "14",
        "4",
        "334",
        "339",
    ),
    (
        "frontiers",
        "Doe J, van der Roe A. Needles for backs. Lancet (2014) 383(9913):245–54.",
        "Doe van_der_Roe",
        2014,
        "Needles for backs",
        "Lancet",
        "383",
        "9913",
        "245",
        "254",
    ),
    (
        "ieee",
        "J. Doe and A. B. Roe, “Needles for backs,” J. Pain Res., vol. 42, no. 5, pp. 433–41, May 1986.",
        "Doe Roe",
        1986,
        "Needles for backs",
        "J. Pain Res",
        "42",
        "5",
        "433",
        "441",
    ),
    (
        "no stop behind names",
        "Doe J, Roe LF A needle-like feeling. Pain. 2005;42:255–60.",
        "Doe Roe",
        2005,
        "A needle-like feeling",
        "Pain",
        "42",
        "",
        "255",
        "260",
    ),
    (
        "journal with a year",
        "Doe J. Needles for backs. Spine (Phila Pa 1976). 2009; 34: 121–30.",
        "Doe",
        2009,
        "Needles for backs",
        "Spine (Phila Pa 1976)",
        "34",
        "",
        "121",
        "130",
    ),
    (
        "cochrane",
        "Doe J, Roe A. Needles for backs. Cochrane Database Syst Rev 2005;(1):CD001351.",
        "Doe Roe",
        2005,
        "Needles for backs",
        "Cochrane Database Syst Rev",
        "",
        "1",
        "CD001351",
        "",
    ),
    (
        "supplement",
        "Doe J. Needles for backs. Postgrad Med J 1988;64 Suppl 1:21-24.",
        "Doe",
        1988,
        "Needles for backs",
        "Postgrad Med J",
        "64",
        "Suppl 1",
        "21",
        "24",
    ),
]


@pytest.mark.parametrize("case", _CASES, ids=[c[0] for c in _CASES])
def test_styles(case):
    _, raw, names, year, title, journal, volume, issue, first, last = case
    fields, confidence = parse_reference(raw)
    assert [p.family.replace(" ", "_") for p in fields.authors] == names.split()
    assert (fields.year, fields.title, fields.journal) == (year, title, journal)
    assert (fields.volume, fields.issue, fields.first_page, fields.last_page) == (volume, issue, first, last)
    assert fields.et_al == ("et al" in raw)
    assert confidence > 0.8
    assert fields.type == "journal"


def test_identifiers_are_taken_and_not_left_in_other_parts():
    fields, _ = parse_reference(
        "Doe J. Needles for backs. BMJ 2001;3:4-9. doi: 10.5555/BMJ.3.4. PMID: 01234567; PMCID: PMC7654321."
    )
    assert (fields.doi, fields.pmid, fields.pmcid) == ("10.5555/bmj.3.4", "1234567", "PMC7654321")
    assert (fields.title, fields.journal, fields.last_page) == ("Needles for backs", "BMJ", "9")


def test_a_year_letter_is_kept():
    fields, _ = parse_reference("Doe J. (2008b). Needles for backs. Pain, 5(2):133-43.")
    assert (fields.year, fields.year_suffix) == (2008, "b")


def test_a_group_is_an_author_but_a_title_is_not():
    group, _ = parse_reference("World Health Organization. Backs of the world. Geneva: WHO; 2003.")
    assert (group.collective, group.authors, group.year) == ("World Health Organization", (), 2003)
    title, _ = parse_reference("Health effects of needles. Pain. 2003;1:2-3.")
    assert (title.collective, title.title) == ("", "Health effects of needles")


def test_vitamin_d_is_no_author():
    fields, _ = parse_reference("Vitamin D for backs. Pain. 2003;1:2-3.")
    assert (fields.authors, fields.title) == ((), "Vitamin D for backs")


@pytest.mark.parametrize(
    "raw", ["", " ", "1.", "https://example.org/a", "See above.", "[12]", "((((", "2009"]
)
def test_fragments_give_little_confidence_and_no_error(raw):
    fields, confidence = parse_reference(raw)
    assert confidence < 0.4
    assert fields.authors == ()


def test_a_link_to_a_paper_is_enough():
    fields, confidence = parse_reference("https://pubmed.ncbi.nlm.nih.gov/16430287/")
    assert (fields.pmid, fields.title) == ("16430287", "")
    assert confidence >= 0.5


@given(st.text(max_size=120))
def test_any_text_is_parsed(raw):
    fields, confidence = parse_reference(raw)
    assert 0.0 <= confidence <= 1.0
    assert fields.year is None or 1800 <= fields.year < 2100


@pytest.mark.parametrize(
    "raw", ["Smith J, " * 400, "A. " * 1000, "(1(1(" * 500, "12, 34: " * 300, "Abc " * 700]
)
def test_hostile_strings_take_no_time(raw):
    import time

    started = time.perf_counter()
    parse_reference(raw)
    assert time.perf_counter() - started < 0.5


def test_a_short_entry_has_a_name_and_no_title():
    fields, _ = parse_reference("Kelm et al. J Hill Pract 2005;4:11.")
    assert [person.family for person in fields.authors] == ["Kelm"]
    assert (fields.et_al, fields.title, fields.journal, fields.volume) == (True, "", "J Hill Pract", "4")
