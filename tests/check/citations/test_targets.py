"""Citations whose target the page gives: links, anchors, raised numbers; and the choice between entries."""

import pytest

from trueeffect.check.citations import find_citations
from trueeffect.model.article import Link, Mark
from trueeffect.model.provenance import Span
from trueeffect.testing import make_article, make_reference

DOI = make_reference("r1", ("Sato K",), 2005, doi="10.1000/abc.1")
PMID = make_reference("r2", ("Lind A",), 2008, pmid="123456")
PAGE = make_reference(
    "r3", (), 2010, raw="Report on rest. https://example.org/rest/", url="https://example.org/rest/"
)


def span_of(text, part):
    return Span(start=text.index(part), end=text.index(part) + len(part))


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://doi.org/10.1000/ABC.1", "r1"),
        ("https://journal.example/doi/full/10.1000/abc.1", "r1"),
        ("https://pubmed.ncbi.nlm.nih.gov/123456/", "r2"),
        ("http://www.example.org/rest", "r3"),
        ("https://example.org/other", None),
    ],
)
def test_link_finds_the_entry_of_its_target(href, expected):
    text = "One trial found relief in rats."
    article = make_article(text, links=(Link(span=span_of(text, "found relief"), href=href),))
    found = find_citations(article, (DOI, PMID, PAGE))
    assert [(c.style, c.candidates) for c in found] == ([("link", ((expected,),))] if expected else [])


def test_anchor_leads_to_the_entry_that_it_stands_in():
    text = "Relief was found in rats *.\n\nSato K. Needling. 2005."
    entry = make_reference("r1", ("Sato K",), 2005, raw="Sato K. Needling. 2005.", start=text.index("Sato"))
    article = make_article(
        text,
        links=(Link(span=span_of(text, "*"), href="#ref-a"),),
        marks=(Mark(kind="anchor", span=Span(start=entry.span.start, end=entry.span.start), name="ref-a"),),
    )
    assert [c.candidates for c in find_citations(article, (entry,))] == [(("r1",),)]


@pytest.mark.parametrize(
    ("text", "raised", "expected"),
    [
        ("Relief was found in rats.1,2 They ran.", "1,2", [("r1",), ("r2",)]),
        ("The index was 25 kg/m2 in all.", "2", []),
        ("They counted 103 cells.", "3", []),
        ("Scans used 13C urea.", "13", []),
    ],
)
def test_raised_numbers(text, raised, expected):
    refs = (DOI, PMID, PAGE)
    start = text.rindex(raised)
    mark = Mark(kind="superscript", span=Span(start=start, end=start + len(raised)))
    found = find_citations(make_article(text, marks=(mark,)), refs)
    assert [ids for c in found for ids in c.candidates] == expected


LIST = (
    make_reference("a", ("Ito K", "Abe M"), 2008, title="Backs", year_suffix="a"),
    make_reference("b", ("Ito K", "Abe M", "Oda H"), 2008, title="Necks", year_suffix="b"),
    make_reference("c", ("Ito K",), 2001, title="Knees"),
    make_reference("d", ("van den Berg L",), 2010, title="Hips"),
    make_reference("e", ("García-López P", "Ruiz T"), 2012, title="Feet"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It helped (Ito et al., 2008b).", [("b",)]),
        ("It helped (Ito & Abe, 2008).", [("a",)]),
        ("It helped (Ito et al., 2008).", [("b",)]),
        ("It helped (Ito, 2008).", [("a", "b")]),
        ("It helped (Ito, 2002).", [("c",)]),
        ("It helped (Berg, 2010).", [("d",)]),
        ("It helped (Van den Berg, 2010).", [("d",)]),
        ("It helped (Garcia-Lopez & Ruiz, 2012).", [("e",)]),
        ("It helped (García & Ruiz, 2012).", [("e",)]),
        ("It helped (Ruiz & García-López, 2012).", [("e",)]),
        ("It helped (Nobody & None, 2012).", [()]),
    ],
)
def test_choice_of_entry(text, expected):
    assert [ids for c in find_citations(make_article(text), LIST) for ids in c.candidates] == expected


def test_the_same_team_is_the_team_before():
    text = "It helped (Ito, 2001). The same team later treated hips."
    assert [c.candidates for c in find_citations(make_article(text), LIST)] == [(("c",),), (("c",),)]


def test_far_year_is_no_guess_when_that_entry_is_cited_rightly():
    text = "It helped (Berg, 2010). It failed (Berg et al., 1990)."
    assert [c.candidates for c in find_citations(make_article(text), LIST)] == [(("d",),), ((),)]
