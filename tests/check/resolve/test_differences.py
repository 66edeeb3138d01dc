"""Each rule of a field: what is a mistake, and what is only another way to print the same thing."""

import msgspec
import pytest

from trueeffect._families import members
from trueeffect.check.resolve import misused_et_al
from trueeffect.check.resolve.query import Query
from trueeffect.check.resolve.resolving import differences
from trueeffect.library import Library
from trueeffect.model.article import PersonName, ReferenceFields
from trueeffect.model.record import Record
from trueeffect.model.verdict import REFERENCE_ERROR_TYPES

KNEE = Record(
    id="pmid:900001", pmid="900001", doi="10.5555/knee.1", title="Needling for chronic knee pain in older adults: a randomised trial",
    authors=(PersonName(family="Sample", initials="A"), PersonName(family="Tester", initials="B"), PersonName(family="Third", initials="C")),
    year=2011, journal="Journal of Invented Results", volume="12", issue="3", pages="345-352",
)  # fmt: skip
HIP = Record(id="pmid:900002", pmid="900002", doi="10.5555/hip.2", title="Walking and the hip", year=2012)
LIBRARY = Library([KNEE, HIP])
RIGHT = ReferenceFields(
    authors=KNEE.authors, year=2011, title="Needling for chronic knee pain in older adults: a randomised trial", type="journal",
    journal="J Invent Results", volume="12", issue="3", first_page="345", last_page="52", doi="10.5555/knee.1",
)  # fmt: skip


def found(record: Record = KNEE, **changes) -> list[str]:
    fields = msgspec.structs.replace(RIGHT, **changes)
    names = ", ".join(f"{a.family} {a.initials}" for a in fields.authors)
    raw = (
        f"{names}. {fields.title}. {fields.journal}. {fields.year or ''};{fields.volume}({fields.issue}):"
        f"{fields.first_page}-{fields.last_page}. doi:{fields.doi}"
    )
    return [d.error_type for d in differences(Query(raw, fields, 1.0), record, LIBRARY)]


def test_rules_report_only_types_of_the_closed_list():
    rules = members("trueeffect.check.resolve.differences", "rule")
    assert {r.error_type for r in rules.values()} < set(REFERENCE_ERROR_TYPES)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"year": 2013}, "wrong_year"),
        ({"year": 2010}, "wrong_year"),
        ({"authors": (PersonName(family="Stranger", initials="Q"), *KNEE.authors[1:])}, "wrong_author"),
        ({"authors": (KNEE.authors[1], KNEE.authors[0], KNEE.authors[2])}, "wrong_author"),
        ({"authors": (*KNEE.authors[:2], PersonName(family="Stranger", initials="Q"))}, "wrong_author"),
        ({"authors": (PersonName(family="Sanple", initials="A"),)}, "wrong_author"),
        ({"authors": (PersonName(family="Sample", initials="Q"),)}, "wrong_author"),
        ({"title": "Needling for chronic hip pain in older adults: a randomised trial"}, "wrong_title"),
        ({"title": "Needling for acute knee pain in older adults: a randomised trial"}, "wrong_title"),
        ({"journal": "Pain Medicine"}, "wrong_journal"),
        ({"volume": "21"}, "wrong_volume_issue"),
        ({"issue": "9"}, "wrong_volume_issue"),
        ({"first_page": "354"}, "wrong_pages"),
        ({"last_page": "359"}, "wrong_pages"),
        ({"doi": "10.5555/hip.2"}, "wrong_identifier"),
        ({"pmid": "900002"}, "wrong_identifier"),
    ],
)
def test_mistakes(changes, error):
    assert found(**changes) == [error]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "Needling for chronic knee pain in older adults"},
        {"title": "Needling for chronic knee-pain in older adults: a randomized trial"},
        {"journal": "Journal of Invented Results"},
        {"journal": "JIR"},
        {"issue": ""},
        {"issue": "3 Suppl 1"},
        {"last_page": ""},
        {"first_page": "", "last_page": ""},
        {"last_page": "352"},
        {"authors": KNEE.authors[:1], "et_al": True},
        {"authors": (PersonName(family="Sämple", initials="A"),)},
        {"doi": ""},
        {"year": None},
        {"year": 2010, "volume": "", "issue": "", "first_page": "", "last_page": ""},
    ],
)
def test_other_ways_to_print_the_same(changes):
    assert found(**changes) == []


def test_et_al_for_two_authors():
    two = msgspec.structs.replace(KNEE, authors=KNEE.authors[:2])
    assert found(two, authors=KNEE.authors[:1], et_al=True) == ["et_al_two_authors"]
    assert found(KNEE, authors=KNEE.authors[:1], et_al=True) == []
    assert misused_et_al(two)
    assert not misused_et_al(msgspec.structs.replace(two, authors_complete=False))
    assert not misused_et_al(msgspec.structs.replace(two, collective="Knee Study Group"))


def test_parser_that_puts_a_field_in_the_wrong_place_makes_no_mistake_of_the_author():
    raw = "Sample A. Needling for chronic knee pain in older adults. J Invented Results 2011;12(3):345-52."
    wrong = ReferenceFields(
        title="J Invented Results",
        journal="Needling for chronic knee pain",
        volume="3",
        first_page="12",
        year=2011,
    )
    assert differences(Query(raw, wrong, 0.4), KNEE, LIBRARY) == ()
