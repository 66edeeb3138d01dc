"""Plain text and source map onto each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trueeffect.model.provenance import Span
from trueeffect.text.reading import read_article
from trueeffect.text.source import SourceBuilder, to_plain, to_source

_WORDS = st.sampled_from(["back", "pain", "Needles", "5.4", "(n = 33)", "naïve", "56.9%", "a", "–"])
_SPACES = st.sampled_from([" ", "  ", "\n", "&nbsp;", " \t "])
_INLINE = st.sampled_from(
    ["&amp;", "&#8211;", "&mdash;", "<b>bold</b>", "<sup>1</sup>", "<a href='#x'>link</a>", "<!-- x -->"]
)
_BLOCKS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<br>", "<h2>", "</h2>", "<ul><li>", "</ul>", "<ol><li>", "<"]
)
_PAGES = st.lists(st.one_of(_WORDS, _WORDS, _SPACES, _INLINE, _BLOCKS), max_size=60).map("".join)


def test_an_inserted_gap_maps_to_an_empty_place():
    builder = SourceBuilder("ab")
    builder.copy(0, 1)
    builder.insert("\n\n")
    builder.copy(1, 2)
    text = builder.finish(media_type="text/plain")
    assert to_source(text, Span(start=1, end=3)) == Span(start=1, end=1)
    assert to_source(text, Span(start=0, end=4)) == Span(start=0, end=2)
    assert to_plain(text, Span(start=1, end=2)) == Span(start=3, end=4)


def test_an_entity_maps_as_a_whole():
    article = read_article(b"<p>fish &amp; chips</p>", media_type="html")
    at = article.text.plain.index("&")
    assert to_source(article.text, Span(start=at, end=at + 1)).of(article.text.source) == "&amp;"
    assert to_plain(article.text, Span(start=10, end=11)).of(article.text.plain) == "&"


@given(_PAGES)
def test_every_run_of_a_page_is_what_the_source_holds(page):
    article = _read("<p>It begins here.</p>" + page, "html")
    _check(article)


@given(
    st.lists(
        st.one_of(
            _WORDS,
            st.sampled_from(
                [
                    " ",
                    "\n",
                    "\n\n",
                    "**",
                    "_",
                    "[",
                    "](http://a.org/x)",
                    "[^1]",
                    "# ",
                    "- ",
                    "1. ",
                    "> ",
                    "`",
                    "\\*",
                    "^2^",
                    "| a | b |",
                ]
            ),
        ),
        max_size=60,
    ).map("".join)
)
def test_every_run_of_a_markdown_text_is_what_the_source_holds(page):
    _check(_read("It begins here.\n\n" + page, "markdown"))


@given(
    st.lists(
        st.one_of(
            _WORDS,
            st.sampled_from([" ", "\r\n", "\n\n", "\t", "\u00a0", "\u200b", "\x00", "- ", "1. ", "\ufeff"]),
        ),
        max_size=60,
    ).map("".join)
)
def test_every_run_of_a_plain_text_is_what_the_source_holds(page):
    _check(_read("It begins here.\n\n" + page, "txt"))


def _read(page, kind):
    return read_article(page.encode(), media_type=kind)


def _check(article):
    text = article.text
    source = text.source
    for segment in text.segments:
        copied = text.plain[segment.start : segment.start + segment.length]
        if segment.exact:
            assert copied == source[segment.source_start : segment.source_start + segment.source_length]
    starts = [s.source_start for s in text.segments]
    assert starts == sorted(starts)
    end = 0
    for passage in article.passages:
        assert passage.span.start >= end
        end = passage.span.end
        assert end <= len(text.plain)
        there = to_source(text, passage.span)
        assert to_plain(text, there) == passage.span
        for at in range(passage.span.start, min(passage.span.end, passage.span.start + 40)):
            one = Span(start=at, end=at + 1)
            back = to_plain(text, to_source(text, one))
            assert back.start <= at < back.end or to_source(text, one).start == to_source(text, one).end
