"""Each exchange format, on small entries of our own, and on what files in the wild do to them."""

import gzip
import io
from pathlib import Path

import pytest

from trueeffect.errors import UnreadableSource
from trueeffect.library.load import detect, importers, load_library, read_records
from trueeffect.model.record import Record, Rejection

RIS = """TY  - JOUR
TI  - Needling for knee pain: a trial
AU  - Sample, Ada B.
AU  - Müller, Bo
T2  - Journal of Invented Results
PY  - 2011/03/01
VL  - 12
IS  - 3
SP  - 345
EP  - 352
DO  - https://doi.org/10.5555/Knee.1
N2  - BACKGROUND: Knees hurt. RESULTS: Less.
ER  -
"""
NBIB = """PMID- 900001
TI  - Needling for knee pain: a trial
      that goes on.
FAU - Sample, Ada B
AU  - Sample AB
CN  - Knee Group
DP  - 2011 Mar
TA  - J Invent Res
JT  - Journal of Invented Results
VI  - 12
IP  - 3
PG  - 345-52
LID - 10.5555/knee.1 [doi]
MH  - *Knee/physiopathology
PT  - Randomized Controlled Trial
RIN - J Invent Res. 2013 May;14(5):1. PMID: 900009
SI  - ClinicalTrials.gov/NCT00000001
"""
PUBMED = """<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">900001</PMID>
<Article><Journal><JournalIssue><Volume>12</Volume><Issue>3</Issue><PubDate><MedlineDate>2011 Mar-Apr</MedlineDate></PubDate>
</JournalIssue><Title>Journal of Invented Results</Title><ISOAbbreviation>J Invent Res</ISOAbbreviation></Journal>
<ArticleTitle>[Not Available].</ArticleTitle><Pagination><MedlinePgn>345-52</MedlinePgn></Pagination>
<Abstract><AbstractText Label="METHODS">We needled <i>knees</i>.</AbstractText><AbstractText Label="RESULTS">Less pain.</AbstractText></Abstract>
<AuthorList CompleteYN="N"><Author><LastName>Sample</LastName><ForeName>Ada B</ForeName><Initials>AB</Initials></Author>
<Author><CollectiveName>Knee Group.</CollectiveName></Author></AuthorList>
<VernacularTitle>Nadeln gegen Knieschmerz.</VernacularTitle></Article>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J Invent Res. 2013;14:1</RefSource><PMID>900009</PMID></CommentsCorrections>
<CommentsCorrections RefType="RetractionOf"><RefSource>Other. 2001</RefSource></CommentsCorrections></CommentsCorrectionsList>
<MeshHeadingList><MeshHeading><DescriptorName>Knee</DescriptorName></MeshHeading></MeshHeadingList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.5555/knee.1</ArticleId></ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="pmc">PMC111</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle></PubmedArticleSet>"""
BIB = r"""@string{jir = "Journal of Invented Results"}
@article{sample2011, title={Needling for {K}nee pain: a trial}, author={Sample, Ada B. and M{\"u}ller, Bo and {Knee Group}},
 journal=jir, year=2011, volume=12, number=3, pages={345--352}, doi={10.5555/knee.1}}
@book{sample2011, title={Another work with the same key}, year=2012}
"""
CSL = """[{"id": "s11", "type": "article-journal", "title": "Needling for knee pain: a trial", "author": [{"family": "Sample", "given": "Ada B."},
{"literal": "Knee Group"}], "container-title": "Journal of Invented Results", "issued": {"date-parts": [["2011", 3]]}, "volume": 12,
"issue": "3", "page": "345-352", "note": "DOI: 10.5555/knee.1\\nPMID: 900001", "abstract": "Less pain."}]"""
ENDNOTE_XML = """<?xml version="1.0"?><xml><records><record><rec-number>7</rec-number><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style>Sample, Ada B.</style></author></authors></contributors>
<titles><title><style face="normal">Needling for <style>knee</style> pain: a trial</style></title><secondary-title>Journal of Invented Results</secondary-title></titles>
<pages>345-52</pages><volume>12</volume><number>3</number><dates><year>2011</year></dates>
<electronic-resource-num>10.5555/knee.1</electronic-resource-num></record></records></xml>"""
ENW = "%0 Journal Article\n%T Needling for knee pain: a trial\n%A Sample, Ada B.\n%J Journal of Invented Results\n%D 2011\n%V 12\n%N 3\n%P 345-352\n%R 10.5555/knee.1\n"
ISI = """FN Invented Service
VR 1.0
PT J
AU Sample, AB
   Muller, B
TI Needling for knee pain: a trial
SO JOURNAL OF INVENTED RESULTS
PY 2011
VL 12
IS 3
BP 345
EP 352
DI 10.5555/knee.1
ER

EF
"""
LIBRARY_CSV = """pmid,doi,title,authors,source,year,volume,issue,first_page,last_page
900001,10.5555/knee.1,Needling for knee pain: a trial,Sample AB; Müller B,J Invent Res,2011,12,3,345,352
"""
CSV = """PMID,Title,Authors,Citation,Journal/Book,Publication Year,DOI
900001,Needling for knee pain: a trial,"Sample AB, Muller B.",J Invent Res. 2011 Mar;12(3):345-352. doi: x.,J Invent Res,2011,10.5555/knee.1
"""
WATCH = """Record ID,Title,Journal,Author,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason
7,Needling for knee pain: a trial,Journal of Invented Results,Ada Sample;Bo Müller,3/9/2020 0:00,unavailable,0,5/31/2011 0:00,10.5555/knee.1,0,Retraction,+Unreliable Data;+Fake Peer Review;
"""
CROSSREF = '{"status": "ok", "message-type": "work", "message": {"DOI": "10.5555/KNEE.1", "indexed": {}, "title": ["Needling for knee pain"], "subtitle": ["a trial"], "author": [{"family": "Sample", "given": "Ada B."}], "container-title": ["Journal of Invented Results"], "short-container-title": ["J Invent Res"], "published-print": {"date-parts": [[2011]]}, "issued": {"date-parts": [[2010]]}, "volume": "12", "issue": "3", "page": "345-352", "type": "journal-article"}}'
OPENALEX = '{"id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/knee.1", "title": "Needling for knee pain: a trial", "publication_year": 2011, "authorships": [{"author": {"display_name": "Ada B. Sample"}}], "biblio": {"volume": "12", "issue": "3", "first_page": "345", "last_page": "352"}, "primary_location": {"source": {"display_name": "Journal of Invented Results"}}, "abstract_inverted_index": {"Less": [0], "pain.": [1]}, "is_retracted": true}\n'

