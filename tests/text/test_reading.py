"""One door for every kind of source."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from trueeffect._families import members
from trueeffect.errors import UnknownOption, UnreadableSource
from trueeffect.text.readers._base import Reader
from trueeffect.text.reading import read_article

FIXTURES = Path(__file__).parents[1] / "fixtures" / "articles"


def _texts(article, kind):
    return [p.span.of(article.text.plain) for p in article.passages if p.kind == kind]


def test_every_reader_keeps_the_contract():
    for name, reader in members("trueeffect.text.readers", "reader").items():
        assert isinstance(reader, Reader)
        assert reader.name == name
        assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)
        assert 0.0 <= reader.sniff(b"") <= 1.0


@pytest.mark.parametrize("name", sorted(p.name for p in FIXTURES.iterdir()))
def test_every_fixture_is_read_the_same_from_path_bytes_and_stream(name):
    path = FIXTURES / name
    article = read_article(path)
    assert article.passages
    assert read_article(str(path)) == article
    with path.open("rb") as stream:
        assert read_article(stream) == article
    assert article.language == "en"
    assert article.notes == ()


def test_format_is_told_from_the_content_when_there_is_no_name():
    kinds = {p.suffix: read_article(p.read_bytes()).text.media_type for p in FIXTURES.iterdir()}
    assert kinds == {
        ".html": "text/html",
        ".md": "text/markdown",
        ".txt": "text/plain",
        ".pdf": "application/pdf",
    }


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\x00\x01\x02\x03" * 200, "binary"),
        (b"%PDF-1.7 broken", "damaged"),
        (b"PK\x03\x04 word/ broken", "damaged"),
        ("no_such_file.txt", "no file"),
        ("a line\nand another", "no file name"),
        (str(FIXTURES), "folder"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(source, words):
    with pytest.raises(UnreadableSource, match=words) as caught:
        read_article(source)
    assert "\n" not in str(caught.value)


def test_a_page_without_text_is_said_to_have_none():
    with pytest.raises(UnreadableSource, match="no readable text"):
        read_article(b"<html><body><script>x()</script></body></html>")


def test_an_unknown_media_type_lists_what_is_known():
    with pytest.raises(UnknownOption, match="markdown"):
        read_article(b"text", media_type="rtf")


def test_another_language_is_noted():
    text = (
        "Die Behandlung ist nicht besser als das Warten, und die Patienten sind mit der Therapie zufrieden. "
        * 3
    )
    article = read_article(text.encode())
    assert article.language == "de"
    assert "English" in article.notes[0]


def test_text_streams_are_read():
    assert read_article(io.StringIO("Pain fell by 5 points.")).passages


def test_control_characters_do_not_reach_the_plain_text():
    article = read_article(b"Pain \x1b[31mfell\x07 by\x00 5 points in this trial." + b" And so on." * 20)
    assert not any(ord(c) < 32 for c in article.text.plain)


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 4000 + b"hello there",
        b"<p>hi</p>" + b'<a "x>y" ' * 20_000,
        b"<p>hi</p>" + b"<" * 200_000,
        b"<p>hi</p>" + b"<!--" * 50_000,
        b"<ul><li>x" * 5000,
    ],
    ids=["nested", "quotes", "brackets", "comments", "lists"],
)
def test_hostile_pages_are_read_in_linear_time(page):
    assert read_article(page, media_type="html").passages


@pytest.mark.parametrize("text", [b"[" * 50_000, b"*a " * 30_000, b"[a](b " * 10_000, b"**_a" * 20_000])
def test_hostile_markdown_is_read_in_linear_time(text):
    assert read_article(b"# T\n\n" + text, media_type="markdown").passages


def test_hidden_references_and_side_matter_of_a_page():
    article = read_article(FIXTURES / "hidden_references.html")
    assert (article.title, article.date) == ("Walk it off", "2021-05-06")
    body = _texts(article, "paragraph")
    assert any("61 adults walked three times a week — or read a leaflet.1 Pain" in text for text in body)
    assert any("small\nand short." in text for text in body)
    assert not any("cookies" in text or "leaflet. I have" in text for text in body)
    side = " ".join(_texts(article, "boilerplate"))
    for words in ("cookies", "Home", "Share", "Ten ways to sit", "ten weeks", "All rights reserved"):
        assert words in side
    raised = [m.span.of(article.text.plain) for m in article.marks if m.kind == "superscript"]
    assert raised == ["1", "2"]
    anchors = {m.name: m.span.of(article.text.plain)[:6] for m in article.marks if m.kind == "anchor"}
    assert anchors == {"r1": "Stroll"}
    assert all(p.hidden for p in article.passages if "Stroll" in p.span.of(article.text.plain))


def test_wrapped_lines_are_joined_and_list_items_kept_apart():
    article = read_article(FIXTURES / "wrapped.txt")
    assert article.title == "STRETCHING AND BACKS"
    assert _texts(article, "paragraph")[0].startswith(
        "Stretching was compared with nothing in 44 office workers. After eight"
    )
    assert _texts(article, "list_item")[:2] == ["stretch slowly", "stop when it hurts"]
    assert _texts(article, "list_item")[2].endswith(
        "randomised controlled trial. Office Med. 2010;5(3):120-8."
    )


def test_cp1252_text_with_windows_line_ends():
    article = read_article(FIXTURES / "cp1252_packed.txt")
    assert article.text.encoding == "cp1252"
    assert "Pain fell by “half a point” (Chill et al., 2011), which" in article.text.plain


def test_markdown_keeps_links_and_footnote_marks():
    article = read_article(FIXTURES / "footnotes.md")
    assert (article.title, article.date) == ("Heat for backs", "2022-02-03")
    assert "A hot water bottle is pleasant. In one trial" in article.text.plain
    marks = [(m.name, m.span.of(article.text.plain)) for m in article.marks if m.kind == "footnote_marker"]
    assert marks == [("heat", "[^heat]"), ("2", "[^2]")]
    assert [(x.span.of(article.text.plain), x.href) for x in article.links] == [
        ("a third", "https://doi.org/10.5555/heat.3")
    ]
    assert _texts(article, "quote") == ["Warmth is not a cure."]
    assert _texts(article, "footnote")[1] == "Frost C. (2016). Heat again: a trial. Warmth J, 4(2), 15-19."


def test_pdf_paragraphs_superscripts_and_list():
    article = read_article(FIXTURES / "waiting_room.pdf")
    assert article.title == "Needles in the waiting room"
    assert any("six weeks.1 Pain fell by 1.4 points" in text for text in _texts(article, "paragraph"))
    raised = [m.span.of(article.text.plain) for m in article.marks]
    assert raised == ["1", "2,3"]
    assert len(_texts(article, "list_item")) == 3


def test_pdf_without_text_is_said_to_have_none():
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(300, 300)
    stream = io.BytesIO()
    document.save(stream)
    with pytest.raises(UnreadableSource, match="no text"):
        read_article(stream.getvalue())


def test_docx_lists_tables_and_superscripts():
    import docx

    document = docx.Document()
    document.add_heading("Salt for backs", 0)
    paragraph = document.add_paragraph("Salt baths were tried in 20 people.")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" Nothing was found.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "salt", "4.1"
    document.add_heading("References", 1)
    document.add_paragraph("Brine A. Salt baths. Bath Med. 1999;1:2-3.", "List Number")
    stream = io.BytesIO()
    document.save(stream)
    article = read_article(stream.getvalue())
    assert article.title == "Salt for backs"
    assert _texts(article, "table") == ["salt | 4.1"]
    assert [m.span.of(article.text.plain) for m in article.marks] == ["1"]
    assert _texts(article, "list_item") == ["Brine A. Salt baths. Bath Med. 1999;1:2-3."]
    assert "1. Brine" in article.text.plain
