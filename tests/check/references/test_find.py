"""Reference lists are found wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueeffect.check.references import find_references
from trueeffect.check.references.entries import entry_score, read_label, split_entries
from trueeffect.text.reading import read_article
from trueeffect.text.source import to_source

FIXTURES = Path(__file__).parents[2] / "fixtures" / "articles"
_A = "Doe J, Roe B. Needles for backs. Pain. 2001;58(3):498-504."
_B = "Poe C, Moe D, et al. (2008). Heat for legs. Acupunct Med, Sep;26(3):140-4."


def _found(text, media_type="txt"):
    return find_references(read_article(text.encode(), media_type=media_type))


@pytest.mark.parametrize(
    ("name", "labels", "families"),
    [
        ("hidden_references.html", ["1", "2"], ["Stroll", "Ramble"]),
        ("footnotes.md", ["heat", "2", ""], ["Ember", "Frost", ""]),
        ("cp1252_packed.txt", ["", ""], ["Chill", "Snow"]),
        ("wrapped.txt", ["1", "2"], ["Limber", "Supple"]),
        ("glued_references.txt", ["1", "2", "3"], ["Strap", "Buckle", "Clasp"]),
        ("waiting_room.pdf", ["1", "2", "3"], ["Ashdown", "Marrow", "Tern"]),
    ],
)
def test_lists_of_the_fixtures(name, labels, families):
    article = read_article(FIXTURES / name)
    references = find_references(article)
    assert [r.label for r in references] == labels
    assert [r.fields.authors[0].family if r.fields.authors else "" for r in references] == families
    for reference in references:
        assert reference.span.of(article.text.plain) == reference.raw or reference.raw.startswith("http")
        assert to_source(article.text, reference.span).end > 0


def test_lists_of_links_only_and_links_in_the_text():
    references = find_references(read_article(FIXTURES / "link_list.html"))
    assert [(r.fields.doi, r.fields.pmid, r.fields.pmcid) for r in references] == [
        ("10.5555/rest.2001.1", "", ""),
        ("", "22222222", ""),
        ("", "", "PMC3333333"),
        ("", "11111111", ""),
    ]
    assert [r.fields.type for r in references][-1] == "link"


@pytest.mark.parametrize(
    "heading",
    [
        "References",
        "SOURCES:",
        "Works cited",
        "Further reading",
        "Bibliography",
        "## Notes",
        "References (2)",
    ],
)
def test_headings(heading):
    references = _found(f"A text about backs.\n\n{heading}\n\n{_A}\n\n{_B}\n", "markdown")
    assert [r.raw for r in references] == [_A, _B]


def test_a_list_without_heading():
    assert [r.raw for r in _found(f"A text about backs and needles.\n\n{_A}\n\n{_B}")] == [_A, _B]


def test_prose_with_years_and_numbers_is_no_reference():
    text = (
        "In 2001, Doe and Roe studied 58 people (498 were asked). Pain fell by 3 points.\n\n"
        "Smith J. was a patient in 2009. She had 12 (3 a week) sessions: 4 of them helped.\n\n"
        "According to Doe et al. (2008), 26 of 140 patients were better: 4 were worse."
    )
    assert _found(text) == ()


def test_an_article_without_list_has_none():
    assert _found("Backs hurt.\n\nNobody knows why.") == ()


def test_text_behind_the_list_is_not_part_of_it():
    references = _found(
        f"Text.\n\nReferences\n\n{_A}\n\n{_B}\n\nAbout the author\n\nAnn writes about backs and has won a prize for it in 2019."
    )
    assert [r.raw for r in references] == [_A, _B]


def test_entries_printed_twice_stay_but_a_second_copy_of_the_list_goes():
    twice = _found(f"Text.\n\nReferences\n\n{_A}\n\n{_B}\n\n{_A}")
    assert len(twice) == 3
    page = f"<p>Text.</p><h2>References</h2><ol><li>{_A}</li><li>{_B}</li></ol><footer><h2>References</h2><ol><li>{_A}</li><li>{_B}</li></ol></footer>"
    assert len(_found(page, "html")) == 2


def test_ordered_lists_of_a_page_give_the_numbers():
    page = f"<p>Text.</p><h2>References</h2><ol start=3><li>{_A}</li><li>{_B}</li></ol>"
    assert [r.label for r in _found(page, "html")] == ["3", "4"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1. Doe J.", "1"),
        ("[12] Doe J.", "12"),
        ("(3) Doe J.", "3"),
        ("² Doe J.", "2"),
        ("4) Doe", "4"),
        ("1984 was a year", ""),
        ("Doe 1. J", ""),
    ],
)
def test_labels(text, label):
    assert read_label(text)[0] == label


def test_entries_on_lines_and_in_one_paragraph_are_cut():
    assert len(split_entries(f"{_A}\n{_B}")) == 2
    assert len(split_entries(f"{_A} {_B}")) == 2
    assert len(split_entries(_A)) == 1


def test_scores_separate_entries_from_prose():
    assert entry_score(_A) >= 4
    assert entry_score(_B) >= 4
    assert entry_score("Pain fell by 5 points in 2009, and 12 of 33 patients were better.") < 2


def test_the_next_number_goes_on_a_list_without_a_heading():
    page = (
        b"<html><body><p>Needles help some people [1] and not others [3].</p><hr><small>"
        b"<p>[1] Doe J, Roe B. Needles for sore backs. Pain. 2001;58(3):498-504.</p>"
        b"<p>[2] Moor A, Kelm P, Dorn I. Tea for sore backs. Lancet. 2003;361(2):12-9.</p>"
        b"<p>[3] Weldon A, Marsh P. A survey of visitors to a practice in the hills. J Hill Pract. 2016;9(2):44-51.</p>"
        b"</small><p>Open on weekdays.</p></body></html>"
    )
    found = find_references(read_article(page, media_type="text/html"))
    assert [reference.label for reference in found] == ["1", "2", "3"]
