"""Sentences of medical prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueeffect.model.provenance import Span
from trueeffect.text.reading import read_article
from trueeffect.text.sentences import article_sentences, sentence_spans


def _cut(text):
    return [span.of(text) for span in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Smith et al. found less pain.", "Nobody knows why."],
        ["Needles vs. sham needles gave P = .03.", "The P. value was small."],
        ["Pain fell by 5.4 points (95% CI 1.1 to 9.7; n = 33).", "It rose again."],
        ["Doses of 5 mg b.i.d. were given, e.g. in the evening.", "They helped."],
        ["See Fig. 2 and Tab. 3, i.e. the main result.", "It was null."],
        ["Dr. J. A. Smith of St. Mary’s ran it.", "She retired."],
        ["It is common.[2,3]", "One in five has it."],
        ["It is common.1", "It gets worse."],
        ["Was it good?", "Yes!", "It was."],
        ["They took vitamin D.", "The bones healed."],
        ["He said “it works.”", "She laughed."],
        ["The mean was 56.9.", "33 of 58 improved."],
        ["A trial (see Jones et al. 2009. It was small) found nothing.", "Another did."],
        ["Pain fell (Inoue et al., 2008).", "It came back (Tu et al, 2009)."],
    ],
)
def test_sentences_end_where_they_should(sentences):
    assert _cut(" ".join(sentences)) == sentences


def test_a_raised_number_behind_the_stop_stays_with_its_sentence():
    article = read_article(
        b"<p>Pain fell.<sup>1,2</sup> It rose.<sup>3</sup> The end.</p>", media_type="html"
    )
    spans = article_sentences(article, article.passages[0])
    assert [s.of(article.text.plain) for s in spans] == ["Pain fell.1,2", "It rose.3", "The end."]


@given(st.text(alphabet="ab .?!()1A\n[]", max_size=80), st.integers(0, 5))
def test_sentences_tile_the_text(text, offset):
    spans = sentence_spans(text, offset=offset)
    end = offset
    for span in spans:
        assert span.start >= end
        assert text[end - offset : span.start - offset].strip() == ""
        assert span.shifted(-offset).of(text) == span.shifted(-offset).of(text).strip() != ""
        end = span.end
    assert text[end - offset :].strip() == ""
    assert all(isinstance(span, Span) for span in spans)
