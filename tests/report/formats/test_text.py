"""The terminal report fits its width and stays harmless."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from trueeffect.model.verdict import CheckReport
from trueeffect.report.formats._base import Layout
from trueeffect.report.render import render


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int, report: CheckReport, hostile: CheckReport) -> None:
    for each in (report, hostile):
        lines = render(each, "text", layout=Layout(width=width)).splitlines()
        assert max(map(cell_len, lines)) <= width
        assert not any(line != line.rstrip() for line in lines)


@pytest.mark.parametrize("width", [40, 80])
def test_no_word_is_lost_at_any_width(width: int, report: CheckReport) -> None:
    narrow = render(report, "text", layout=Layout(width=width))
    wide = render(report, "text", layout=Layout(width=100))
    assert _words(narrow) == _words(wide)


def _words(document: str) -> list[str]:
    return document.replace("─", "").split()


def test_a_faulty_claim_shows_both_sides_study_and_basis(report: CheckReport) -> None:
    document = render(report, "text")
    card = document[document.index("4.  OVERSTATED") : document.index("5.  CONTRADICTED")]
    assert "says:   “in patients”" in card
    assert "study:  “24 rats” (abstract, methods)" in card
    assert "Animal study · rats · 24 rats." in " ".join(card.split())
    assert "Compared with the abstract only." in card


def test_colour_adds_nothing_but_colour(report: CheckReport) -> None:
    coloured = render(report, "text", layout=Layout(colour=True))
    assert "\x1b[1;31mCONTRADICTED\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(report, "text")


def test_nothing_of_the_article_reaches_the_terminal_as_a_command(hostile: CheckReport) -> None:
    document = render(hostile, "text")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", document)
    assert "[31m" not in document


def test_double_width_words_fit(report: CheckReport) -> None:
    import msgspec

    wide = msgspec.structs.replace(report, notes=("針灸治療腰痛" * 20,))
    assert max(map(cell_len, render(wide, "text", layout=Layout(width=40)).splitlines())) <= 40