FILES = {
    "ris": RIS, "nbib": NBIB, "pubmed_xml": PUBMED, "bibtex": BIB, "csl_json": CSL, "endnote_xml": ENDNOTE_XML, "endnote_enw": ENW,
    "isi": ISI, "library_csv": LIBRARY_CSV, "csv_table": CSV, "retraction_watch_csv": WATCH, "crossref_json": CROSSREF,
    "openalex_jsonl": OPENALEX,
}  # fmt: skip


def read(name: str, data: bytes) -> tuple[list[Record], list[Rejection]]:
    found = list(importers()[name].read(io.BytesIO(data), "file"))
    return [f for f in found if isinstance(f, Record)], [f for f in found if isinstance(f, Rejection)]


def test_every_importer_has_an_example_here():
    assert set(FILES) == set(importers())


@pytest.mark.parametrize("name", FILES)
def test_format_is_known_by_content_whatever_the_file_is_called(name):
    assert detect(FILES[name].encode(), "records.dat") is importers()[name]
    assert detect(FILES[name].encode(), "records.ris") is importers()[name]


@pytest.mark.parametrize("name", FILES)
def test_first_record_of_each_format(name):
    records, rejections = read(name, FILES[name].encode())
    record = records[0]
    assert not rejections
    assert record.doi == "10.5555/knee.1"
    assert record.year == 2011
    assert record.authors[0].family == "Sample"
    assert record.id.startswith(("pmid:", "doi:"))
    if name not in {"retraction_watch_csv", "pubmed_xml"}:
        assert record.title.lower().startswith("needling for knee pain: a trial")
    if name != "retraction_watch_csv":
        assert (record.volume, record.issue) == ("12", "3")
        assert record.pages.startswith("345-")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b"\xef\xbb\xbf" + b,
        lambda b: b.replace(b"\n", b"\r\n"),
        lambda b: b[: len(b) // 2],
        lambda b: b[:-3],
        lambda b: b.replace("ü".encode(), b"\xfc"),
        lambda b: b"",
        lambda b: b"\x00\xff" * 50 + b,
    ],
    ids=["bom", "crlf", "half", "cut", "latin-1", "empty", "binary"],
)
def test_damaged_file_gives_records_or_rejections_and_never_raises(name, damage):
    records, rejections = read(name, damage(FILES[name].encode()))
    assert all(isinstance(r, Record) for r in records)
    assert all(r.reason.endswith((".", "]")) or r.reason for r in rejections)


def test_mark_latin1_and_line_ends_do_not_change_the_record():
    plain = read("ris", RIS.encode())[0]
    assert read("ris", RIS.encode("latin-1"))[0] == plain
    assert read("ris", b"\xef\xbb\xbf" + RIS.replace("\n", "\r\n").encode())[0] == plain
    assert read("ris", RIS.replace("\n", "\r").encode())[0] == plain
    assert read("ris", RIS.encode("utf-16"))[0] == plain


def test_nbib_keeps_notices_terms_groups_and_registration():
    [record] = read("nbib", NBIB.encode())[0]
    assert record.title == "Needling for knee pain: a trial that goes on"
    assert record.mesh == ("Knee",)
    assert record.collective == "Knee Group"
    assert record.registrations == ("NCT00000001",)
    assert (record.notices[0].kind, record.notices[0].date, record.notices[0].notice_id) == (
        "retraction",
        "2013",
        "pmid:900009",
    )


