"""One line on a study says design, species, size and groups."""

from __future__ import annotations

from typing import Any

import pytest

from trueeffect.model.article import PersonName
from trueeffect.model.fact import Assertion, Quantity, StudyFacts
from trueeffect.model.provenance import Span
from trueeffect.model.record import Notice, Record
from trueeffect.report.study import notices, read_from, short_name, study_address, study_line


def fact(facet: Any, **value: Any) -> Assertion:
    return Assertion(facet=facet, span=Span(start=0, end=0), quote="", **value)


def facts(*assertions: Assertion) -> StudyFacts:
    return StudyFacts(record_id="lib:1", basis=("abstract",), assertions=assertions)


RECORD = Record(
    id="lib:1", title="A trial", publication_types=("Randomized Controlled Trial",), mesh=("Humans",)
)


def test_the_record_speaks_when_no_facts_are_known() -> None:
    assert study_line(RECORD, None) == "Randomised controlled trial · people"


def test_facts_come_before_the_record() -> None:
    known = facts(
        fact("design", term="crossover_rct"),
        fact("species", term="animal"),
        fact("species", term="rat"),
        fact("sample_size", role="total", quantity=Quantity(value=1200.0, of="rats")),
    )
    assert study_line(RECORD, known) == "Crossover trial · rats · 1,200 rats"


def test_groups_are_named_with_their_sizes() -> None:
    known = facts(
        fact("sample_size", role="arm", arm="manual_acupuncture", quantity=Quantity(value=33.0)),
        fact("sample_size", role="arm", arm="sham", quantity=Quantity(value=33.0)),
    )
    assert study_line(RECORD, known).endswith("manual acupuncture 33, sham 33")


def test_a_study_without_a_comparison_group_says_so() -> None:
    assert study_line(RECORD, facts(fact("control", term="uncontrolled"))).endswith("no comparison group")


def test_a_protocol_says_that_there_are_no_results() -> None:
    assert study_line(RECORD, facts(fact("status", term="protocol"))).startswith("Protocol, no results yet")


def test_a_pilot_trial_is_told_as_both() -> None:
    assert study_line(RECORD, facts(fact("design", term="pilot"), fact("design", term="rct"))).startswith(
        "Randomised controlled trial (pilot)"
    )


def test_two_different_totals_are_not_told() -> None:
    totals = (fact("sample_size", role="total", quantity=Quantity(value=value)) for value in (60.0, 66.0))
    assert "participants" not in study_line(RECORD, facts(*totals))


def test_only_the_treatment_of_the_title_is_set_against_the_others() -> None:
    known = facts(
        fact("intervention", term="acupuncture", part="title"),
        fact("intervention", term="massage", part="abstract", section="RESULTS"),
        fact("comparator", term="sham_acupuncture", section="METHODS"),
        fact("comparator", term="sham", section="METHODS"),
        fact("comparator", term="waiting_list", section="BACKGROUND"),
    )
    assert study_line(RECORD, known).endswith("acupuncture against sham acupuncture")


def test_one_patient_is_singular() -> None:
    known = facts(fact("sample_size", role="total", quantity=Quantity(value=1.0, of="patients")))
    assert "1 patient" in study_line(RECORD, known).split(" · ")


def test_a_negated_fact_is_not_told() -> None:
    assert "sham" not in study_line(RECORD, facts(fact("comparator", term="sham", negated=True)))


@pytest.mark.parametrize(
    ("families", "complete", "expected"),
    [
        (("Wang", "Tronnier"), True, "Wang and Tronnier (2000)"),
        (("Wang",), False, "Wang et al. (2000)"),
        (("A", "B", "C"), True, "A et al. (2000)"),
    ],
)
def test_short_names(families: tuple[str, ...], complete: bool, expected: str) -> None:
    people = tuple(PersonName(family=family) for family in families)
    assert short_name(Record(id="x", authors=people, authors_complete=complete, year=2000)) == expected


def test_addresses_are_made_from_identifiers_only_when_they_are_sound() -> None:
    assert study_address(Record(id="x", doi="10.1234/a(b)c")) == "https://doi.org/10.1234/a(b)c"
    assert (
        study_address(Record(id="x", doi='10.1234/"><script>'))
        == "https://doi.org/10.1234/%22%3E%3Cscript%3E"
    )
    assert study_address(Record(id="x", pmid="123")) == "https://pubmed.ncbi.nlm.nih.gov/123/"
    assert study_address(Record(id="x", doi="nonsense", pmid="12a", url="javascript:x")) == ""


def test_notices_are_sentences() -> None:
    record = Record(
        id="x", notices=(Notice(kind="retraction", date="2015", reason="data"), Notice(kind="correction"))
    )
    assert notices(record) == (
        "This study has been retracted (2015, data).",
        "A correction to this study has been published.",
    )


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ((), ""),
        (("title",), "Compared with the title only; no abstract was at hand."),
        (("abstract", "title", "mesh"), "Compared with the abstract, the title and the subject headings."),
    ],
)
def test_the_basis_is_told(basis: tuple[str, ...], expected: str) -> None:
    assert read_from(basis) == expected
