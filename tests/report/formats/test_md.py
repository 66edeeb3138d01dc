"""The Markdown report shows the words of the article and nothing that they could set off."""

from __future__ import annotations

import itertools
import re

import pytest

from trueeffect.model.verdict import CheckReport
from trueeffect.report.formats.md import escape
from trueeffect.report.render import render


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# not a heading", r"\# not a heading"),
        ("1. not a list", r"1\. not a list"),
        ("- not a list", r"\- not a list"),
        ("see https://example.org", "see https&#58;//example.org"),
        ("see www.example.org or a@example.org", "see www&#46;example.org or a&#64;example.org"),
        ("a | b", r"a \| b"),
        ("two\nlines", "two lines"),
        ("33 (57%), p = 0.04", "33 (57%), p = 0.04"),
    ],
)
def test_escaping(text: str, expected: str) -> None:
    assert escape(text) == expected


def test_headings_go_down_one_level_at_a_time(report: CheckReport) -> None:
    levels = [len(found) for found in re.findall(r"^(#+) ", render(report, "md"), re.M)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_hostile_article_stays_text(hostile: CheckReport) -> None:
    document = render(hostile, "md")
    assert not re.search(r"(?<!\\)<(?!https?://)", document)
    assert not re.search(r"(?<!\\)\]\((?!<https?://)", document)
    assert "\u202e" not in document


def test_a_fault_has_both_quotes(report: CheckReport) -> None:
    document = render(report, "md")
    assert "- says: “Pain fell by 45%”\n- study: “45% of walkers felt better” (abstract, results)" in document
