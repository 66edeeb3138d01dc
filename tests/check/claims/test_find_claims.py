"""Claims and the citations that cover them."""

from trueeffect.check.citations import find_citations
from trueeffect.check.claims import decide_by_content, find_claims, settle_links
from trueeffect.testing import make_article, make_reference

REFS = (
    make_reference("r1", ("Sato K", "Mori T", "Ono H"), 2005, title="Needling the tail nerve of rats"),
    make_reference("r2", ("Lind A", "Berg B", "Dahl C"), 2008, title="Heat for the stiff shoulder"),
    make_reference("r3", ("Lind A", "Holm D", "Vik E"), 2008, title="Traction of the painful knee"),
)


def links(text, references=REFS):
    article = make_article(text)
    claims = find_claims(article, references, find_citations(article, references))
    return [(claim.text, *((link.how, link.reference_ids) for link in claim.links)) for claim in claims]


def hows(text):
    return [tuple(link[0] for link in row[1:]) for row in links(text)]


def test_explicit_and_carried_and_not_further():
    text = (
        "Needles helped nine rats (Sato et al, 2005). The animals ran further after six days. "
        "Yoga is popular in Norway. It was once rare."
    )
    assert hows(text) == [("explicit",), ("carried",), (), ()]


def test_carried_into_the_next_paragraph():
    text = "One woman took pills (Sato et al, 2005).\n\nAfter treatment, her pain went away."
    assert hows(text) == [("explicit",), ("carried",)]


def test_marker_at_the_end_of_the_telling():
    text = (
        "Backs ache. In one study, doctors needled nine rats. The rats got better within days. "
        "They also slept more (Sato et al, 2005)."
    )
    assert hows(text) == [("late",), ("late",), ("explicit",)]


def test_general_sentence_before_a_marker_is_not_part_of_it():
    text = "Heat may be useful for aches. Nine rats were needled (Sato et al, 2005)."
    assert hows(text) == [(), ("explicit",)]


def test_marker_after_the_full_stop_belongs_to_the_sentence_before():
    text = "Nine rats ran faster. (Sato et al, 2005) Yoga is popular in Norway."
    assert links(text)[0][1] == ("explicit", ("r1",))


def test_two_clauses_with_their_own_markers_are_two_claims():
    text = "Needles helped nine rats (Sato et al, 2005), whereas heat did nothing (Lind, Berg & Dahl, 2008)."
    assert [(row[0], row[1][1]) for row in links(text)] == [
        ("Needles helped nine rats (Sato et al, 2005)", ("r1",)),
        ("heat did nothing (Lind, Berg & Dahl, 2008).", ("r2",)),
    ]


def test_a_list_of_things_with_markers_is_one_claim():
    text = "Needles (Sato et al, 2005), heat (Lind, Berg & Dahl, 2008) and traction were tried in the clinic."
    assert len(links(text)) == 1


def test_several_works_in_one_bracket_are_several_links_of_one_claim():
    text = "Needles and heat helped (Sato et al, 2005; Lind, Berg & Dahl, 2008)."
    assert links(text)[0][1:] == (("explicit", ("r1",)), ("explicit", ("r2",)))


def test_named_authors_give_a_narrative_link():
    assert hows("Sato and colleagues also needled the legs.") == [("narrative",)]


def test_questions_advice_and_headings_are_no_claims():
    text = "# Needles for rats\n\nDoes it work for you too? Talk to your doctor first. Always ask for clean needles."
    assert links(text) == []


def test_unknown_marker_leaves_an_empty_link():
    assert links("Cats purr at night (Nemo et al., 2011).")[0][1] == ("explicit", ())


def settled(text):
    article = make_article(text)
    claims = find_claims(article, REFS, find_citations(article, REFS))
    return settle_links(claims, {ref.id: ref.raw for ref in REFS})


def test_content_decides_an_ambiguous_marker_and_its_followers():
    text = "Heat eased the stiff shoulder (Lind et al, 2008). The effect on the knee lasted nine days."
    first, second = settled(text)
    assert (first.links[0].reference_ids, first.links[0].ambiguous) == (("r2",), False)
    assert second.links[0].reference_ids == ("r2",)
    assert "stiff" in first.links[0].reason or "shoulder" in first.links[0].reason


def test_content_that_does_not_decide_leaves_the_ambiguity():
    [claim] = settled("It was a good thing for everyone involved (Lind et al, 2008).")
    assert claim.links[0].ambiguous
    assert set(claim.links[0].reference_ids) == {"r2", "r3"}


def test_uncited_claim_is_inferred_only_when_it_fits_one_work():
    texts = {ref.id: ref.raw for ref in REFS}
    article = make_article(
        "Traction was tried on the painful knee by Holm in hospital. Rest was tried as well."
    )
    one, other = find_claims(article, REFS, ())
    assert decide_by_content(one, texts).links[0].how == "inferred"
    assert decide_by_content(other, texts).links == ()


def test_numbers_behind_the_full_stop_stay_with_their_sentence():
    refs = tuple(make_reference(f"r{n}", (f"Name{'abc'[n - 1]} A",), 2000, label=str(n)) for n in (1, 2, 3))
    text = "Nine rats ran faster.[1] Six cats slept longer.[^2] Yoga is popular in Norway."
    assert [row[1:] for row in links(text, refs)] == [
        (("explicit", ("r1",)),),
        (("explicit", ("r2",)),),
        (),
    ]


def test_a_block_is_settled_by_the_figures_of_the_sentence_that_goes_on():
    refs = (
        make_reference("r1", ("Sato K",), 2005, title="Warmth for stiff backs of office workers"),
        make_reference("r2", ("Sato K",), 2008, title="Cold for sore knees of runners"),
    )
    article = make_article("Sato and colleagues also tried it. The treated group had 37.4 points less pain.")
    claims = find_claims(article, refs, find_citations(article, refs))
    assert [claim.links[0].ambiguous for claim in claims] == [True, True]
    texts = {
        "r1": "Warmth. Pain fell by 37.4 points in the treated group, 21 men.",
        "r2": "Cold. Pain fell by 9.",
    }
    settled_claims = settle_links(claims, texts)
    assert [claim.links[0].reference_ids for claim in settled_claims] == [("r1",), ("r1",)]
    assert "37.4" in settled_claims[0].links[0].reason