def test_pubmed_xml_uses_the_vernacular_title_and_its_own_identifiers_only():
    [record] = read("pubmed_xml", PUBMED.encode())[0]
    assert record.title == "Nadeln gegen Knieschmerz"
    assert record.pmcid == ""
    assert [n.kind for n in record.notices] == ["retraction"]
    assert not record.authors_complete
    assert [s.label for s in record.abstract] == ["METHODS", "RESULTS"]
    assert record.abstract[0].text == "We needled knees."


def test_bibtex_keeps_both_entries_of_a_key_and_reads_accents():
    records, _ = read("bibtex", BIB.encode())
    assert [r.title for r in records] == ["Needling for Knee pain: a trial", "Another work with the same key"]
    assert records[0].authors[1].family == "Müller"
    assert records[0].collective == "Knee Group"
    assert records[0].journal == "Journal of Invented Results"


def test_retraction_watch_dates_are_month_first_and_missing_ids_are_empty():
    [record] = read("retraction_watch_csv", WATCH.encode("cp1252"))[0]
    [notice] = record.notices
    assert (notice.kind, notice.date, notice.notice_id) == ("retraction", "2020-03-09", "")
    assert notice.reason == "Unreliable Data; Fake Peer Review"
    assert record.authors[1].family == "Müller"
    assert record.pmid == ""


def test_openalex_puts_the_abstract_back_in_order_and_keeps_the_retraction():
    [record] = read("openalex_jsonl", OPENALEX.encode())[0]
    assert record.abstract[0].text == "Less pain."
    assert record.notices[0].kind == "retraction"


def test_csl_identifiers_in_the_note_and_sections_of_the_abstract():
    [record] = read("csl_json", CSL.encode())[0]
    assert record.pmid == "900001"
    assert record.keys == ("s11",)
    assert [s.label for s in read("ris", RIS.encode())[0][0].abstract] == ["BACKGROUND", "RESULTS"]


def test_unusable_entry_is_listed_with_its_line():
    records, [rejection] = read("ris", (RIS + "TY  - JOUR\nAU  - Nobody, N.\nER  -\n").encode())
    assert len(records) == 1
    assert rejection.line == 14
    assert "title" in rejection.reason


def test_truncated_json_keeps_what_was_complete():
    two = CSL[:-1] + ",\n" + CSL[1:]
    records, [rejection] = read("csl_json", two[:-30].encode())
    assert len(records) == 1
    assert "breaks off" in rejection.reason


def test_gzip_is_unpacked_and_a_damaged_one_keeps_its_beginning(tmp_path: Path):
    path = tmp_path / "records.ris.gz"
    path.write_bytes(gzip.compress(RIS.encode()))
    records, rejections, source = read_records(path)
    assert (len(records), len(rejections), source.format) == (1, 0, "RIS")
    assert records[0].sources["title"] == "records.ris.gz"
    many = gzip.compress("".join(RIS.replace("Knee.1", f"knee.{i}") for i in range(5000)).encode())
    path.write_bytes(many[: len(many) // 2])
    records, rejections, _ = read_records(path)
    assert records
    assert "breaks off" in rejections[-1].reason


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "does not exist"), (b"", "is empty"), (b"%PDF-1.7 \x00\x01 binary", "no format")],
)
def test_unreadable_library_is_one_clear_sentence(tmp_path: Path, content, words):
    path = tmp_path / "library.xyz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=words):
        load_library([path], builtin=False)


SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


@pytest.mark.skipif(not SAMPLES.exists(), reason="sample files are not here")
@pytest.mark.parametrize(
    ("file", "name", "count"),
    [
        ("ris/pubmed.ris", "MEDLINE/nbib", 50),
        ("ris/citavi.ris", "RIS", 100),
        ("nbib/pubmed-75-records.nbib", "MEDLINE/nbib", 75),
        ("csv-exports/embase.csv", "CSV table", 10),
        ("csv-exports/openalex.csv", "CSV table", 9),
        ("crossref-json/rcrossref-works.jsonl", "Crossref JSON", 30),
        ("csl-json/bbt-library-1178.json", "CSL-JSON", 26),
    ],
)
def test_sample_files(file, name, count):
    records, _, source = read_records(SAMPLES / file)
    assert (source.format, len(records)) == (name, count)


PUBMED_SAMPLE = SAMPLES.parent / "corpora" / "pubmed-records" / "sample.xml.gz"


@pytest.mark.skipif(not PUBMED_SAMPLE.exists(), reason="sample files are not here")
def test_pubmed_sample_has_every_kind_of_notice():
    records, rejections, _ = read_records(PUBMED_SAMPLE)
    assert (len(records), rejections) == (110, [])
    assert {n.kind for r in records for n in r.notices} >= {
        "retraction",
        "correction",
        "expression_of_concern",
    }
