"""Facts of a study and of a claim, with their places."""

from trueeffect.check.facts.abbreviations import abbreviations
from trueeffect.check.facts.abstract import abstract_text
from trueeffect.check.facts.claim import claim_assertions
from trueeffect.check.facts.roles import sentence_roles
from trueeffect.check.facts.study import study_facts
from trueeffect.model.record import AbstractSection, Record

TEXT = (
    "We aimed to test yoga for chronic low back pain. Ninety adults were randomised to yoga or a waiting list. "
    "Pain fell more with yoga than on the waiting list (P < 0.001). Yoga may help."
)


def record(**values):
    return Record(id="x", title="Yoga for backs", abstract=(AbstractSection(text=TEXT),), **values)


def test_spans_index_the_abstract_or_the_title():
    own = record()
    for fact in study_facts(own).assertions:
        text = abstract_text(own) if fact.part == "abstract" else own.title
        assert fact.span.of(text) == fact.quote


def test_facts_of_an_abstract_without_headings():
    facts = study_facts(record())
    terms = {(fact.facet, fact.term) for fact in facts.assertions}
    assert {
        ("condition", "chronic_low_back_pain"),
        ("comparator", "waiting_list"),
        ("design", "rct"),
    } <= terms
    assert ("direction", "better") in terms
    assert facts.basis == ("abstract", "title")


def test_headings_count_as_facts():
    facts = study_facts(record(mesh=("Low Back Pain/therapy", "Humans"), publication_types=("Case Reports",)))
    assert {"mesh", "publication_type"} <= {fact.part for fact in facts.assertions}


def test_a_record_without_an_abstract():
    facts = study_facts(Record(id="x", title="Yoga for backs"))
    assert facts.basis == ("title",)


def test_claims_are_shifted_to_their_article():
    plain = claim_assertions("Yoga eased pain.")
    moved = claim_assertions("Yoga eased pain.", offset=100)
    assert [f.span.start + 100 for f in plain] == [f.span.start for f in moved]


def test_a_role_for_every_sentence():
    from trueeffect.check.facts.abstract import abstract_sentences

    assert sentence_roles(abstract_sentences(record())) == ("OBJECTIVE", "METHODS", "RESULTS", "CONCLUSIONS")
    assert sentence_roles(()) == ()


def test_abbreviations_need_their_letters():
    assert abbreviations("low back pain (LBP)") == {"LBP": "low back pain"}
    assert abbreviations("pain (XQZ)") == {}
