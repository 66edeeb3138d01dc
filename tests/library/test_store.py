"""A library holds each work once, remembers where each value came from, and finds it by any of its names."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from trueeffect.library import Library, load_library
from trueeffect.library.merge import merge
from trueeffect.library.notices import retraction_of
from trueeffect.model.article import PersonName
from trueeffect.model.record import Notice, Record

ADA = (PersonName(family="Sample", initials="A"),)
TITLE = "Needling for knee pain in older adults: a randomised trial"


def work(name: str, **fields) -> Record:
    return Record(id=name, **{"title": TITLE, "authors": ADA, "year": 2011, **fields})


def test_records_that_share_a_doi_become_one_with_the_source_of_each_field():
    first = work("doi:10.5555/a", doi="10.5555/a", keys=("sample11",), sources={"title": "a.ris"})
    second = work(
        "pmid:7", doi="10.5555/a", pmid="7", volume="12", sources={"title": "b.csv", "volume": "b.csv"}
    )
    [merged] = merge([first, second])
    assert merged.id == "pmid:7"
    assert merged.sources["title"] == "a.ris"
    assert merged.sources["volume"] == "b.csv"
    library = Library([first, second])
    for name in ("pmid:7", "doi:10.5555/a", "sample11"):
        assert library.get(name) == merged
    assert library.by_doi("https://doi.org/10.5555/A") == merged
    assert library.by_pmid("0007") == merged
    assert "unknown" not in library


def test_same_title_year_and_author_join_unless_something_contradicts():
    assert len(merge([work("lib:a"), work("lib:b", volume="12")])) == 1
    assert len(merge([work("lib:a", pmid="1"), work("lib:b", pmid="2")])) == 2
    assert len(merge([work("lib:a", volume="11"), work("lib:b", volume="12")])) == 2
    assert len(merge([work("lib:a", pages="1-9"), work("lib:b", pages="30-9")])) == 2
    assert len(merge([work("lib:a", title="Editorial"), work("lib:b", title="Editorial")])) == 2


def test_a_doi_given_to_two_different_works_joins_nothing():
    other = work("doi:10.5555/a", doi="10.5555/a", title="Walking and the hip: cohort of nurses")
    library = Library([work("doi:10.5555/a", doi="10.5555/a"), other])
    assert len(library) == 2
    assert len({r.id for r in library}) == 2


def test_notice_of_another_file_reaches_the_record():
    notice = Notice(kind="retraction", date="2020-03-09")
    watch = Record(id="doi:10.5555/a", doi="10.5555/a", title=f"RETRACTED: {TITLE}", notices=(notice,))
    library = Library([work("pmid:7", doi="10.5555/a", pmid="7"), watch])
    assert library.notices == {"pmid:7": (notice,)}
    assert retraction_of(library.records["pmid:7"]) == notice


def test_reinstatement_lifts_a_retraction():
    notices = (Notice(kind="retraction", date="2016-02-29"), Notice(kind="reinstatement", date="2017-01-01"))
    assert retraction_of(work("lib:a", notices=notices)) is None


@given(st.permutations(["pmid:1", "doi:10.5555/b", "lib:c", "lib:d"]))
def test_merging_twice_changes_nothing_and_order_keeps_the_number(order):
    known = {
        "pmid:1": work("pmid:1", pmid="1", doi="10.5555/b"),
        "doi:10.5555/b": work("doi:10.5555/b", doi="10.5555/b"),
        "lib:c": work("lib:c"),
        "lib:d": work("lib:d", title="Walking and the hip: cohort of nurses"),
    }
    once = merge([known[name] for name in order])
    assert len(once) == 2
    assert merge(once) == once


def test_folder_of_files_is_one_library_with_a_digest(tmp_path: Path):
    (tmp_path / "a.ris").write_text("TY  - JOUR\nTI  - First work\nPY  - 2001\nER  -\n")
    (tmp_path / "b.ris").write_text("TY  - JOUR\nTI  - Second work\nPY  - 2002\nER  -\n")
    library = load_library([tmp_path], builtin=False)
    assert len(library) == 2
    assert library.describe() == ("a.ris (RIS, 1 record)", "b.ris (RIS, 1 record)")
    assert library.digest == load_library([tmp_path], builtin=False).digest


def test_a_note_that_says_retracted_is_a_notice(tmp_path):
    path = tmp_path / "library.json"
    path.write_text(
        '[{"id": "a", "type": "article-journal", "title": "A trial", "note": "Retracted (2018)."}]'
    )
    [record] = load_library([path], builtin=False).records.values()
    assert [notice.kind for notice in record.notices] == ["retraction"]
