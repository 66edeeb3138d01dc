"""Faults of a list, and what is never said about a work that was not found."""

from trueeffect.check.resolve import reference_issues, resolve_references
from trueeffect.library import Library
from trueeffect.model.article import PersonName, Reference, ReferenceFields
from trueeffect.model.provenance import Span
from trueeffect.model.record import Notice, Record

ADA = (PersonName(family="Sample", initials="A"),)
KNEE = Record(
    id="pmid:900001", pmid="900001", doi="10.5555/knee.1", title="Needling for chronic knee pain in older adults: a randomised trial",
    authors=ADA, year=2011, journal="Journal of Invented Results", volume="12", issue="3", pages="345-352",
)  # fmt: skip
TAKEN = Record(
    id="pmid:900003", pmid="900003", title="Cupping after shoulder surgery", authors=ADA, year=2014, journal="Journal of Invented Results",
    notices=(Notice(kind="retraction", date="2016-01-02", reason="Invented data"),),
)  # fmt: skip
LIBRARY = Library([KNEE, TAKEN])
KNEE_RAW = "Sample A. Needling for chronic knee pain in older adults: a randomised trial. J Invented Results. 2011;12(3):345-52."


def issues(*entries: str | tuple[str, ReferenceFields]):
    references = []
    for number, entry in enumerate(entries, 1):
        raw, fields = entry if isinstance(entry, tuple) else (entry, ReferenceFields())
        references.append(
            Reference(
                id=f"r{number}", raw=raw, span=Span(start=0, end=len(raw)), label=str(number), fields=fields
            )
        )
    return reference_issues(references, resolve_references(references, LIBRARY), LIBRARY)


def test_right_list_has_no_issue():
    assert issues(KNEE_RAW) == ()


def test_work_listed_twice():
    [issue] = issues(KNEE_RAW, KNEE_RAW.replace("Sample A.", "Sample A.:"))
    assert (issue.type, issue.reference_id, issue.found) == ("duplicate_reference", "r2", "r1")
    assert "number 1" in issue.explanation


def test_unknown_work_listed_twice():
    unknown = "Other C. Walking for hip pain in Nowhere. J Else. 2001;1:1-2."
    [issue] = issues(unknown, unknown)
    assert issue.type == "duplicate_reference"


def test_retracted_work():
    [issue] = issues("Sample A. Cupping after shoulder surgery. J Invented Results 2014.")
    assert issue.type == "retracted"
    assert "Invented data" in issue.explanation


def test_work_that_is_not_in_the_library_is_never_accused():
    fields = ReferenceFields(
        title="Walking for hip pain", journal="J Else", year=2001, volume="1", first_page="1"
    )
    assert issues(("Other C. Walking for hip pain. J Else. 2001;1:1-2.", fields)) == ()


def test_work_at_a_place_that_another_work_takes():
    raw = "Madeup Q. Miracle herbs cure everything within days. J Invented Results. 2011;12(3):345-50."
    fields = ReferenceFields(
        authors=(PersonName(family="Madeup", initials="Q"),), title="Miracle herbs cure everything within days",
        journal="J Invented Results", year=2011, volume="12", issue="3", first_page="345", last_page="50",
    )  # fmt: skip
    [issue] = issues((raw, fields))
    assert issue.type == "fabricated_reference"
    assert KNEE.title in issue.explanation


def test_identifier_of_another_work_on_an_unknown_one():
    raw = "Madeup Q. Miracle herbs cure everything within days. J Else. 2019. doi:10.5555/knee.1"
    fields = ReferenceFields(
        authors=(PersonName(family="Madeup"),),
        title="Miracle herbs cure everything within days",
        doi="10.5555/knee.1",
    )
    [issue] = issues((raw, fields))
    assert (issue.type, issue.field) == ("wrong_identifier", "doi")


def test_entry_that_is_only_a_link_is_found_by_its_identifier():
    references = [Reference(id="r1", raw="https://doi.org/10.5555/knee.1", span=Span(start=0, end=30))]
    [match] = resolve_references(references, LIBRARY)
    assert (match.decision, match.record_id) == ("matched", "pmid:900001")
