"""Faults of citations: reported when they are real, silent when they may not be."""

from trueeffect.check.citations import citation_issues, find_citations
from trueeffect.model.record import Match, Record
from trueeffect.testing import make_article, make_name, make_reference

REFS = (
    make_reference("r1", ("Sato K", "Mori T"), 2005, title="Needling rats"),
    make_reference("r2", ("Lind A", "Berg B", "Dahl C"), 2008, title="Needling the back"),
    make_reference("r3", ("Lind A", "Holm D", "Vik E"), 2008, title="Needling the neck"),
    make_reference("r4", ("Quill D",), 1998, title="One woman"),
)


def issues(text, references=REFS, **more):
    citations = find_citations(make_article(text), references)
    return {(i.type, i.reference_id or i.claimed) for i in citation_issues(citations, references, **more)}


def test_two_entries_fit_one_marker():
    text = "Rats (Sato & Mori, 2005) and backs (Lind et al, 2008). A woman too (Quill, 1998)."
    assert issues(text) == {("ambiguous_citation", "Lind et al, 2008")}


def test_marker_without_entry_is_reported_once():
    text = "Rats (Sato & Mori, 2005). Cats (Nemo et al., 2011). Cats again (Nemo et al., 2011)."
    assert ("citation_without_reference", "Nemo et al., 2011") in issues(text, REFS[:1])


def test_et_al_for_two_authors_by_the_list():
    assert issues("Rats ran (Sato et al., 2005).", REFS[:1]) == {("et_al_two_authors", "r1")}


def test_et_al_is_judged_by_the_record_when_there_is_one():
    refs = (make_reference("r1", ("Sato K",), 2005, et_al=True, title="Needling rats"),)
    match = Match(reference_id="r1", decision="matched", record_id="pmid:1")
    two = Record(id="pmid:1", authors=(make_name("Sato K"), make_name("Mori T")))
    three = Record(id="pmid:1", authors=(*two.authors, make_name("Ono H")))
    text = "Rats ran (Sato et al., 2005)."
    assert issues(text, refs) == set()
    assert issues(text, refs, matches=[match], records={"r1": two}) == {("et_al_two_authors", "r1")}
    assert issues(text, refs, matches=[match], records={"r1": three}) == set()


def test_uncited_entry_is_reported_when_the_others_are_cited():
    text = "Rats (Sato & Mori, 2005). A back (Lind, Berg & Dahl, 2008). A neck (Lind, Holm & Vik, 2008)."
    assert issues(text) == {("never_cited", "r4")}


def test_reading_list_of_an_article_without_citations_is_no_fault():
    assert issues("Rats ran and people slept. Nobody is cited here.") == set()


def test_year_off_by_one_counts_as_cited():
    text = "Rats (Sato & Mori, 2006). A back (Lind, Berg & Dahl, 2008). A neck (Lind, Holm & Vik, 2008; Quill, 1998)."
    assert issues(text) == set()


def test_name_in_passing_is_not_missing_from_the_list():
    assert issues("Rats (Sato & Mori, 2005). Dr Brown and colleagues agreed.", REFS[:1]) == set()


def test_an_entry_printed_twice_is_no_ambiguity():
    twice = (
        make_reference("r1", ("Lind A", "Berg B", "Dahl C"), 2008, title="Needling the back for aches"),
        make_reference("r2", ("Lind A", "Berg B", "Dahl C"), 2008, title="Needling the back for aches."),
    )
    assert issues("It helped (Lind et al., 2008).", twice) == set()


def test_a_misspelled_author_pairs_with_the_entry_left_over():
    text = "Rats (Sato & Mori, 2005). A woman (Quell et al., 1998)."
    refs = (REFS[0], make_reference("r4", ("Quill D", "Ek E", "Al F"), 1998, title="One woman"))
    assert issues(text, refs) == set()


def test_number_past_the_end_of_a_numbered_list():
    refs = tuple(
        make_reference(f"r{n}", (f"Name{'abc'[n]} A",), 2000 + n, label=str(n + 1)) for n in range(3)
    )
    assert issues("One [1]. Two [2]. Three [3]. Four [4].", refs) == {("citation_without_reference", "[4]")}


def test_one_name_and_a_year_is_a_citation_where_others_are_cited_that_way():
    text = (
        "Rats (Sato & Mori, 2005). A woman (Quill, 1998). A dog (Marlow, 2016). Banned there (Norway, 2016)."
    )
    refs = (REFS[0], REFS[3])
    assert issues(text, refs) == {("citation_without_reference", "Marlow, 2016")}
    assert issues("Launched lately (Marlow, 2016).", refs) == set()
