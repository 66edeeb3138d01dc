from trueeffect.check.resolve import resolve_references, resolve_strings
from trueeffect.library import Library
from trueeffect.model.article import PersonName, Reference
from trueeffect.model.provenance import Span
from trueeffect.model.record import Record

KNEE = Record(
    id="pmid:900001",
    pmid="900001",
    doi="10.5555/knee.1",
    title="Needling for knee pain in older adults: a randomised trial",
    authors=(PersonName(family="Sample", initials="A"), PersonName(family="Müller-Test", initials="B")),
    year=2011,
    journal="Journal of Invented Results",
    volume="12",
    issue="3",
    pages="345-352",
)
KNEE_LATER = Record(
    id="pmid:900002",
    pmid="900002",
    title="Needling for knee pain in older adults: two-year follow-up of a randomised trial",
    authors=KNEE.authors,
    year=2013,
    journal="Journal of Invented Results",
    volume="14",
    issue="1",
    pages="12-19",
)
LIBRARY = Library([KNEE, KNEE_LATER])


def reference(raw: str, name: str = "r1") -> Reference:
    return Reference(id=name, raw=raw, span=Span(start=0, end=len(raw)))


def test_printed_reference_is_matched_and_explained():
    [match] = resolve_references(
        [
            reference(
                "Sample A, Muller-Test B. Needling for knee pain in older adults: a randomized trial. J Invent Res. 2011;12(3):345-52."
            )
        ],
        LIBRARY,
    )
    assert (match.decision, match.record_id, match.reference_id) == ("matched", "pmid:900001", "r1")
    assert "title" in match.reason
    assert match.candidates[0].features["page"] == 1.0


def test_work_that_is_not_in_the_library_stays_unmatched():
    [match] = resolve_references([reference("Other C. Walking for hip pain. J Else. 2001;1:1-2.")], LIBRARY)
    assert match.decision == "unmatched"
    assert match.record_id == ""


def test_companion_paper_is_told_apart_by_year_and_place():
    raw = "Sample A. Needling for knee pain in older adults: two-year follow-up. J Invent Res 2013;14:12."
    [match] = resolve_strings([raw], LIBRARY)
    assert match.record_id == "pmid:900002"


def test_reference_without_a_title_is_matched_by_its_place():
    [match] = resolve_strings(["Sample A et al. J Invent Res 2011;12:345-352, on knee pain"], LIBRARY)
    assert match.record_id == "pmid:900001"
